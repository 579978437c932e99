package import GitLabCI

extension Configuration {
  /// The scenarios to predict: the built-in ones, replaced or followed by its own.
  package var allScenarios: [Scenario] {
    let defaultBranch = evidence.gitLab.defaultBranch
    var all = Scenario.builtIn(defaultBranch: defaultBranch)
    for own in scenarios {
      let scenario = Self.scenario(own, defaultBranch: defaultBranch)
      if let place = all.firstIndex(where: { $0.name == scenario.name }) {
        all[place] = scenario
      } else {
        all.append(scenario)
      }
    }
    return all
  }

  private static func scenario(_ own: ScenarioSetting, defaultBranch: String?) -> Scenario {
    let source = own.source ?? "push"
    var ref = Scenario.Ref.defaultBranch(defaultBranch)
    if let written = own.ref {
      if written.hasPrefix("refs/tags/") {
        ref = .tag(String(written.dropFirst("refs/tags/".count)))
      } else {
        let isFull = written.hasPrefix("refs/heads/")
        let name = isFull ? String(written.dropFirst("refs/heads/".count)) : written
        ref = name == defaultBranch ? .defaultBranch(name) : .branch(name)
      }
    }
    return Scenario(
      name: own.name,
      source: source,
      ref: ref,
      mergeRequest: source == Scenario.mergeRequestEvent ? .sameProject : nil,
      variables: own.variables
    )
  }
}
