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
  static let rules = kind { ruleIDs }

  /// A rule's ID and a severity.
  static let severities = kind {
    ruleIDs.flatMap { id in ["error", "warning", "info", "off"].map { "\(id)=\($0)" } }
  }

  /// Rules, codes and other names that can be explained.
  static let explained = kind { ruleIDs + ErrorCatalogue.entries.map(\.code) }

  /// The jobs of the repository's pipeline and its child pipelines.
  static let jobs = kind { jobNames }

  /// The scenarios of the configuration.
  static let scenarios = kind { scenarioNames }

  /// A job and a scenario.
  static let runs = kind { runNames }

  /// A scenario, or a job and a scenario.
  static let scenariosAndRuns = kind { scenarioNames + runNames }

  private static func kind(_ words: @Sendable @escaping () -> [String]) -> CompletionKind {
    .custom { _, _, _ in words().compactMap { CompletionWord($0)?.text } }
  }

  private static var ruleIDs: [String] {
    (workspace?.rules ?? BuiltInRuleSet.all).map(\.id)
  }

  private static var jobNames: [String] {
    let input = try? PipelineInput(nil, in: WorkspaceOptions.fromEnvironment.workspaces(for: []))
    return input?.family.flatMap(\.jobNames) ?? []
  }

  private static var scenarioNames: [String] {
    workspace?.configuration.allScenarios.map(\.name) ?? []
  }

  private static var runNames: [String] {
    let scenarios = scenarioNames
    return jobNames.flatMap { job in scenarios.map { "\(job)@\($0)" } }
  }

  private static var workspace: Workspace? {
    try? Workspace(around: WorkspaceOptions.folder(of: "."), options: .fromEnvironment)
  }
}
