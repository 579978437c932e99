/// Any JSON value: types are compared later, so that all mistakes are found and not just the
/// first.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSONValue])
  /// An object, without the order of its members.
  case mapping([String: JSONValue])
  /// A number beyond what Swift counts, or text that is not UTF-8.
  case unreadable

  /// The maximum number of values of a document: a value takes some hundred bytes of memory, and
  /// many only two of the file.
  package static let countLimit = 500_000

  /// Whether a document has more values than may be read.
  package static func isTooLarge(_ bytes: [UInt8]) -> Bool {
    // A document with fewer bytes cannot.
    guard bytes.count > 2 * countLimit else { return false }
    var count = 1
    var isText = false
    var isEscaped = false
    for byte in bytes {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isText: isEscaped = true
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"): count += isText ? 0 : 1
      default: break
      }
    }
    return count > countLimit
  }

  /// Reads a document in UTF-8, UTF-16 or UTF-32; nil when it is not valid JSON, or too large.
  package init?(reading bytes: [UInt8]) {
    guard !Self.isTooLarge(bytes) else { return nil }
    var reader = JSONReader(JSONEncoding.utf8(bytes))
    guard let value = reader.document() else { return nil }
    self = value
  }

  /// Reads a document, and where its values are written.
  ///
  /// - Parameter bytes: The document in UTF-8, UTF-16 or UTF-32.
  /// - Returns: The document; nil when it is not valid JSON, or too large.
  package static func placed(_ bytes: [UInt8]) -> (value: Self, place: JSONPlace)? {
    guard !isTooLarge(bytes) else { return nil }
    var reader = JSONReader(JSONEncoding.utf8(bytes), keepsPlaces: true)
    return reader.document().map { ($0, reader.place) }
  }
}
