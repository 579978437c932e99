import YAMLSyntax

/// Collects what GitLab refuses, with its message.
struct ErrorCollector {
  let tree: NodeTree
  private(set) var errors: [ConfigurationError] = []

  init(tree: NodeTree) {
    self.tree = tree
  }

  /// Reports an error of an entry: `<path> <rest>`, all in lower case as GitLab prints it.
  ///
  /// - Parameters:
  ///   - gitLab: What follows the path in GitLab's message.
  ///   - message: What is wrong, in our words.
  ///   - node: The wrong text, when it is another than the entry's key.
  mutating func report(
    _ path: EntryPath, _ gitLab: String, _ message: String, at node: NodeID? = nil,
    subject: ConfigurationError.Subject? = nil
  ) {
    let location = (path.isInJobs ? ["jobs"] : []) + path.keys.map(tree.text)
    let said = "\(location.joined(separator: ":")) \(gitLab)".lowercased()
    raw(said, message, path, at: node, subject: subject)
  }

  /// Reports an error whose message GitLab words in another way.
  mutating func raw(
    _ gitLab: String, _ message: String, _ path: EntryPath, at node: NodeID? = nil,
    subject: ConfigurationError.Subject? = nil
  ) {
    errors.append(
      ConfigurationError(
        subject: subject ?? path.subject, message: message, gitLabMessage: gitLab,
        node: node ?? path.node, origin: path.origin, job: path.job, entry: path.entry,
        isHidden: path.isHidden))
  }

  /// Whether a value cannot be judged, because something it depends on could not be read.
  func isUnknown(_ node: NodeID) -> Bool {
    tree.kind(node) == .unknown || tree.kind(node) == .reference
  }

  /// The keys of a mapping that are none of those allowed.
  func unknownKeys(_ node: NodeID, allowed: [Keyword]) -> [Entry] {
    tree.entries(node).filter { entry in
      guard let keyword = Keyword(entry.key) else { return true }
      return !allowed.contains(keyword)
    }
  }

  /// Reports the keys that are not allowed, in one message as GitLab does; each at its place.
  ///
  /// - Returns: Whether there are any.
  @discardableResult
  mutating func reportUnknownKeys(
    _ unknown: [Entry], _ path: EntryPath, verb: String = "contains unknown keys",
    subject: (Entry) -> ConfigurationError.Subject?
  ) -> Bool {
    let names = unknown.map { tree.text($0.key) }
    for entry in unknown {
      var place = path
      if entry.origin != .none { place.origin = entry.origin }
      let key = tree.text(entry.key)
      report(
        place, "config \(verb): \(names.joined(separator: ", "))",
        "\"\(key)\" is not allowed here", at: entry.keyNode, subject: subject(entry))
    }
    return !unknown.isEmpty
  }

  /// Whether a value is a string that says something.
  func isBlank(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .null: true
    case .string: tree.text(node).allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    case .mapping, .sequence: tree[node].count == 0
    case .bool: !tree.bool(node)
    default: false
    }
  }

  /// Whether a value is a list of strings.
  func isStrings(_ node: NodeID) -> Bool {
    tree.kind(node) == .sequence
      && tree.items(node).allSatisfy {
        let kind = tree.kind($0.value)
        return kind.isString || kind == .symbol || isUnknown($0.value)
      }
  }
}
