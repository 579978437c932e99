import YAMLSyntax

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Reads JSON files: what `az`, Microsoft Graph and GitLab answered.
package enum JSONDocument {
  /// Reads a file, in UTF-8 or (as PowerShell redirects it) UTF-16.
  ///
  /// - Throws: That it is no JSON, with the line and column where that shows, if it can be told.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) throws(ConfigurationProblem) -> DocumentValue {
    do {
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
      return value.document(at: .jsonPath("$"))
    } catch {
      let message = bytes.isEmpty ? "the file is empty, not JSON" : "the file is not valid JSON"
      throw ConfigurationProblem(
        path: path,
        place: .span(failure(in: bytes)),
        message: message
      )
    }
  }

  /// Where a file stops being JSON.
  ///
  /// The decoder does not say; but nearly all that breaks JSON breaks YAML at the same character.
  private static func failure(in bytes: [UInt8]) -> TextSpan {
    var tree = NodeTree()
    let loaded = tree.load(SourceText(path: "", bytes: bytes), headerKey: tree.intern(""))
    guard case .syntax(let error)? = loaded.error else { return .fileStart }
    return TextSpan(start: error.position, end: error.position)
  }
}

/// Any JSON value: types are compared later, so that all mistakes are found and not just the
/// first.
private indirect enum JSONValue: Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case mapping([String: JSONValue])
  /// A number beyond what Swift counts, or text that is no UTF-8.
  case unreadable

  init(from decoder: any Decoder) throws {
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

  func document(at place: DocumentLocation) -> DocumentValue {
    DocumentValue(content: content(at: place), place: place)
  }

  private func content(at place: DocumentLocation) -> DocumentValue.Content {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value, written: "")
    case .integer(let value): .integer(String(value))
    case .number(let value): .number(String(value))
    case .text(let text): .text(text)
    case .unreadable: .other("something that cannot be read")
    case .list(let elements):
      .list(
        elements.enumerated().map { index, element in
          element.document(at: place.element(index))
        }
      )
    case .mapping(let members):
      // The decoder does not keep their order; sorted, two runs tell the same.
      .mapping(
        members.sorted { $0.key < $1.key }.map { key, value in
          let place = place.member(key)
          return DocumentMember(key: key, keyPlace: place, value: value.document(at: place))
        }
      )
    }
  }
}
