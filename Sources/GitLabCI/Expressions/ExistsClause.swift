import Files
import RegularExpressions
import ShellSyntax
import YAMLSyntax

/// Decides the clause `exists` of `rules` and `include:rules`.
struct ExistsClause {
  let tree: NodeTree
  /// A variable's value where the rule is.
  let variable: (String) -> ConditionValue
  /// The repository's files; only asked for when there is a clause.
  let paths: () -> [String]
  /// The run's budget.
  let budget: Budget

  /// Whether a rule's clause holds; true when it has none, nil when that is not known.
  func holds(_ rule: NodeID) -> Bool? {
    guard let value = tree.present(.exists, in: rule) else { return true }
    if tree.kind(value) == .mapping, tree.present(.project, in: value) != nil { return nil }
    if tree.kind(value) == .mapping, let text = tree.present(.regexp, in: value) {
      return matches(text)
    }
    let list = tree.present(.paths, in: value) ?? value
    // One pattern need not be a list.
    let patterns = tree.kind(list).isScalar ? [list] : tree.items(list).map(\.value)
    let globs = patterns.compactMap(glob)
    var isUnknown = globs.count < patterns.count
    let isTopLevel = !isUnknown && globs.allSatisfy(ExistsPattern.isTopLevel)
    let paths = isTopLevel ? paths().filter { !$0.utf8.contains(UInt8(ascii: "/")) } : paths()
    var comparisons = 0
    for glob in globs {
      if ExistsPattern.isPlain(glob) {
        let isFound = glob.hasSuffix("/") ? Self.hasFolder(glob, in: paths) : paths.contains(glob)
        if isFound { return true }
        continue
      }
      if let ending = ExistsPattern.ending(glob) {
        guard budget.spend(paths.count, on: .patternSteps) else { return nil }
        if paths.contains(where: { $0.hasSuffix(ending) }) { return true }
        continue
      }
      guard let pattern = ExistsPattern(glob, within: budget) else {
        isUnknown = true
        continue
      }
      if paths.contains(where: { pattern.matches($0, within: budget) }) { return true }
      comparisons += paths.count
    }
    if comparisons > Self.certainLimit { return true }
    return isUnknown || comparisons > Self.possibleLimit ? nil : false
  }

  /// Whether GitLab finds a folder, with its slash, among the sorted paths.
  ///
  /// It searches as if all paths after the folder's were in the folder, too, and so misses some.
  /// Source: GitLab 18.9, `lib/gitlab/ci/build/rules/rule/clause/exists.rb` and Ruby's `Array#bsearch`.
  private static func hasFolder(_ folder: String, in paths: [String]) -> Bool {
    var low = 0
    var high = paths.count
    var isFound = false
    while low < high {
      let middle = low + (high - low) / 2
      if paths[middle].hasPrefix(folder) {
        isFound = true
        high = middle
      } else {
        low = middle + 1
      }
    }
    return isFound
  }

  /// Whether a path matches an expression in Ruby's syntax; nil when it needs more than RE2 has, such
  /// as looking ahead.
  private func matches(_ text: NodeID) -> Bool? {
    guard let expression = glob(text), let pattern = try? Pattern(expression) else { return nil }
    return paths().contains { pattern.matches($0, within: budget) ?? false }
  }

  /// The number of comparisons after which GitLab treats a clause as true; older versions have a
  /// lower one.
  private static let certainLimit = 50_000
  private static let possibleLimit = 10_000

  /// A pattern with expanded variables, undefined ones unchanged; nil when one is not known.
  private func glob(_ node: NodeID) -> String? {
    VariableReference.expanding(tree.string(node)) { name in
      switch variable(name) {
      case .string(let text): text
      case .null: "$\(name)"
      default: nil
      }
    }
  }
}
