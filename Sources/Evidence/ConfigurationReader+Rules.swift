import TextFormats
import YAMLSyntax

/// Settings of rules, of files and of profiles.
extension ConfigurationReader {
  /// Settings by ID of rules; a rule's own setting goes before that of a group, and a smaller group
  /// before a larger one.
  mutating func byRule(
    _ written: [Configuration.RuleSetting]
  ) -> [String: Configuration.RuleSetting] {
    var settings: [String: Configuration.RuleSetting] = [:]
    var groups: [Configuration.RuleSetting] = []
    for setting in written {
      guard let rule = rule(named: setting.key) else {
        groups.append(setting)
        continue
      }
      guard settings[rule.id] == nil else {
        reader.report(
          "the rule \(rule.id) (\(rule.name)) is set twice, by its ID and by its name",
          at: .span(setting.span)
        )
        continue
      }
      settings[rule.id] = setting
    }
    for var group in groups.sorted(by: { $0.key.count > $1.key.count }) {
      group.isOfGroup = true
      for (id, _) in rules where RuleGroup.contains(id, in: group.key) {
        settings[id] = settings[id]?.inheriting(group) ?? group
      }
    }
    return settings
  }

  /// - Complexity: Linear in the number of rules, which is about a hundred.
  private func rule(named name: String) -> (id: String, name: String)? {
    rules.first { $0.id == name || $0.name == name }
  }

  /// A setting as under `rules`: a severity, or a mapping.
  func ruleSetting(_ member: DocumentMember) -> Configuration.RuleSetting {
    let severity = member.value.text ?? member.value["severity"]?.text
    return setting(member, severity: severity, params: member.value["params"]?.members ?? [])
  }

  private func setting(
    _ member: DocumentMember,
    severity: String?,
    params: [DocumentMember]
  ) -> Configuration.RuleSetting {
    Configuration.RuleSetting(
      severity: severity == "off" ? nil : severity,
      isOff: severity == "off",
      isOfGroup: false,
      params: Dictionary(
        params.map { ($0.key, Configuration.Parameter(value: $0.value, path: path)) }
      ) { first, _ in first },
      key: member.key,
      path: path,
      span: Self.span(member.keyPlace)
    )
  }

  mutating func pathSetting(_ value: DocumentValue) -> Configuration.PathSetting? {
    guard let match = value["match"]?.text else { return nil }
    guard ["ignore", "severity", "params"].contains(where: { value[$0] != nil }) else {
      reader.report(
        "an entry of \"paths\" needs \"ignore\", \"severity\" or \"params\"",
        at: value.place
      )
      return nil
    }
    let ignored = (value["ignore"]?.texts ?? []).flatMap { name -> [String] in
      if name == "all" { return [name] }
      if let rule = rule(named: name) { return [rule.id] }
      return rules.map(\.id).filter { RuleGroup.contains($0, in: name) }
    }
    let severities = byRule(
      (value["severity"]?.members ?? []).map {
        setting($0, severity: $0.value.text, params: [])
      }
    )
    let params = byRule(
      (value["params"]?.members ?? []).map {
        setting($0, severity: nil, params: $0.value.members)
      }
    )
    return Configuration.PathSetting(
      match: match,
      ignore: ignored,
      rules: severities.merging(params) { severity, params in severity.inheriting(params) },
      path: path,
      span: Self.span(value.place)
    )
  }

  // MARK: Profiles

  mutating func profile(_ member: DocumentMember) {
    guard !ConfigurationSchema.profiles.contains(member.key) else {
      return reader.report("the profile \"\(member.key)\" is built in", at: member.keyPlace)
    }
    let base = member.value["extends"]
    var settings = byRule((member.value["rules"]?.members ?? []).map(ruleSetting))
    for id in settings.keys { settings[id]?.profile = member.key }
    configuration.profiles[member.key] = Configuration.Profile(
      base: base?.text ?? ConfigurationSchema.profiles[0],
      rules: settings,
      path: path,
      span: Self.span(base?.place ?? member.keyPlace)
    )
  }

  func profileChoice(_ value: DocumentValue) -> Configuration.ProfileChoice? {
    value.text.map {
      Configuration.ProfileChoice(name: $0, path: path, span: Self.span(value.place))
    }
  }
}

extension Configuration {
  /// Applies the profile that is chosen: its settings of rules count where nothing nearer does.
  ///
  /// All profiles are checked, so that a mistake in an unused one is found, too.
  mutating func applyProfiles() {
    for name in profiles.keys.sorted() {
      if let problem = problem(ofProfile: name) { problems.append(problem) }
    }
    guard let choice = profile else { return }
    if let problem = unknown(choice.name, at: choice.path, choice.span) {
      problems.append(problem)
      return
    }
    var name = choice.name
    var seen: Set<String> = []
    while let profile = profiles[name], seen.insert(name).inserted {
      rules.merge(profile.rules) { own, other in own.inheriting(other) }
      name = profile.base
    }
    builtInProfile = name
  }

  private func problem(ofProfile name: String) -> ConfigurationProblem? {
    guard let profile = profiles[name] else { return nil }
    if let problem = unknown(profile.base, at: profile.path, profile.span) { return problem }
    var seen: Set<String> = [name]
    var base = profile.base
    while let next = profiles[base] {
      guard seen.insert(base).inserted else {
        guard base == name else { return nil }
        return ConfigurationProblem(
          path: profile.path,
          place: .span(profile.span),
          message: "the profile \"\(name)\" extends itself"
        )
      }
      base = next.base
    }
    return nil
  }

  private func unknown(
    _ name: String,
    at path: String,
    _ span: TextSpan
  ) -> ConfigurationProblem? {
    let known = ConfigurationSchema.profiles + profiles.keys.sorted()
    // An unread file may define it.
    guard !known.contains(name), !lacksBase else { return nil }
    return ConfigurationProblem(
      path: path,
      place: .span(span),
      message: "unknown profile \"\(name)\"\(Spelling.hint(for: name, among: known))"
    )
  }
}
