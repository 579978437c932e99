import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV502: an ID token on the command line of a program, where other processes can read it.
struct TokenArgumentChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      guard !job.idTokens.isEmpty else { continue }
      let known = ScriptValues(job, in: tree)
      guard job.script.contains(where: { known.areNamed(in: tree.text($0.node)) }) else {
        continue
      }
      let key = ScriptTexts.Key(
        rule: "AKV502",
        nodes: job.script.map(\.node),
        values: known.signature
      )
      let found = context.scripts.findings(key) { findings($0, job, known, context) }
      for finding in found {
        var report = RawFinding(location: finding.location, message: finding.message)
        report.job = job.symbol
        report.token = finding.name.flatMap { known.items[$0]?.symbol }
        outcome.reports.append(report)
      }
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  private func findings(
    _ node: NodeID,
    _ job: Job,
    _ known: ScriptValues,
    _ context: CheckContext
  ) -> [ScriptFinding] {
    let tree = context.tree
    guard known.areNamed(in: tree.text(node)) else { return [] }
    var found: [Use] = []
    context.scripts.visit(node, in: tree) { visited in
      guard found.count < Self.limit else { return }
      found += uses(in: visited.command, known)
    }
    guard !found.isEmpty else { return [] }
    // A function of the script is no program; it may be defined anywhere in it.
    found.removeAll { use in
      job.script.contains {
        context.scripts.script($0.node, in: tree).functions.contains(use.program)
      }
    }
    return found.map { use in
      ScriptFinding(
        location: context.scripts.location(of: use.part.range, in: node, of: tree),
        message: "$\(use.name) is an argument of \(use.program), which every process of the "
          + "machine can read",
        name: use.name
      )
    }
  }

  /// So many mistakes in one text are enough.
  private static let limit = 50

  private struct Use {
    let program: String
    let name: String
    let part: ShellPart
  }

  private func uses(in command: ShellCommand, _ known: ScriptValues) -> [Use] {
    guard let line = ShellCommandLine(command), !Self.builtins.contains(line.program) else {
      return []
    }
    return line.arguments.flatMap(\.values).compactMap { value in
      known[value.name] == .idToken
        ? Use(program: line.program, name: value.name, part: value.part) : nil
    }
  }

  /// The shell's builtins, and programs that run their words as a script.
  private static let builtins: Set<String> = [
    "echo", "printf", "print", "export", "local", "declare", "typeset", "readonly", "test", "[",
    "[[", ":", "true", "false", "read", "set", "unset", "eval", "source", ".", "for", "case",
    "return", "exit", "shift", "trap", "let", "env", "cd", "alias", "mapfile",
  ]
}
