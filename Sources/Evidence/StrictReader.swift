import GitLabCI
import YAMLSyntax

/// Reads a YAML or JSON file strictly: what is not known or of a wrong type is a problem with
/// its place, and reading goes on to find the next one.
struct StrictReader {
  let tree: NodeTree
  let path: String
  private(set) var problems: [ConfigurationProblem] = []

  init(tree: NodeTree, path: String) {
    self.tree = tree
    self.path = path
  }

  mutating func report(_ message: String, at node: NodeID) {
    problems.append(
      ConfigurationProblem(path: path, span: tree.location(node).span, message: message))
  }

  /// The values of a mapping by key; unknown keys are problems.
  mutating func members(
    _ node: NodeID, _ what: String, allowed: [String]
  ) -> [String: NodeID] {
    guard tree.kind(node) == .mapping else {
      if tree.kind(node) != .null { report("\(what) must be a mapping", at: node) }
      return [:]
    }
    var members: [String: NodeID] = [:]
    for entry in tree.entries(node) {
      let key = tree.text(entry.key)
      guard allowed.contains(key) else {
        let hint = Spelling.closest(to: key, among: allowed).map { "; did you mean \"\($0)\"?" }
        report(
          "unknown key \"\(key)\" in \(what)"
            + (hint ?? "; known are \(allowed.joined(separator: ", "))"), at: entry.keyNode)
        continue
      }
      members[key] = entry.value
    }
    return members
  }

  mutating func string(_ node: NodeID?, _ what: String) -> String? {
    guard let node else { return nil }
    guard tree.kind(node).isString else {
      report("\(what) must be a text in quotes or a plain word", at: node)
      return nil
    }
    return tree.string(node)
  }

  mutating func bool(_ node: NodeID?, _ what: String) -> Bool? {
    guard let node else { return nil }
    guard tree.kind(node) == .bool else {
      report("\(what) must be true or false", at: node)
      return nil
    }
    return tree.bool(node)
  }

  mutating func list(_ node: NodeID?, _ what: String) -> [NodeID] {
    guard let node, tree.kind(node) != .null else { return [] }
    guard tree.kind(node) == .sequence else {
      report("\(what) must be a list", at: node)
      return []
    }
    return tree.items(node).map(\.value)
  }

  mutating func strings(_ node: NodeID?, _ what: String) -> [String] {
    list(node, what).compactMap { string($0, "each entry of \(what)") }
  }

  /// A member that must be there.
  mutating func required(
    _ key: String, in members: [String: NodeID], of node: NodeID, _ what: String
  ) -> String? {
    guard let value = members[key] else {
      report("\(what) needs \"\(key)\"", at: node)
      return nil
    }
    return string(value, "\"\(key)\"")
  }
}

extension StrictReader {
  /// A file as a tree, or the problem that it has.
  static func load(
    _ bytes: [UInt8], path: String
  ) throws(ConfigurationProblem) -> (reader: StrictReader, root: NodeID?, notices: LoadedFile) {
    var tree = NodeTree()
    let loaded = tree.load(SourceText(path: path, bytes: bytes), headerKey: tree.intern("spec"))
    switch loaded.error {
    case .syntax(let error)?:
      throw ConfigurationProblem(
        path: path, span: TextSpan(start: error.position, end: error.position),
        message: "\(error.problem)\(error.context.map { " \($0)" } ?? "")")
    case .unknownAlias(let name, let span)?:
      throw ConfigurationProblem(
        path: path, span: span, message: "the alias *\(name) names no anchor")
    case .tooBig(let span, let reason)?:
      throw ConfigurationProblem(path: path, span: span, message: "too big: \(reason)")
    case nil: return (StrictReader(tree: tree, path: path), loaded.content, loaded)
    }
  }
}
