/// The patterns of `.gitignore` files, as git reads them.
///
/// Known are comments, negation, anchoring by a slash, `*`, `?`, `[...]`, `**` and patterns for
/// folders only. Each pattern counts below the folder of its file; the last that matches wins.
package struct IgnoreRules: Sendable {
  private struct Rule {
    var folder: String
    var pattern: PathPattern
    var isNegated: Bool
    var isFolderOnly: Bool
    var isAnchored: Bool

    /// Whether a path with a name matches.
    func matches(_ path: String, name: String, steps: inout Int) -> Bool {
      steps += 1
      guard isAnchored else {
        return pattern.matches(name, steps: &steps)
          && RepositoryPath.relative(path, to: folder) != nil
      }
      guard let local = RepositoryPath.relative(path, to: folder) else { return false }
      return pattern.matches(local, steps: &steps)
    }
  }

  private var rules: [Rule] = []

  /// No rules.
  package init() {}

  /// Takes in a `.gitignore` file.
  ///
  /// - Parameters:
  ///   - text: Its content.
  ///   - folder: The folder it lies in, relative to the root.
  package mutating func add(_ text: String, in folder: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      var pattern = line
      while pattern.last == " ", !pattern.hasSuffix("\\ ") { pattern.removeLast() }
      if pattern.isEmpty || pattern.first == "#" { continue }
      let isNegated = pattern.first == "!"
      if isNegated { pattern.removeFirst() }
      let isFolderOnly = pattern.last == "/"
      if isFolderOnly { pattern.removeLast() }
      let isAnchored = pattern.contains("/")
      if pattern.first == "/" { pattern.removeFirst() }
      guard !pattern.isEmpty else { continue }
      rules.append(
        Rule(
          folder: folder,
          pattern: PathPattern(ignore: pattern),
          isNegated: isNegated,
          isFolderOnly: isFolderOnly,
          isAnchored: isAnchored
        )
      )
    }
  }

  /// Whether a path is ignored by its own name; what lies in an ignored folder is not asked.
  package func ignores(
    _ path: String,
    isFolder: Bool,
    within budget: Budget = Budget()
  ) -> Bool {
    guard !budget.isExhausted else { return false }
    let name = RepositoryPath.name(of: path)
    var steps = 0
    let last = rules.last { rule in
      (isFolder || !rule.isFolderOnly) && rule.matches(path, name: name, steps: &steps)
    }
    return budget.spend(steps, on: .wildcardSteps) && last.map { !$0.isNegated } ?? false
  }
}
