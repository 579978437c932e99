import GitLabCI
import Linting
import RuleEngine
import TextFormats

extension UsageError {
  /// The error about a name that is not a rule's, with the rule that was probably meant.
  static func unknownRule(_ name: String, among rules: [RuleDefinition]) -> Self {
    let known = rules.flatMap { [$0.id, $0.name] }
    let hint = Spelling.suggestion(for: name, among: known, isQuoted: false)
    return Self(message: "unknown rule \(name)\(hint)")
  }

  /// The error about a job that the pipeline does not have.
  static func unknownJob(_ name: String, among jobs: [String]) -> Self {
    // The names of a child pipeline's jobs follow its file.
    let meant = jobs.first { $0.hasSuffix(":\(name)") } ?? Spelling.closest(to: name, among: jobs)
    let hint = Spelling.suggestion(meant, isQuoted: false)
    return Self(message: "the pipeline has no job \(name)\(hint)")
  }

  /// The error about a scenario that is not built in or configured.
  static func unknownScenario(_ name: String, among scenarios: [String]) -> Self {
    let hint = Spelling.suggestion(for: name, among: scenarios, isQuoted: false)
    let known = "; the scenarios are \(scenarios.joined(separator: ", "))"
    return Self(message: "unknown scenario \(name)\(hint.isEmpty ? known : hint)")
  }

  /// The error about a path that does not exist: it may be a misspelt command, or a further rule of
  /// `--select`.
  static func missingFile(_ path: String, commands: [String], rules: [RuleDefinition]) -> Self {
    if rules.contains(where: { RuleSelection.matches(path, $0) }) {
      return Self(
        message:
          "the file \(path) does not exist; separate rules with commas: --select AKV202,\(path)"
      )
    }
    let command = Spelling.closest(to: path, among: commands)
    let hint = Spelling.suggestion(command.map { "the command \($0)" }, isQuoted: false)
    return Self(message: "the file \(path) does not exist\(hint)")
  }
}
