package import Evidence
import Files
package import GitLabCI

/// A pipeline as GitLab composes it in some scenarios: runs with the same decisions about includes
/// share one composition.
package struct ComposedRuns: Sendable {
  /// The pipeline.
  package let pipeline: Pipeline
  /// The scenarios in which GitLab composes it.
  package let scenarios: [Scenario]
  /// The pipeline without the includes whose rules are undecided; nil when all are decided.
  package private(set) var alternative: Pipeline?

  /// Whether GitLab composes it like this and no other way, as far as is known.
  var isCertain: Bool {
    alternative == nil && pipeline.composition.possibleKeys.isEmpty
  }

  /// A composition of some scenarios.
  package init(pipeline: Pipeline, scenarios: [Scenario]) {
    self.pipeline = pipeline
    self.scenarios = scenarios
  }

  /// The compositions of a pipeline.
  ///
  /// - Parameters:
  ///   - base: The pipeline as far as it is the same in all runs.
  ///   - scenarios: The scenarios.
  ///   - evidence: The evidence beyond the YAML.
  ///   - paths: The repository's files, for `exists`.
  ///   - compose: Composes the pipeline with what includes see in a run.
  /// - Returns: The compositions, in the order of their first scenarios; the base alone when no
  ///   include depends on the run.
  package static func compositions(
    of base: Pipeline,
    in scenarios: [Scenario],
    evidence: ProjectEvidence,
    paths: @escaping () -> [String],
    compose: (IncludeVariables) -> Pipeline
  ) -> [Self] {
    let composition = base.composition
    let isFixed = !composition.hasOpenPaths && composition.decisions.isEmpty
    guard !isFixed, composition.excess == nil else {
      return [Self(pipeline: base, scenarios: scenarios)]
    }
    let listing = PathListing(paths)
    var groups: [Group] = [Group(pipeline: base, variables: evidence.includeVariables)]
    for scenario in scenarios {
      let comparisons = groups.count * (1 + composition.decisions.count)
      guard composition.budget.spend(comparisons, on: .predictions) else { break }
      let variables = evidence.includeVariables(in: scenario, within: composition.budget)
      let known = groups.firstIndex { $0.isComposed(with: variables, listing) }
      if let known {
        groups[known].scenarios.append(scenario)
      } else {
        let pipeline = compose(variables)
        groups.append(Group(pipeline: pipeline, variables: variables, scenarios: [scenario]))
      }
    }
    return groups.filter { !$0.scenarios.isEmpty }.map { group in
      var runs = Self(pipeline: group.pipeline, scenarios: group.scenarios)
      if group.pipeline.composition.isUndecided, var variables = group.variables {
        variables.undecided = .leftOut
        runs.alternative = compose(variables)
      }
      return runs
    }
  }

  /// Runs that share a composition.
  private struct Group {
    var pipeline: Pipeline
    var variables: IncludeVariables?
    var scenarios: [Scenario] = []

    /// Whether the includes of another run are decided in the same way.
    func isComposed(with variables: IncludeVariables, _ listing: PathListing) -> Bool {
      let composition = pipeline.composition
      guard !composition.hasOpenPaths else { return false }
      return composition.decisions.allSatisfy { decision in
        let rules = IncludeRules(
          tree: pipeline.tree,
          variables: variables,
          paths: { listing.paths },
          budget: composition.budget
        )
        return rules.includes(decision.rules) == decision.isIncluded
      }
    }
  }
}

extension ProjectEvidence {
  /// The variables that the paths and rules of includes use in a run.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb`, `config_variables`.
  fileprivate func includeVariables(
    in scenario: Scenario,
    within budget: Budget
  ) -> IncludeVariables {
    let project = projectFacts.prepared(for: scenario, within: budget)
    var result = IncludeVariables()
    result.isClosed = variables.isClosed
    result.run = IncludeVariables.Run(scenario: scenario, project: project)
    let lookup = SettingsLookup(
      items: variables.items,
      isProtected: project.isProtected(scenario)
    )
    for name in lookup.names {
      guard case .found(let value) = lookup.find(name, environment: .none) else { continue }
      if let text = value.text {
        result.values[name] = text
      } else {
        result.others.insert(name)
      }
    }
    for (name, text) in scenario.variables { result.values[name] = text }
    return result
  }
}
