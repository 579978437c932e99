package import YAMLSyntax

/// Values as Ruby prints them in GitLab's messages.
package enum RubyText {
  /// A value as `to_json` writes it.
  package static func json(_ id: NodeID, in tree: NodeTree) -> String {
    switch tree.kind(id) {
    case .null, .unknown: return "null"
    case .bool, .int, .float: return tree.rubyText(id)
    case .mapping:
      let entries = tree.entries(id).map { entry in
        "\(quoted(tree.text(entry.key))):\(json(entry.value, in: tree))"
      }
      return "{\(entries.joined(separator: ","))}"
    case .sequence, .reference:
      return "[\(tree.items(id).map { json($0.value, in: tree) }.joined(separator: ","))]"
    default: return quoted(tree.rubyText(id))
    }
  }

  /// A value as `inspect` writes it; of a `!reference` what it was given.
  package static func inspect(_ id: NodeID, in tree: NodeTree) -> String {
    tree.inspect(id)
  }

  /// A string in double quotes, with JSON's escapes.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
