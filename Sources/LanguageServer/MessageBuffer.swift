/// Cuts what a client sends into messages: a header with `Content-Length`, an empty line, a body.
package struct MessageBuffer {
  /// The reason why a message is not read; what follows is skipped up to the next header.
  package enum Failure: Error, Hashable, Sendable {
    /// The header names no length.
    case header
    /// The body is larger than is read.
    case tooLarge

    /// The reason as a clause.
    var words: String {
      switch self {
      case .header: "a header names no Content-Length"
      case .tooLarge: "a message is larger than \(bodyLimit) bytes"
      }
    }
  }

  /// Larger bodies are refused: a file of the largest size that is read, with every byte escaped.
  package static let bodyLimit = 64 * 1_048_576
  private static let headerLimit = 4096
  private static let headerEnd = Array("\r\n\r\n".utf8)

  private static let lengthName = Array("content-length:".utf8)

  private var bytes: [UInt8] = []
  /// Whether the start of the next message is not known, and its header is looked for.
  private var isLost = false

  /// Nothing yet.
  package init() {}

  /// Takes what was read.
  package mutating func append(_ chunk: [UInt8]) {
    bytes += chunk
  }

  /// The body of the next message; nil until all of it is there.
  ///
  /// - Returns: The body.
  /// - Throws: Bytes in the stream that are not a message, reported once for all that are skipped.
  package mutating func next() throws(Failure) -> [UInt8]? {
    if isLost, !findHeader() { return nil }
    guard let end = headerLength else {
      if bytes.count > Self.headerLimit { throw lose(.header) }
      return nil
    }
    guard let length = Self.contentLength(bytes[..<end]) else { throw lose(.header) }
    guard length <= Self.bodyLimit else { throw lose(.tooLarge) }
    let start = end + Self.headerEnd.count
    guard bytes.count - start >= length else { return nil }
    let body = Array(bytes[start..<start + length])
    bytes.removeFirst(start + length)
    return body
  }

  /// Gives up the beginning.
  private mutating func lose(_ failure: Failure) -> Failure {
    // Without its first letter the same header is not found again.
    bytes.removeFirst()
    isLost = true
    return failure
  }

  /// Drops everything before the next header; that is everything but the beginning of a header.
  private mutating func findHeader() -> Bool {
    let size = Self.lengthName.count
    for start in bytes.indices.dropLast(size - 1)
    where bytes[start..<start + size].elementsEqual(Self.lengthName, by: Self.isSameLetter) {
      bytes.removeFirst(start)
      isLost = false
      return true
    }
    bytes = bytes.suffix(size - 1)
    return false
  }

  private static func isSameLetter(_ byte: UInt8, _ small: UInt8) -> Bool {
    byte == small || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && byte | 0x20 == small
  }

  private var headerLength: Int? {
    let last = min(bytes.count, Self.headerLimit) - Self.headerEnd.count
    guard last >= 0 else { return nil }
    return (0...last).first { bytes[$0..<$0 + Self.headerEnd.count].elementsEqual(Self.headerEnd) }
  }

  private static func contentLength(_ header: ArraySlice<UInt8>) -> Int? {
    for line in String(decoding: header, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let digits = parts[1].filter { $0 != " " }
      return digits.allSatisfy { "0"..."9" ~= $0 } ? Int(digits) : nil
    }
    return nil
  }
}
