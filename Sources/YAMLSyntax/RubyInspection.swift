extension NodeTree {
  /// The text that Ruby shows for a `!reference` that is not resolved; the address differs from run
  /// to run.
  package static let shownReference = "#<Gitlab::Ci::Config::Yaml::Tags::Reference:0x..>"

  /// A value as Ruby's `inspect` writes it, with the keys of mappings as strings.
  ///
  /// - Parameters:
  ///   - id: The value.
  ///   - symbolKeys: Whether string keys are shown as symbols, which GitLab makes of them.
  /// - Returns: The text.
  package func inspect(_ id: NodeID, symbolKeys: Bool = false) -> String {
    switch kind(id) {
    case .null, .unknown: return "nil"
    case .bool, .int, .float: return rubyText(id)
    case .mapping:
      let pairs = entries(id).map { entry in
        let value = inspect(element: entry.value, symbolKeys: symbolKeys)
        return "\(inspect(key: entry, asSymbol: symbolKeys))=>\(value)"
      }
      return "{\(pairs.joined(separator: ", "))}"
    case .reference where tag(id) != nil: return malformedReference(id).shown
    case .sequence, .reference:
      let shown = items(id).map { inspect(element: $0.value, symbolKeys: symbolKeys) }
      return "[\(shown.joined(separator: ", "))]"
    case .symbol: return RubyInspection.ofSymbol(rubyText(id))
    default: return RubyInspection.ofString(rubyText(id))
    }
  }

  /// A value in a collection; a `!reference` there is an object to Ruby.
  private func inspect(element id: NodeID, symbolKeys: Bool) -> String {
    guard kind(id) == .reference else { return inspect(id, symbolKeys: symbolKeys) }
    let isList = tag(id) == nil
    let (scalar, map) = isList ? ("nil", "{}") : malformedReference(id).parts
    let data =
      ":tag=>\"!reference\", :style=>1, :seq=>\(isList ? inspect(id) : "[]"), "
      + ":scalar=>\(scalar), :map=>\(map)"
    return Self.shownReference.dropLast() + " @data={\(data)}>"
  }

  /// A `!reference` that is not a list: the text of its scalar, its mapping, and which of them GitLab
  /// shows.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/yaml/tags/base.rb`.
  private func malformedReference(_ id: NodeID) -> (parts: (String, String), shown: String) {
    guard let value = items(id).first?.value else { return (("nil", "{}"), "[]") }
    guard kind(value).isScalar else {
      let map = inspect(value)
      return (("nil", map), entries(value).isEmpty ? "[]" : map)
    }
    let text = string(value)
    let scalar = RubyInspection.ofString(text)
    let isBlank = text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    return ((scalar, "{}"), isBlank ? "[]" : scalar)
  }

  /// A value as Ruby's `to_s` writes it: a text without quotes, a collection as `inspect` shows it.
  package func printed(_ id: NodeID, symbolKeys: Bool = true) -> String {
    switch kind(id) {
    case .reference: Self.shownReference
    case .mapping, .sequence: inspect(id, symbolKeys: symbolKeys)
    default: rubyText(id)
    }
  }

  /// A key as Ruby's `inspect` writes it, a text as a symbol or as a string.
  package func inspect(key entry: Entry, asSymbol: Bool = true) -> String {
    let text = text(entry.key)
    switch kind(entry.key) {
    case .string: return asSymbol ? RubyInspection.ofSymbol(text) : RubyInspection.ofString(text)
    case .null: return "nil"
    default: return text
    }
  }
}

/// Texts as Ruby's `inspect` writes them.
///
/// Source: Ruby's `String#inspect` and `Symbol#inspect`, run.
package enum RubyInspection {
  private static let escapes: [Unicode.Scalar: String] = [
    "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{7}": "\\a",
    "\u{8}": "\\b", "\u{b}": "\\v", "\u{c}": "\\f", "\u{1b}": "\\e",
  ]
  private static let operators: Set<String> = [
    "+", "-", "*", "**", "/", "%", "<", "<=", ">", ">=", "<=>", "==", "===", "=~", "!", "!=", "!~",
    "&", "|", "^", "~", "<<", ">>", "[]", "[]=", "`", "+@", "-@",
  ]

  /// A string: in double quotes, with escapes for what cannot be printed or would be expanded.
  package static func ofString(_ text: String) -> String {
    var result = "\""
    let scalars = text.unicodeScalars
    for index in scalars.indices {
      let scalar = scalars[index]
      if let escape = escapes[scalar] {
        result += escape
      } else if !isPrintable(scalar) {
        result += escape(scalar)
      } else {
        if scalar == "#", let next = scalars[scalars.index(after: index)...].first,
          next == "{" || next == "$" || next == "@"
        {
          result += "\\"
        }
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A symbol: in quotes unless it is an operator or looks like a name.
  package static func ofSymbol(_ text: String) -> String {
    operators.contains(text) || isName(text) ? ":\(text)" : ":\(ofString(text))"
  }

  private static func isName(_ text: String) -> Bool {
    var rest = Substring(text)
    let sigil = rest.prefix { $0 == "@" || $0 == "$" }
    guard ["", "@", "@@", "$"].contains(sigil) else { return false }
    rest = rest.dropFirst(sigil.count)
    if sigil.isEmpty, let last = rest.last, "?!=".contains(last) { rest = rest.dropLast() }
    guard let first = rest.unicodeScalars.first, rest.unicodeScalars.allSatisfy(isNamePart) else {
      return false
    }
    return sigil == "$" || !("0"..."9").contains(first)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: !scalar.isASCII && isPrintable(scalar)
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    guard digits.count <= 4 else { return "\\u{\(digits)}" }
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
