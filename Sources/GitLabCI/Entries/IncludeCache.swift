import YAMLSyntax

/// `include:cache`: how long GitLab keeps the content of a remote file.
///
/// Source: GitLab 18.9, `app/validators/ci/include_cache_validator.rb`.
enum IncludeCache {
  private static let minimum = 60.0

  /// The fault of an include's cache.
  static let fault: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard let cache = tree.present(.cache, in: node), !tree.isBlank(cache),
      !tree.isUnknown(cache)
    else { return nil }
    var faults: [Fault] = []
    if tree.value(.remote, in: node).map(tree.isBlank) ?? true {
      faults.append(
        Fault(
          "cache can only be specified for remote includes",
          "has \"cache\", which only remote includes can have",
          at: Item(value: cache)
        )
      )
    }
    if let fault = valueFault(cache, tree) { faults.append(fault) }
    guard var first = faults.first else { return nil }
    first.also = faults.dropFirst().map(\.gitLab)
    return first
  }

  private static func valueFault(_ cache: NodeID, _ tree: NodeTree) -> Fault? {
    let item = Item(value: cache)
    if tree.kind(cache) == .bool { return nil }
    guard tree.isA(.string, cache) else {
      let says = "cache must be a boolean or a duration string"
      return Fault(says, "has a \"cache\" that is neither true nor a duration", at: item)
    }
    let text = tree.string(cache)
    if text.lowercased() == "never" { return nil }
    guard let seconds = ChronicDuration.seconds(text) else {
      let says = "cache contains an invalid duration"
      return Fault(says, "has a \"cache\" that is not a duration", at: item)
    }
    guard seconds < minimum else { return nil }
    let says = "cache duration must be at least 1 minute"
    return Fault(says, "has a \"cache\" of less than a minute", at: item)
  }
}
