import AzureFederation
import Evidence
package import Findings
package import RuleEngine
import YAMLSyntax

/// Which files settings come from, and why a rule is on.
package struct ConfigurationOverview {
  /// A rule with what decides about it.
  package struct Rule {
    /// The rule.
    package let rule: RuleDefinition
    /// Its severity; nil when it is off.
    package let severity: Severity?
    /// The reason: a profile, or the location of a setting.
    package let reason: String
  }

  /// The settings that were discovered, one sentence each.
  package let sources: [String]
  /// Settings of the configuration that concern a run as a whole, by key.
  package let settings: [(key: String, value: String)]
  /// The rules, in their order.
  package private(set) var rules: [Rule]

  /// The overview of a repository with its configuration.
  package init(_ workspace: Workspace) {
    let configuration = workspace.configuration
    sources = workspace.notes.isEmpty ? ["no configuration"] : workspace.notes
    let gitLab = configuration.evidence.gitLab
    let candidates: [(String, String?)] = [
      ("gitlab.url", gitLab.issuer), ("gitlab.project", gitLab.projectPath),
      ("gitlab.default_branch", gitLab.defaultBranch), ("gitlab.version", gitLab.version),
      ("gitlab.ci_config_path", configuration.gitLab.rootFile),
      ("azure.cloud", configuration.evidence.cloud.rawValue),
      ("profile", configuration.profile ?? "recommended"),
      ("fail_on", configuration.failOn ?? "error"), ("baseline", configuration.baseline),
      ("exclude", Self.list(configuration.exclude)),
      ("rule_packs", Self.list(configuration.rulePacks)),
    ]
    settings = candidates.compactMap { key, value in value.map { (key, $0) } }
    let selection = workspace.selection()
    rules = workspace.rules.map { rule in
      Rule(
        rule: rule,
        severity: selection.severity(of: rule),
        reason: Self.reason(rule, configuration)
      )
    }
  }

  /// Keeps only some rules.
  package mutating func show(only isShown: (RuleDefinition) -> Bool) {
    rules.removeAll { !isShown($0.rule) }
  }

  private static func list(_ texts: [String]) -> String? {
    texts.isEmpty ? nil : texts.joined(separator: ", ")
  }

  private static func reason(_ rule: RuleDefinition, _ configuration: Configuration) -> String {
    if let setting = configuration.rules[rule.id] {
      let start = setting.span.start
      return "\(setting.path):\(start.line):\(start.column)"
    }
    if rule.profile == .strict, configuration.profile == "strict" { return "profile: strict" }
    return rule.profile == .strict ? "only in the profile strict" : "recommended"
  }
}
