import ArgumentParser
import AzureFederation
import BuiltInRules
import Evidence
import GitLabCI
import Linting
import RuleEngine

/// The words that a shell completes.
///
/// Only a completion evaluates them: they are read from the repository around the current folder.
enum Completions {
  /// The IDs of rules, the repository's own among them.
  static let rules = CompletionKind.custom { _, _, _ in ruleIDs }

  /// A rule's ID and a severity.
  static let severities = CompletionKind.custom { _, _, _ in
    ruleIDs.flatMap { id in ["error", "warning", "info", "off"].map { "\(id)=\($0)" } }
  }

  /// Rules, codes and other names that can be explained.
  static let explained = CompletionKind.custom { _, _, _ in
    ruleIDs + ErrorCatalogue.entries.map(\.code)
  }

  /// The jobs of the repository's pipeline and its child pipelines.
  static let jobs = CompletionKind.custom { _, _, _ in jobNames }

  /// The scenarios of the configuration.
  static let scenarios = CompletionKind.custom { _, _, _ in scenarioNames }

  /// A job and a scenario.
  static let runs = CompletionKind.custom { _, _, _ in
    jobNames.flatMap { job in scenarioNames.map { "\(job)@\($0)" } }
  }

  private static var ruleIDs: [String] {
    (workspace?.rules ?? BuiltInRuleSet.all).map(\.id)
  }

  private static var jobNames: [String] {
    let input = try? PipelineInput(nil, in: WorkspaceOptions().workspaces(for: []))
    return input?.family.flatMap(\.jobNames) ?? []
  }

  private static var scenarioNames: [String] {
    workspace?.configuration.allScenarios.map(\.name) ?? []
  }

  private static var workspace: Workspace? {
    try? Workspace(around: WorkspaceOptions.folder(of: "."), options: WorkspaceOptions())
  }
}
