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

  /// A string in double quotes, with JSON's escapes.
  package static func quoted(_ text: String) -> String {
    RubyString.quoted(text, .unicode)
  }
}
