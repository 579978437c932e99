import GitLabCI
import YAMLSyntax

extension PipelineFacts {
  /// The keys of the ID tokens that some job uses: that serve a secret, or that a text names.
  ///
  /// A token of `default` is one token, whichever jobs get it.
  func makeUsedTokens() -> Set<NodeID> {
    var used: Set<NodeID> = []
    for index in subjects {
      let job = pipeline.jobs[index]
      let serving = Set(
        job.secrets.compactMap { secret -> Int? in
          let takesToken = secret.isAzure || secret.provider?.keyword == .vault
          return takesToken || secret.token != nil ? servingToken(secret, job: job) : nil
        }
      )
      for (item, token) in job.idTokens.enumerated() where !used.contains(token.entry.keyNode) {
        let name = Array(tree.text(token.symbol).utf8)
        if serving.contains(item) || isNamed(name, in: job.node)
          || job.script.contains(where: { ByteSearch.contains(name, in: tree.text($0.node)) })
        {
          used.insert(token.entry.keyNode)
        }
      }
    }
    return used
  }

  /// Whether a text below a mapping holds a name; what declares tokens does not count.
  private func isNamed(_ name: [UInt8], in node: NodeID, depth: Int = 0) -> Bool {
    // Nothing that GitLab accepts is nested deeper.
    guard depth < 100 else { return true }
    switch tree.kind(node) {
    case .mapping:
      return tree.entries(node).contains { entry in
        entry.key != Keyword.idTokens.symbol && isNamed(name, in: entry.value, depth: depth + 1)
      }
    case .sequence:
      return tree.items(node).contains { isNamed(name, in: $0.value, depth: depth + 1) }
    default: return ByteSearch.contains(name, in: tree.text(node))
    }
  }
}
