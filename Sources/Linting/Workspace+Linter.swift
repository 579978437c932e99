import AccessPrediction
import BuiltInRules
import Evidence
import Files
import GitLabCI
package import RuleEngine
package import TextFormats
import YAMLSyntax

extension Workspace {
  /// The linter of the repository: its rules as the configuration sets them, on the present day.
  ///
  /// - Parameters:
  ///   - selection: The rules that run; nil for those of the configuration.
  ///   - suppressions: The treatment of suppression comments.
  /// - Returns: The linter.
  /// - Throws: `UsageError` when a rule cannot be prepared.
  package func linter(
    _ selection: RuleSelection? = nil,
    suppressions: SuppressionOptions = SuppressionOptions()
  ) throws(UsageError) -> Linter {
    do throws(RuleError) {
      return try Linter(
        rules: rules,
        selection: selection ?? self.selection(),
        suppressions: suppressions,
        paths: configuration.paths
          + configuration.exclude.map { Configuration.PathSetting(match: $0, ignore: ["all"]) },
        today: .current
      )
    } catch {
      throw UsageError(message: error.text)
    }
  }
}

extension Workspace {
  /// The linter of a repository without a configuration.
  ///
  /// - Throws: `UsageError` when a rule cannot be prepared.
  package static func plainLinter() throws(UsageError) -> Linter {
    do throws(RuleError) {
      return try Linter(rules: BuiltInRuleSet.all, today: .current)
    } catch {
      throw UsageError(message: error.text)
    }
  }

  /// A pipeline as GitLab composes it in each of some scenarios.
  ///
  /// - Parameters:
  ///   - base: The pipeline as far as it is the same in all runs.
  ///   - root: The configuration with which it begins.
  ///   - files: The repository's files.
  ///   - scenarios: The scenarios.
  ///   - evidence: The evidence beyond the YAML; nil for that of the configuration.
  /// - Returns: The compositions.
  func runs(
    of base: Pipeline,
    _ root: PipelineRoot,
    in files: any RepositoryFiles,
    _ scenarios: [Scenario],
    evidence: ProjectEvidence? = nil
  ) -> [ComposedRuns] {
    ComposedRuns.compositions(
      of: base,
      in: scenarios,
      evidence: evidence ?? configuration.evidence,
      paths: files.allPaths
    ) { variables in
      files.budget.spend(root.size, on: .bytesRead)
      var library = library
      library.variables = variables
      return Pipeline(root, in: files, library: library)
    }
  }

  /// A pipeline, as far as it is the same in all runs and as GitLab composes it in each.
  ///
  /// - Parameters:
  ///   - root: The configuration with which it begins.
  ///   - files: The repository's files.
  ///   - scenarios: The scenarios; nil for those of the configuration.
  ///   - evidence: The evidence beyond the YAML; nil for that of the configuration.
  ///   - isWhole: Whether it is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether its inputs may get values from elsewhere.
  /// - Returns: The compositions.
  func composed(
    _ root: PipelineRoot,
    in files: any RepositoryFiles,
    _ scenarios: [Scenario]? = nil,
    evidence: ProjectEvidence? = nil,
    isWhole: Bool = true,
    takesInputs: Bool = false
  ) -> ComposedInput {
    var library = library
    if let evidence { library.variables = evidence.includeVariables }
    let pipeline = Pipeline(
      root,
      in: files,
      library: library,
      isWhole: isWhole,
      takesInputs: takesInputs
    )
    let scenarios = scenarios ?? configuration.allScenarios
    let runs = runs(of: pipeline, root, in: files, scenarios, evidence: evidence)
    return ComposedInput(root: root, pipeline: pipeline, runs: runs)
  }
}

extension CalendarDay {
  /// The present day.
  package static var current: Self { Self(secondsSince1970: HostSystem.secondsSince1970) }
}
