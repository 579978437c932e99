package import Evidence
package import GitLabCI
import YAMLSyntax

/// A child pipeline as one or several trigger jobs start it with the same variables.
package struct ChildRun: Sendable {
  /// Its configuration.
  package let configuration: ChildConfiguration
  /// Its first file.
  package let path: String
  /// Its includes: children of the same text have the same jobs, and perhaps other variables.
  package let text: String
  /// The trigger jobs that start it.
  package private(set) var triggers: [String]
  /// The values of the trigger job's matrix that it gets; nil without a matrix.
  let part: String?
  /// The evidence in this run, with the variables of its trigger jobs.
  package private(set) var evidence: ProjectEvidence
  /// Its scenarios: those of its parent in which a trigger job runs.
  package private(set) var scenarios: [Scenario] = []
  /// Whether it is started, by the names of the scenarios.
  package private(set) var answers: [String: RunDecision.Answer] = [:]
  /// Identifies the child among others: its includes and the variables that it gets.
  package let key: String
  /// The evidence without the variables that only some of its scenarios have.
  private let commonEvidence: ProjectEvidence
  /// The variables of rules and matrices in the scenarios that have them, by name.
  private var conditional: [String: [ProjectEvidence.ProjectVariable]] = [:]

  /// Whether a trigger job may start it in some scenario.
  package var isStarted: Bool { answers.values.contains { $0 != .no } }

  /// The scenarios in which it may be started; all when it is never, so that it is judged at all.
  package var startedScenarios: [Scenario] {
    let started = scenarios.filter { answers[$0.name] != .no }
    return started.isEmpty ? scenarios : started
  }

  /// The name of a job of it, with the trigger jobs that start it.
  ///
  /// - Parameter name: The name that distinguishes the job from those of other pipelines.
  /// - Returns: The name for readers.
  package func label(_ name: String) -> String {
    let triggers = triggers.joined(separator: ", ") + (part.map { ": [\($0)]" } ?? "")
    return "\(name) (through \(triggers))"
  }

  /// The child pipelines of a pipeline.
  ///
  /// - Parameters:
  ///   - runs: The pipeline as it is composed in each of its scenarios.
  ///   - parent: The start of the pipeline; nil for a root.
  ///   - evidence: The evidence in the pipeline.
  ///   - project: The evidence in every pipeline of the project.
  ///   - paths: The repository's files, for `rules:exists`.
  /// - Returns: The child pipelines, in the order of their trigger jobs.
  package static func children(
    of runs: [ComposedRuns],
    startedAs parent: ChildRun? = nil,
    evidence: ProjectEvidence,
    project: ProjectEvidence,
    paths: () -> [String]
  ) -> [Self] {
    var result: [Self] = []
    var places: [String: Int] = [:]
    for group in runs {
      let children = group.pipeline.children.filter(\.isHere)
      guard !children.isEmpty else { continue }
      let files = group.pipeline.tree.mentions("exists") ? paths() : []
      let predictor = Predictor(group.pipeline, evidence: evidence, paths: files, isDecided: true)
      let triggers = ChildTrigger.all(children, predictor)
      for scenario in group.scenarios {
        let parentAnswer = parent?.answers[scenario.name] ?? .yes
        let isCertain = group.alternative == nil && parentAnswer == .yes
        let plan = predictor.plan(scenario)
        for trigger in triggers {
          let start = plan.start(trigger)
          let key = Self.key(trigger, start)
          if places[key] == nil {
            places[key] = result.count
            result.append(Self(trigger, of: group.pipeline, key, project))
          }
          let certain: RunDecision.Answer = isCertain || start.answer == .no ? start.answer : .maybe
          result[places[key] ?? 0].add(
            trigger.name,
            scenario.inChild(Self.texts(start)),
            parentAnswer == .no ? .no : certain,
            project.forwarded(start.forwarded.filter(\.dependsOnRun), of: group.pipeline)
          )
        }
      }
    }
    // One that is never started is only judged when no other job of its matrix starts the child.
    let started = Set(result.lazy.filter(\.isStarted).flatMap(\.triggers))
    return result.filter { $0.part == nil || $0.isStarted || started.isDisjoint(with: $0.triggers) }
  }

  private init(
    _ trigger: ChildTrigger,
    of parent: Pipeline,
    _ key: String,
    _ project: ProjectEvidence
  ) {
    let child = trigger.child
    configuration = ChildConfiguration(of: child, in: parent)
    path = child.path
    text = child.text
    triggers = []
    part = trigger.part
    commonEvidence = project.inChild(trigger.forwarded.filter { !$0.dependsOnRun }, of: parent)
    evidence = commonEvidence
    self.key = key
  }

  /// The texts of the variables that a child pipeline gets, as far as they are known.
  ///
  /// Only evidence says that variables in a text stay as they are.
  private static func texts(_ start: ChildStart) -> [String: String] {
    var texts: [String: String] = [:]
    for variable in start.forwarded where !variable.isRaw { texts[variable.name] = variable.text }
    return texts.merging(start.pipelineVariables) { $1 }
  }

  /// Distinguishes children by their includes and the variables that they may get.
  private static func key(_ trigger: ChildTrigger, _ start: ChildStart) -> String {
    var variables: [String: String?] = [:]
    for variable in trigger.forwarded { variables[variable.name] = .some(variable.text) }
    for (name, text) in start.pipelineVariables { variables[name] = .some(text) }
    // The rules of two trigger jobs may hold in different scenarios.
    let name =
      trigger.dependsOnRun ? "\u{0}\u{0}\(trigger.name)\u{0}\(trigger.part ?? "")" : ""
    return trigger.child.text + name
      + variables.sorted { $0.key < $1.key }.map { "\u{0}\($0)\u{0}\($1 ?? "")" }.joined()
  }

  /// Adds a scenario of the parent in which a trigger job may run, as the child gets it.
  private mutating func add(
    _ trigger: String,
    _ scenario: Scenario,
    _ answer: RunDecision.Answer,
    _ variables: [ProjectEvidence.ProjectVariable]
  ) {
    if !triggers.contains(trigger) { triggers.append(trigger) }
    let known = answers[scenario.name]
    answers[scenario.name] = .any(of: [known ?? .no, answer])
    guard known == nil else { return }
    scenarios.append(scenario)
    guard !variables.isEmpty || !conditional.isEmpty else { return }
    for variable in variables { conditional[variable.key, default: []].append(variable) }
    evidence = commonEvidence
    evidence.variables.items += conditional.sorted { $0.key < $1.key }
      .compactMap { inAllScenarios($0.value) }
  }

  /// The variable in the evidence of all scenarios: those with a text of their own have it among the
  /// variables that they are started with.
  private func inAllScenarios(
    _ all: [ProjectEvidence.ProjectVariable]
  ) -> ProjectEvidence.ProjectVariable? {
    let isEverywhere = all.count == scenarios.count
    if isEverywhere, all.allSatisfy({ $0.value == all[0].value && $0.isCertain }) {
      return all[0]
    }
    guard all.contains(where: { $0.value == nil }) else { return nil }
    return ProjectEvidence.ProjectVariable(
      key: all[0].key,
      value: nil,
      source: all[0].source,
      isCertain: isEverywhere && all.allSatisfy(\.isCertain)
    )
  }
}

extension Scenario {
  /// The scenario in a child pipeline.
  ///
  /// - Parameter variables: The variables that it gets.
  /// - Returns: The scenario.
  package func inChild(_ variables: [String: String] = [:]) -> Self {
    Self(
      name: name,
      source: "parent_pipeline",
      ref: ref,
      mergeRequest: mergeRequest,
      variables: variables
    )
  }
}
