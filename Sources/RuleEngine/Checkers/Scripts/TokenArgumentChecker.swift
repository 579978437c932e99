import GitLabCI
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
      let nodes = job.script.map(\.node).filter { known.areNamed(in: tree.text($0)) }
      guard !nodes.isEmpty else { continue }
      let functions = Set(
        job.script.flatMap { context.scripts.script($0.node, in: tree).functions }
      )
      for node in nodes {
        context.scripts.script(node, in: tree).visit { visited in
          for use in uses(in: visited.command, known) where !functions.contains(use.program) {
            var report = Report(
              location: tree.location(of: use.part.range, in: node),
              message: "$\(use.name) is an argument of \(use.program), which every process of the "
                + "machine can read"
            )
            report.job = job.symbol
            report.token = known.items[use.name]?.symbol
            outcome.reports.append(report)
          }
        }
      }
    }
    return outcome
  }

  private struct Use {
    let program: String
    let name: String
    let part: ShellPart
  }

  private func uses(in command: ShellCommand, _ known: ScriptValues) -> [Use] {
    guard let line = CommandLine(command), !Self.builtins.contains(line.program) else { return [] }
    return line.arguments.flatMap(\.values).compactMap { value in
      known[value.name] == .idToken
        ? Use(program: line.program, name: value.name, part: value.part) : nil
    }
  }

  /// What the shell does itself, and what takes its words as a script.
  private static let builtins: Set<String> = [
    "echo", "printf", "print", "export", "local", "declare", "typeset", "readonly", "test", "[",
    "[[", ":", "true", "false", "read", "set", "unset", "eval", "source", ".", "for", "case",
    "return", "exit", "shift", "trap", "let", "env", "cd", "alias", "mapfile",
  ]
}
