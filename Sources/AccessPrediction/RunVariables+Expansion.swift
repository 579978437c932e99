import Files
import GitLabCI
import ShellSyntax
import TextFormats

/// Texts with variables, as GitLab and the runner expand them.
extension RunVariables {
  /// A text with its variables expanded, nested ones included; nil when nothing is known of one.
  ///
  /// Source: `ExpandVariables.expand(text, variables.sort_and_expand_all)`.
  func expanded(_ text: String, _ context: VariableContext = .scoped) -> PartialText? {
    VariableReference.expanding(text, keepsPairs: false) { name in
      expandedValue(name, context, path: [])
    }
  }

  /// A text with its variables expanded, and those in their values as they are.
  ///
  /// Source: GitLab 18.9, `lib/expand_variables.rb`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - context: Where a variable is looked up, by its name.
  /// - Returns: The text; nil when nothing is known of a variable in it.
  func expandedOnce(_ text: String, _ context: (String) -> VariableContext) -> PartialText? {
    VariableReference.expanding(text, keepsPairs: false) { name in
      let value = value(name, context(name))
      switch value.state {
      // Some callers leave the reference to a file, others take its content.
      case _ where value.isFile: return nil
      case .text(let text): return isWithinBudget(text) ? PartialText(text) : nil
      case .partial(let partial): return partial
      case .undefined: return PartialText("")
      case .exists, .idToken, .unknown: return nil
      }
    }
  }

  /// A variable's value as `sort_and_expand_all` leaves it.
  func expandedValue(_ name: String, _ context: VariableContext) -> PartialText? {
    expandedValue(name, context, path: [])
  }

  private func expandedValue(
    _ name: String,
    _ context: VariableContext,
    path: [String],
    hasPaths: Bool = false
  ) -> PartialText? {
    let isOwn = path.last == name
    if path.contains(name), !isOwn { return nil }
    let budget = run.judged.pipeline.composition.budget
    guard path.isEmpty || budget.spend(nestingCost, on: .patternSteps) else { return nil }
    guard let value = sortedValue(name, context, isOwn: isOwn) else { return nil }
    if hasPaths, value.isFile { return PartialText(VariableFile.path(of: name)) }
    switch value.state {
    case .undefined: return PartialText("")
    case .exists, .unknown, .idToken: return nil
    case .partial(let partial): return partial
    case .text(let text):
      guard isWithinBudget(text) else { return nil }
      guard !value.isRaw, text.utf8.contains(UInt8(ascii: "$")) || text.utf8.contains(37) else {
        return PartialText(text)
      }
      guard path.count < Self.depthLimit else { return nil }
      return VariableReference.expanding(text, keepsPairs: true) { inner in
        expandedValue(inner, context, path: isOwn ? path : path + [name], hasPaths: hasPaths)
      }
    }
  }

  /// The value of a variable after GitLab has sorted all definitions: one that refers to the variable
  /// itself comes after the others and wins, and refers to the value that would win without it; nil when
  /// the definitions are not known.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/variables/collection/sort.rb`, `collection.rb`.
  ///
  /// - Parameters:
  ///   - name: The variable.
  ///   - context: Where it is looked up.
  ///   - isOwn: Whether a definition of the variable itself refers to it.
  /// - Returns: The value, with variables in it as they are.
  private func sortedValue(
    _ name: String,
    _ context: VariableContext,
    isOwn: Bool
  ) -> RunValue? {
    guard run.selfReferences.contains(name) else { return value(name, context) }
    let all = definitions(of: name, context)
    let own = all.filter { Self.refers($0, to: name) }
    // A definition with an unknown value may refer to the variable, too; two that do are a circle.
    guard own.count < 2, all.allSatisfy({ $0.state != .exists && $0.state != .unknown }) else {
      return nil
    }
    if !isOwn { return own.first ?? value(name, context) }
    return all.first { !Self.refers($0, to: name) } ?? missing(name, context)
  }

  /// All definitions of a variable that count, the one with the highest precedence first.
  private func definitions(of name: String, _ context: VariableContext) -> [RunValue] {
    Layer.all.flatMap { layer -> [RunValue] in
      if layer == .settings {
        return run.settings.values(name, environment: scope(context))
      }
      if case .found(let value) = find(name, in: layer, context) { return [value] }
      return []
    }
  }

  private static func refers(_ value: RunValue, to name: String) -> Bool {
    guard case .text(let text) = value.state, !value.isRaw else { return false }
    return VariableReference.names(in: text, includesPercent: true).contains(name)
  }

  /// Charges the run for a text that is inserted: a few references to a long one make a very long one.
  private func isWithinBudget(_ text: String) -> Bool {
    run.judged.pipeline.composition.budget.spend(1 + text.utf8.count / 2, on: .patternSteps)
  }

  /// The maximum nesting of variables in variables.
  private static let depthLimit = 100
  /// The cost of a variable in a variable, in steps of a regular expression: with a few in each, there
  /// are millions, and each is looked for among all variables of the job.
  private var nestingCost: Int {
    128 + (job.map { $0.inheritedVariables.count + $0.ownVariables.count } ?? 0) / 4
  }

  // MARK: The runner

  /// A text as the runner expands it: what a name, a version or a token of a secret becomes.
  ///
  /// A variable of type file becomes the path of its file.
  ///
  /// Source: GitLab Runner, `common/spec/variables.go`, `Get`.
  ///
  /// - Returns: The text; nil when nothing is known of a variable in it.
  func expandedByRunner(_ text: String) -> PartialText? {
    var result = PartialText("")
    for piece in RunnerExpansion.pieces(of: text) {
      switch piece {
      case .literal(let text): result.append(.literal(text))
      case .variable(let name):
        guard let value = runnerValue(name) else { return nil }
        result.append(value)
      }
    }
    return result
  }

  private func runnerValue(_ name: String) -> PartialText? {
    guard VariableReference.isIdentifier(name) else {
      // A name that only braces reach, such as that of an ID token with a dash.
      return isToken(name) ? nil : PartialText("")
    }
    return expandedForRunner(name)
  }

  /// The value of a variable in the job: of one of type file, the path.
  func expandedForRunner(_ name: String) -> PartialText? {
    expandedValue(name, .job, path: [], hasPaths: true)
  }
}
