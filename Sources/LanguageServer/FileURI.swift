/// Paths as clients name them: `file:///folder/a%20b.yml`.
package enum FileURI {
  /// The path that a URI names; nil when it names no file of this machine.
  package static func path(_ uri: String) -> String? {
    guard uri.hasPrefix("file:///") else { return nil }
    var bytes: [UInt8] = []
    var rest = uri.utf8.dropFirst("file://".utf8.count)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value != 0
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The URI of an absolute path.
  package static func uri(_ path: String) -> String {
    var text = "file://"
    for byte in path.utf8 {
      let character = Character(Unicode.Scalar(byte))
      let isPlain = byte < 0x80 && (character.isLetter || character.isNumber)
      if isPlain || "/-._~".contains(character) {
        text.append(character)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
