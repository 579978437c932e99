import TextFormats

/// The policy that lets nothing run on the page but its own script and style, and nothing load.
struct ContentPolicy {
  let script: String
  let style: String

  /// The value of the `Content-Security-Policy`.
  var text: String {
    [
      "default-src 'none'", "script-src 'sha256-\(Self.hash(script))'",
      "style-src 'sha256-\(Self.hash(style))'", "img-src data:", "base-uri 'none'",
      "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")
  }

  /// A SHA-256 in the alphabet that policies want.
  static func hash(_ text: String) -> String {
    let digits = Array(SHA256.hex(Array(text.utf8)).utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
      value(digits[index]) << 4 | value(digits[index + 1])
    }
    return base64(bytes)
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }

  /// RFC 4648, section 4.
  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start...].prefix(3)
      let padded = group + repeatElement(0, count: 3 - group.count)
      let number = padded.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      for place in 0..<4 {
        let isFilled = place <= group.count
        let digit = alphabet[Int(number >> UInt32(18 - 6 * place) & 63)]
        result.append(isFilled ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
