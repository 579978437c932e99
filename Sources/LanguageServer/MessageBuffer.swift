/// Cuts what a client sends into messages: a header with `Content-Length`, an empty line, a body.
package struct MessageBuffer {
  /// Why a stream cannot be read on: where the next message starts is not known.
  package enum Failure: Error, Hashable, Sendable {
    /// The header names no length.
    case header
    /// The body is larger than is read.
    case tooLarge
  }

  /// Larger bodies are refused: a file of the largest size that is read, with every byte escaped.
  package static let bodyLimit = 64 * 1_048_576
  private static let headerLimit = 4096
  private static let headerEnd = Array("\r\n\r\n".utf8)

  private var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}

  /// Takes what was read.
  package mutating func append(_ chunk: [UInt8]) {
    bytes += chunk
  }

  /// The body of the next message; nil until all of it is there.
  ///
  /// - Returns: The body.
  /// - Throws: That the stream cannot be read on.
  package mutating func next() throws(Failure) -> [UInt8]? {
    guard let end = headerLength else {
      if bytes.count > Self.headerLimit { throw .header }
      return nil
    }
    guard let length = Self.contentLength(bytes[..<end]) else { throw .header }
    guard length <= Self.bodyLimit else { throw .tooLarge }
    let start = end + Self.headerEnd.count
    guard bytes.count - start >= length else { return nil }
    let body = Array(bytes[start..<start + length])
    bytes.removeFirst(start + length)
    return body
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
