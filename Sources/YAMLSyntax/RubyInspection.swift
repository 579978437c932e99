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
        let value = inspect(entry.value, symbolKeys: symbolKeys)
        return "\(inspect(key: entry, asSymbol: symbolKeys))=>\(value)"
      }
      return "{\(pairs.joined(separator: ", "))}"
    case .reference where tag(id) != nil:
      return items(id).first.map { inspect($0.value, symbolKeys: symbolKeys) } ?? "nil"
    case .sequence, .reference:
      let shown = items(id).map { inspect($0.value, symbolKeys: symbolKeys) }
      return "[\(shown.joined(separator: ", "))]"
    case .symbol: return Self.inspect(symbol: rubyText(id))
    default: return RubyString.quoted(rubyText(id))
    }
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
    case .string: return asSymbol ? Self.inspect(symbol: text) : RubyString.quoted(text)
    case .null: return "nil"
    default: return text
    }
  }

  private static func inspect(symbol text: String) -> String {
    let scalars = text.unicodeScalars
    let isWord = scalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_"
    }
    let startsWithDigit = scalars.first.map { ("0"..."9").contains($0) } ?? true
    return isWord && !startsWithDigit ? ":\(text)" : ":\(RubyString.quoted(text))"
  }
}

/// A string in double quotes, as Ruby writes it.
package enum RubyString {
  /// How control characters without an escape of their own are written.
  package enum Controls: Sendable {
    /// As `inspect` does: `\x1B`.
    case hexadecimal
    /// As `to_json` does: `\u001b`.
    case unicode
  }

  /// Quotes a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - controls: How control characters are written.
  /// - Returns: The text in double quotes, with escapes.
  package static func quoted(_ text: String, _ controls: Controls = .hexadecimal) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}": result += escape(scalar.value, controls)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ control: UInt32, _ controls: Controls) -> String {
    let isHexadecimal = controls == .hexadecimal
    let digits = String(control, radix: 16, uppercase: isHexadecimal)
    let width = isHexadecimal ? 2 : 4
    let zeros = String(repeating: "0", count: width - digits.count)
    return (isHexadecimal ? "\\x" : "\\u") + zeros + digits
  }
}
