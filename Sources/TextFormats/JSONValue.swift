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

  /// Reads a document in UTF-8, UTF-16 or UTF-32; nil when it is not valid JSON.
  package init?(reading bytes: [UInt8]) {
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
