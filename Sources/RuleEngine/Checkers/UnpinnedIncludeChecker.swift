import GitLabCI
import YAMLSyntax

/// AKV503: a pipeline with secrets that includes what others may change.
struct UnpinnedIncludeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let hasSecrets = context.facts.subjects.contains { !context.pipeline.jobs[$0].secrets.isEmpty }
    guard hasSecrets else { return outcome }
    for directive in context.composition.includeDirectives {
      guard let (node, problem) = problem(directive, context.tree) else { continue }
      outcome.reports.append(
        RawFinding(
          location: context.tree.location(node),
          message: "\(problem): a change there changes a pipeline with secrets"
        )
      )
    }
    return outcome
  }

  private func problem(_ directive: IncludeDirective, _ tree: NodeTree) -> (NodeID, String)? {
    switch directive.target {
    case .project(let path, _, let ref):
      let place = directive.mapping.flatMap { tree.present(.ref, in: $0) } ?? directive.node
      guard let ref else { return (place, "the include of \(path) follows its default branch") }
      return Self.isFixed(ref) ? nil : (place, "the include of \(path) follows \(ref)")
    case .remote(let url):
      let integrity = directive.mapping.flatMap { tree.present(.integrity, in: $0) }
      return integrity == nil ? (directive.node, "the include of \(url) has no integrity") : nil
    case .component(let name):
      let version = name.split(separator: "@", omittingEmptySubsequences: false)
      guard version.count == 2 else { return nil }
      return Self.isFixed(String(version[1]))
        ? nil : (directive.node, "the component follows \(version[1])")
    case .local, .template, .artifact: return nil
    }
  }

  /// Whether a ref stays what it is: a commit, a full version, or something that is not known here.
  private static func isFixed(_ ref: String) -> Bool {
    if ref.contains("$") { return true }
    let isHex = ref.utf8.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66)
    }
    if isHex, ref.utf8.count == 40 || ref.utf8.count == 64 { return true }
    let version = (ref.hasPrefix("v") ? ref.dropFirst() : ref[...]).split(
      separator: ".",
      omittingEmptySubsequences: false
    )
    return version.count >= 3 && version.prefix(2).allSatisfy { Int($0) != nil }
      && version[2].first?.isNumber ?? false
  }
}
