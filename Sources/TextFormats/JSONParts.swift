/// The parts of a JSON document as they are written, so that what is not looked at stays as it is.
///
/// The document must be valid JSON.
package enum JSONParts {
  /// The elements of a list.
  package static func elements(of list: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    split(trimmed(list).dropFirst().dropLast(), at: UInt8(ascii: ","))
  }

  /// The members of an object, by keys as they are written; of equal ones the last.
  package static func members(of object: ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>] {
    var members: [String: ArraySlice<UInt8>] = [:]
    for member in elements(of: object) {
      let parts = split(member, at: UInt8(ascii: ":"))
      guard parts.count == 2 else { continue }
      members[String(decoding: parts[0].dropFirst().dropLast(), as: UTF8.self)] = parts[1]
    }
    return members
  }

  /// Splits at the separators that are outside of texts, lists and objects.
  private static func split(
    _ bytes: ArraySlice<UInt8>,
    at separator: UInt8
  ) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var depth = 0
    var isText = false
    var isEscaped = false
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isText: isEscaped = true
      case UInt8(ascii: "\""): isText.toggle()
      case _ where isText: break
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case separator where depth == 0:
        parts.append(trimmed(bytes[start..<index]))
        start = index + 1
      default: break
      }
    }
    let last = trimmed(bytes[start...])
    return last.isEmpty && parts.isEmpty ? [] : parts + [last]
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var bytes = bytes.drop(while: isSpace)
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
  }
}
