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
    guard let (value, place) = JSONValue.placed(bytes) else {
      let message = bytes.isEmpty ? "the file is empty, not JSON" : "the file is not valid JSON"
      throw ConfigurationProblem(
        path: path,
        place: .span(failure(in: bytes)),
        message: message
      )
    }
    return DocumentValue(value, at: .jsonPath("$", place.position), place)
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

extension JSONPlace {
  fileprivate var position: TextPosition { TextPosition(line: line, column: column) }
}

extension DocumentValue {
  /// The value at a place in a JSON document.
  fileprivate init(_ value: JSONValue, at location: DocumentLocation, _ place: JSONPlace?) {
    self.init(content: Self.content(of: value, at: location, place), place: location)
  }

  private static func content(
    of value: JSONValue,
    at location: DocumentLocation,
    _ place: JSONPlace?
  ) -> Content {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value, written: "")
    case .integer(let value): .integer(String(value))
    case .number(let value): .number(String(value))
    case .text(let text): .text(text)
    case .unreadable: .other("something that cannot be read")
    case .list(let elements):
      .list(
        elements.enumerated().map { index, value in
          let place = place.flatMap { index < $0.elements.count ? $0.elements[index] : nil }
          return Self(value, at: location.element(index, at: place?.position), place)
        }
      )
    case .mapping(let members):
      // Their order is not kept; sorted, two runs report the same.
      .mapping(
        members.sorted { $0.key < $1.key }.map { key, value in
          let place = place?.members[key]
          let location = location.member(key, at: place?.position)
          return DocumentMember(
            key: key,
            keyPlace: location,
            value: Self(value, at: location, place)
          )
        }
      )
    }
  }
}
