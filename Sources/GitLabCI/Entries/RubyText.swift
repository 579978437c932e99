package import YAMLSyntax

/// Values as Ruby prints them in GitLab's messages.
package enum RubyText {
  /// A value as Rails' `to_json` writes it.
  package static func json(_ id: NodeID, in tree: NodeTree) -> String {
    switch tree.kind(id) {
    case .null, .unknown: return "null"
    case .bool, .int: return tree.rubyText(id)
    case .float:
      // JSON has no infinity and no NaN; Rails writes null.
      let text = tree.rubyText(id)
      return text.hasSuffix("y") || text == "NaN" ? "null" : text
    case .mapping:
      let entries = tree.entries(id).map { entry in
        "\(quoted(tree.text(entry.key))):\(json(entry.value, in: tree))"
      }
      return "{\(entries.joined(separator: ","))}"
    case .reference where tree.tag(id) == nil:
      let list = "[\(tree.items(id).map { json($0.value, in: tree) }.joined(separator: ","))]"
      return "{\"data\":{\"tag\":\"!reference\",\"style\":1,\"seq\":\(list),"
        + "\"scalar\":null,\"map\":{}}}"
    case .sequence, .reference:
      return "[\(tree.items(id).map { json($0.value, in: tree) }.joined(separator: ","))]"
    default: return quoted(tree.rubyText(id))
    }
  }

  /// A string as Rails writes it in JSON: it also escapes what HTML and JavaScript give a meaning.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\u{0}"..<"\u{20}", "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
