#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Any JSON value: types are compared later, so that all mistakes are found and not just the
/// first.
package indirect enum JSONValue: Decodable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSONValue])
  /// An object; the decoder does not keep the order of its members.
  case mapping([String: JSONValue])
  /// A number beyond what Swift counts, or text that is not UTF-8.
  case unreadable

  /// How many values a document may have: a value takes some hundred bytes of memory, and many
  /// only two of the file.
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
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = value
  }

  /// Reads the value at the place of a decoder.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .mapping(members)
    } else if let elements = try? container.decode([JSONValue].self) {
      self = .list(elements)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .unreadable
    }
  }
}
