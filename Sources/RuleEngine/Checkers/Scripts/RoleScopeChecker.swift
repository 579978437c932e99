import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV504: a role over a whole subscription.
struct RoleScopeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    guard tree.mentions("/subscriptions/") else { return outcome }
    let needle = Array("/subscriptions/".utf8)
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      for item in job.script where ByteSearch.contains(needle, in: tree.text(item.node)) {
        let key = ScriptTexts.Key(rule: "AKV504", nodes: [item.node], values: "")
        for finding in context.scripts.findings(key, { findings($0, context) }) {
          var report = RawFinding(location: finding.location, message: finding.message)
          report.job = job.symbol
          outcome.reports.append(report)
        }
      }
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  private func findings(_ node: NodeID, _ context: CheckContext) -> [ScriptFinding] {
    var ranges: [Range<Int>] = []
    context.scripts.visit(node, in: context.tree) { visited in
      if ranges.count < 50, let range = Self.wideScope(of: visited.command) { ranges.append(range) }
    }
    return ranges.map { range in
      ScriptFinding(
        location: context.scripts.location(of: range, in: node, of: context.tree),
        message: "the role is given for a whole subscription, not for the vault",
        name: nil
      )
    }
  }

  /// The scope of a role assignment, when it is a subscription and nothing in it.
  private static func wideScope(of command: ShellCommand) -> Range<Int>? {
    guard let line = ShellCommandLine(command), line.program == "az" else { return nil }
    let words = line.arguments.prefix(3).map(\.literal)
    let scope: ShellWord?
    if words == ["role", "assignment", "create"] {
      scope = line.value(of: ["--scope"])
    } else if words == ["ad", "sp", "create-for-rbac"] {
      scope = line.value(of: ["--scopes"])
    } else {
      return nil
    }
    guard let scope, isSubscription(scope), let first = scope.parts.first,
      let last = scope.parts.last
    else { return nil }
    return first.range.lowerBound..<last.range.upperBound
  }

  /// Whether a scope is `/subscriptions/ID`, the ID being one text or one variable.
  private static func isSubscription(_ scope: ShellWord) -> Bool {
    let outline = ShellWord.outline(scope.parts)
    guard outline.hasPrefix("/subscriptions/") else { return false }
    var identifier = outline.dropFirst("/subscriptions/".count)
    if identifier.last == "/" { identifier = identifier.dropLast() }
    guard !identifier.isEmpty, !identifier.contains(where: { $0 == "/" || $0 == "$" }) else {
      return false
    }
    // A variable might hold more than the ID; what is only a part of one is not known.
    return scope.parts.allSatisfy { part in
      switch part.content {
      case .literal: true
      case .variable(let variable):
        variable.form == .value
          && (outline == "/subscriptions/\u{FFFC}"
            || outline == "/subscriptions/\u{FFFC}/")
      default: false
      }
    }
  }
}
