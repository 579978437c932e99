package import YAMLSyntax

/// Where a value is: in a YAML file by line and column, in a JSON file by its path, too.
package enum DocumentLocation: Hashable, Sendable {
  case span(TextSpan)
  /// A JSON path, such as `$.value[0].issuer`, and where it leads to, when that is known.
  case jsonPath(String, TextPosition? = nil)

  /// The position of the value's first character; nil when that is not known.
  var start: TextPosition? {
    switch self {
    case .span(let span): span.start
    case .jsonPath(_, let position): position
    }
  }

  /// The place of a member of the value here; it is that of the value when its own is not known.
  func member(_ key: String, at position: TextPosition? = nil) -> Self {
    guard case .jsonPath(let path, let own) = self else { return self }
    let isPlain = !key.isEmpty && key.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
    return .jsonPath(isPlain ? "\(path).\(key)" : "\(path)[\"\(key)\"]", position ?? own)
  }

  /// The place of an element of the value here; it is that of the value when its own is not known.
  func element(_ index: Int, at position: TextPosition?) -> Self {
    guard case .jsonPath(let path, let own) = self else { return self }
    return .jsonPath("\(path)[\(index)]", position ?? own)
  }
}

/// One key with its value.
package struct DocumentMember: Hashable, Sendable {
  /// The key.
  package let key: String
  /// Where the key is.
  package let keyPlace: DocumentLocation
  /// The value.
  package var value: DocumentValue
}

/// A value of a YAML or JSON file, with its place, before or after it was compared with the schema.
package struct DocumentValue: Hashable, Sendable {
  /// The content of a value.
  package enum Content: Hashable, Sendable {
    case null
    /// `written` is how: to YAML, `off` is a boolean.
    case bool(Bool, written: String)
    /// A whole number in decimal.
    case integer(String)
    /// Another number, as written.
    case number(String)
    case text(String)
    case list([DocumentValue])
    case mapping([DocumentMember])
    /// Something that only pipelines have, in words.
    case other(String)
  }

  /// The content.
  package var content: Content
  /// Where it is written.
  package let place: DocumentLocation

  /// The value of a key; nil when there is none or it is null.
  package subscript(key: String) -> DocumentValue? {
    guard let value = members.first(where: { $0.key == key })?.value, !value.isNull else {
      return nil
    }
    return value
  }

  /// The members of a mapping; empty for all else.
  package var members: [DocumentMember] {
    if case .mapping(let members) = content { members } else { [] }
  }

  /// The elements of a list; empty for all else.
  package var elements: [DocumentValue] {
    if case .list(let elements) = content { elements } else { [] }
  }

  /// The texts in a list; other elements are left out.
  package var texts: [String] {
    elements.compactMap(\.text)
  }

  /// The text, when it is one.
  package var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  /// The truth value, when it is one.
  package var bool: Bool? {
    if case .bool(let value, _) = content { value } else { nil }
  }

  /// The whole number, when it is one and not too large.
  package var integer: Int? {
    if case .integer(let text) = content { Int(text) } else { nil }
  }

  /// Whether it is null.
  package var isNull: Bool { content == .null }

  /// The kind of value, in words that follow "must be text, not ".
  package var kindWords: String {
    switch content {
    case .null: "empty"
    case .bool(_, let written): written.isEmpty ? "a truth value" : "the truth value \(written)"
    case .integer, .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .other(let words): words
    }
  }
}

extension DocumentValue {
  /// The value with each of its texts transformed, the keys of mappings included.
  ///
  /// - Parameters:
  ///   - kept: The key of members that stay as they are.
  ///   - transform: Transforms a text.
  /// - Returns: The value, at the same place.
  package func mappingTexts(except kept: String, _ transform: (String) -> String) -> Self {
    var result = self
    switch content {
    case .text(let text): result.content = .text(transform(text))
    case .list(let elements):
      result.content = .list(elements.map { $0.mappingTexts(except: kept, transform) })
    case .mapping(let members):
      result.content = .mapping(
        members.map { member in
          guard member.key != kept else { return member }
          return DocumentMember(
            key: transform(member.key),
            keyPlace: member.keyPlace,
            value: member.value.mappingTexts(except: kept, transform)
          )
        }
      )
    default: break
    }
    return result
  }
}
