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
    /// Its settings for some files.
    package let exceptions: [Exception]
  }

  /// The setting of a rule for some files.
  package struct Exception {
    /// The files, as a pattern.
    package let match: String
    /// Its severity, `off`, or its parameters.
    package let setting: String
    /// The location of the setting.
    package let location: String
  }

  /// The settings that were discovered, one sentence each.
  package let sources: [String]
  /// Settings of the configuration that concern a run as a whole, by key, with the file that sets
  /// them when that is one that the configuration extends.
  package let settings: [(key: String, value: String, base: String?)]
  /// The rules, in their order.
  package private(set) var rules: [Rule]

  /// The overview of a repository with its configuration.
  package init(_ workspace: Workspace) {
    let configuration = workspace.configuration
    sources = workspace.notes.isEmpty ? ["no configuration"] : workspace.notes
    let gitLab = configuration.evidence.gitLab
    let evidence = configuration.evidence
    let candidates: [(String, String?)] = [
      ("gitlab.url", gitLab.issuer), ("gitlab.project", gitLab.projectPath),
      ("gitlab.project_id", gitLab.projectID.map { String($0) }),
      ("gitlab.default_branch", gitLab.defaultBranch), ("gitlab.version", gitLab.version),
      ("gitlab.runner_version", gitLab.runnerVersion), ("gitlab.tier", gitLab.tier),
      ("gitlab.ci_config_path", configuration.gitLab.rootFile),
      ("gitlab.protected", Self.protected(gitLab)),
      ("gitlab.sub_claim", gitLab.subjectComponents.flatMap(Self.list)),
      ("azure.cloud", evidence.cloud.rawValue),
      ("azure.identities", Self.list(evidence.identities.map(Self.identity))),
      ("variables", Self.variables(evidence.variables)),
      ("profile", configuration.profile?.name ?? "recommended"),
      ("fail_on", configuration.failOn ?? "error"), ("baseline", configuration.baseline),
      ("exclude", Self.list(configuration.exclude)),
      ("rule_packs", Self.list(configuration.rulePacks)),
    ]
    let own = configuration.files.first
    settings = candidates.compactMap { key, value in
      let base = configuration.origins[key].flatMap { $0 == own ? nil : $0 }
      return value.map { (key, $0, base) }
    }
    let selection = workspace.selection()
    rules = workspace.rules.map { rule in
      Rule(
        rule: rule,
        severity: selection.severity(of: rule),
        reason: Self.reason(rule, configuration),
        exceptions: configuration.paths.compactMap { Self.exception(rule, $0) }
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

  private static func protected(_ gitLab: ProjectEvidence.GitLab) -> String? {
    list(
      [("branches", gitLab.protectedBranches), ("tags", gitLab.protectedTags)].compactMap {
        name,
        refs in
        refs.map { "\(name) \($0.isEmpty ? "none" : $0.joined(separator: " "))" }
      }
    )
  }

  private static func identity(_ identity: Identity) -> String {
    guard let count = identity.credentials?.count else { return identity.clientID }
    return "\(identity.clientID) (\(count) \(count == 1 ? "credential" : "credentials"))"
  }

  /// The names of the variables, without their values, which may be secret.
  private static func variables(_ variables: ProjectEvidence.Variables) -> String? {
    guard variables.items.isEmpty else { return list(variables.items.map(\.key)) }
    return variables.isClosed ? "none" : nil
  }

  // MARK: Reasons

  private static func reason(_ rule: RuleDefinition, _ configuration: Configuration) -> String {
    if let setting = configuration.rules[rule.id], setting.hasLevel {
      // The severity of a group turns on no rule that is off.
      let isOn = setting.isOff || !setting.isOfGroup || rule.profile == .recommended
      if isOn || configuration.builtInProfile == rule.profile.rawValue {
        return location(of: setting)
      }
    }
    let file = rule.file.map { ", in \($0)" } ?? ""
    guard rule.profile == .strict else { return "recommended\(file)" }
    guard configuration.builtInProfile == rule.profile.rawValue, let choice = configuration.profile
    else { return "only in the profile strict\(file)" }
    let place = location(choice.path, choice.span)
    return choice.name == configuration.builtInProfile
      ? "profile: strict (\(place))"
      : "profile: \(choice.name), which extends strict (\(place))"
  }

  private static func exception(
    _ rule: RuleDefinition,
    _ paths: Configuration.PathSetting
  ) -> Exception? {
    if paths.ignore.contains("all") || paths.ignore.contains(rule.id) {
      return Exception(
        match: paths.match,
        setting: "off",
        location: location(paths.path, paths.span)
      )
    }
    guard let setting = paths.rules[rule.id] else { return nil }
    let params = setting.params.keys.sorted().joined(separator: ", ")
    let words = [setting.isOff ? "off" : setting.severity, params.isEmpty ? nil : params]
    return Exception(
      match: paths.match,
      setting: words.compactMap(\.self).joined(separator: ", "),
      location: location(of: setting)
    )
  }

  private static func location(of setting: Configuration.RuleSetting) -> String {
    let notes = [
      setting.isOfGroup ? setting.key : nil, setting.profile.map { "profile \($0)" },
    ].compactMap(\.self)
    return location(setting.path, setting.span)
      + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
  }

  private static func location(_ path: String, _ span: TextSpan) -> String {
    "\(path):\(span.start.line):\(span.start.column)"
  }
}
