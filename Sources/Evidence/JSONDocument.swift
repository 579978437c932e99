import TextFormats
import YAMLSyntax

/// Reads JSON files: what `az`, Microsoft Graph and GitLab answered.
package enum JSONDocument {
  /// Reads a file, in UTF-8 or (as PowerShell redirects it) UTF-16.
  ///
  /// - Throws: The message that it is not valid JSON, with the line and column of the error, if
  ///   they are known.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) throws(ConfigurationProblem) -> DocumentValue {
    guard !JSONValue.isTooLarge(bytes) else {
      throw ConfigurationProblem(
        path: path,
        place: .span(.fileStart),
        message: "the file has more than \(JSONValue.countLimit) values"
      )
    }
    guard let value = JSONValue(reading: bytes) else {
      let message = bytes.isEmpty ? "the file is empty, not JSON" : "the file is not valid JSON"
      throw ConfigurationProblem(
        path: path,
        place: .span(failure(in: bytes)),
        message: message
      )
    }
    return DocumentValue(value, at: .jsonPath("$"))
  }

  /// Where a file stops being JSON.
  ///
  /// The decoder does not report it; but nearly every JSON error is a YAML error at the same
  /// character.
  private static func failure(in bytes: [UInt8]) -> TextSpan {
    var tree = NodeTree()
    let loaded = tree.load(SourceText(path: "", bytes: bytes), headerKey: tree.intern(""))
    guard case .syntax(let error)? = loaded.error else { return .fileStart }
    return TextSpan(start: error.position, end: error.position)
  }
}

extension DocumentValue {
  /// The value at a place in a JSON document.
  fileprivate init(_ value: JSONValue, at place: DocumentLocation) {
    self.init(content: Self.content(of: value, at: place), place: place)
  }

  private static func content(of value: JSONValue, at place: DocumentLocation) -> Content {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value, written: "")
    case .integer(let value): .integer(String(value))
    case .number(let value): .number(String(value))
    case .text(let text): .text(text)
    case .unreadable: .other("something that cannot be read")
    case .list(let elements):
      .list(elements.enumerated().map { Self($1, at: place.element($0)) })
    case .mapping(let members):
      // Their order is not kept; sorted, two runs report the same.
      .mapping(
        members.sorted { $0.key < $1.key }.map { key, value in
          let place = place.member(key)
          return DocumentMember(key: key, keyPlace: place, value: Self(value, at: place))
        }
      )
    }
  }
}
