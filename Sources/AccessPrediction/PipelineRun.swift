import Evidence
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// A pipeline in one scenario: what the runs of all its jobs have in common.
///
/// A class, because it remembers values that are the same for all jobs; it lives for one check on
/// one thread.
final class PipelineRun {
  private struct Key: Hashable {
    var name: String
    var context: VariableContext
  }

  let judged: JudgedPipeline
  let scenario: Scenario
  /// The facts about the project.
  let project: ProjectFacts
  /// The variables of the project's settings, as the ref gets them.
  let settings: SettingsLookup
  private var sharedNames: [String: Bool] = [:]
  private var sharedValues: [Key: RunValue] = [:]

  init(_ judged: JudgedPipeline, scenario: Scenario, project: ProjectFacts) {
    self.judged = judged
    self.scenario = scenario
    let budget = judged.pipeline.composition.budget
    self.project = project.prepared(for: scenario, within: budget)
    settings = SettingsLookup(
      items: judged.evidence.variables.items,
      isProtected: self.project.isProtected(scenario)
    )
  }

  /// The value of a variable that has the same one for all jobs.
  ///
  /// - Parameters:
  ///   - name: The variable.
  ///   - context: Where it is looked up.
  ///   - find: Finds the value for any job.
  /// - Returns: The value; nil when it depends on the job.
  func sharedValue(_ name: String, _ context: VariableContext, find: () -> RunValue) -> RunValue? {
    guard isShared(name) else { return nil }
    let key = Key(name: name, context: context)
    if let known = sharedValues[key] { return known }
    let value = find()
    sharedValues[key] = value
    return value
  }

  /// Whether a variable has the same value for all jobs.
  func isShared(_ name: String) -> Bool {
    if let known = sharedNames[name] { return known }
    let isShared = !dependsOnJob(name)
    sharedNames[name] = isShared
    return isShared
  }

  private func dependsOnJob(_ name: String) -> Bool {
    if judged.differsByJob(name) || settings.isScoped(name) == true { return true }
    guard PredefinedVariables.contains(name) else { return judged.hasOpenVariables }
    return ["CI_JOB_", "CI_NODE_", "CI_ENVIRONMENT_"].contains { name.hasPrefix($0) }
  }

  /// The variables that some definition gives a value which refers to the variable itself.
  private(set) lazy var selfReferences = judged.selfReferences.union(
    settingReferences.lazy.filter { $0.names.contains($0.key) }.map(\.key)
  )

  /// A value outside the YAML with variables in it.
  struct SettingReference {
    let key: String
    /// The variables in it.
    let names: [String]
    /// The environments that get it.
    let environmentScope: String
  }

  /// The values with variables in them that the run is started with, and those of the project's settings
  /// that the ref gets.
  private(set) lazy var settingReferences: [SettingReference] = {
    let isProtected = project.isProtected(scenario)
    var references = judged.evidence.variables.items
      .filter { !$0.isRaw && ($0.isProtected != true || isProtected == true) }
      .map { item in
        SettingReference(
          key: item.key,
          names: VariableReference.names(in: item.value ?? "", includesPercent: true),
          environmentScope: item.environmentScope
        )
      }.filter { !$0.names.isEmpty }
    for (name, text) in scenario.variables.sorted(by: { $0.key < $1.key }) {
      let names = VariableReference.names(in: text, includesPercent: true)
      guard !names.isEmpty else { continue }
      references.append(SettingReference(key: name, names: names, environmentScope: "*"))
    }
    return references
  }()
}
