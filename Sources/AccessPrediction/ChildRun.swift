package import Evidence
package import GitLabCI
import ShellSyntax
import YAMLSyntax

/// A child pipeline as one or several trigger jobs start it with the same variables.
package struct ChildRun: Sendable {
  /// Its root file.
  package let path: String
  /// Whether the file is the whole of it.
  package let isWhole: Bool
  /// The trigger jobs that start it.
  package private(set) var triggers: [String]
  /// The evidence in this run, with the variables of its trigger jobs.
  package let evidence: ProjectEvidence
  /// Its scenarios: those of its parent in which a trigger job runs.
  package private(set) var scenarios: [Scenario] = []
  /// Whether it is started, by the names of the scenarios.
  package private(set) var answers: [String: RunDecision.Answer] = [:]
  /// Identifies the child among others: its file and the variables that it gets.
  package let key: String
  /// The forwarded variables, by name, with the texts that are known.
  private let forwarded: [String: String?]

  /// Whether a trigger job may start it in some scenario.
  package var isStarted: Bool { answers.values.contains { $0 != .no } }

  /// The scenarios in which it may be started; all when it is never, so that it is judged at all.
  package var startedScenarios: [Scenario] {
    let started = scenarios.filter { answers[$0.name] != .no }
    return started.isEmpty ? scenarios : started
  }

  /// A job of it by the name that tells it from jobs of other pipelines: `CHILD_FILE:JOB`.
  package func name(ofJob job: String) -> String { "\(path):\(job)" }

  /// That name, with the trigger jobs that start the pipeline.
  package func label(ofJob job: String) -> String {
    "\(name(ofJob: job)) (through \(triggers.joined(separator: ", ")))"
  }

  /// The child pipelines of a pipeline.
  ///
  /// - Parameters:
  ///   - runs: The pipeline as it is composed in each of its scenarios.
  ///   - parent: How the pipeline is started; nil for a root.
  ///   - evidence: What is known in the pipeline.
  ///   - project: What is known in every pipeline of the project.
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
      let children = group.pipeline.children
      guard !children.isEmpty else { continue }
      let files = group.pipeline.tree.mentions("exists") ? paths() : []
      let predictor = Predictor(group.pipeline, evidence: evidence, paths: files, isDecided: true)
      for scenario in group.scenarios {
        let start = parent?.answers[scenario.name] ?? .yes
        let isCertain = group.alternative == nil && start == .yes
        let answers = predictor.answers(ofJobs: children.map(\.trigger), scenario)
        for (child, answer) in zip(children, answers) {
          let forwarded = Self.forwarded(child, of: group.pipeline, scenario)
          let key = Self.key(child.path, forwarded)
          if places[key] == nil {
            places[key] = result.count
            result.append(Self(child, of: group.pipeline, forwarded, key, project))
          }
          let certain: RunDecision.Answer = isCertain || answer == .no ? answer : .maybe
          let trigger = group.pipeline.tree.text(group.pipeline.jobs[child.trigger].symbol)
          result[places[key] ?? 0].add(trigger, scenario, start == .no ? .no : certain)
        }
      }
    }
    return result
  }

  private init(
    _ child: ChildPipeline,
    of parent: Pipeline,
    _ forwarded: [String: String?],
    _ key: String,
    _ project: ProjectEvidence
  ) {
    path = child.path
    isWhole = child.isWhole
    triggers = []
    evidence = project.inChild(child, of: parent)
    self.forwarded = forwarded
    self.key = key
  }

  /// The variables that a child pipeline gets, with the texts that are known.
  private static func forwarded(
    _ child: ChildPipeline,
    of parent: Pipeline,
    _ scenario: Scenario
  ) -> [String: String?] {
    var forwarded: [String: String?] = [:]
    for variable in child.variables {
      let text = variable.value.map { parent.tree.rubyText($0.node) }
      let isPlain = text.map { VariableReference.names(in: $0).isEmpty } ?? false
      forwarded[parent.tree.text(variable.symbol)] = .some(isPlain ? text : nil)
    }
    if child.takesPipelineVariables {
      for (name, text) in scenario.variables { forwarded[name] = .some(text) }
    }
    return forwarded
  }

  private static func key(_ path: String, _ forwarded: [String: String?]) -> String {
    let variables = forwarded.sorted { $0.key < $1.key }
    return path + variables.map { "\u{0}\($0)\u{0}\($1 ?? "")" }.joined()
  }

  /// Adds a scenario of the parent in which a trigger job may run.
  private mutating func add(_ trigger: String, _ scenario: Scenario, _ answer: RunDecision.Answer) {
    if !triggers.contains(trigger) { triggers.append(trigger) }
    let known = answers[scenario.name]
    answers[scenario.name] =
      known == .yes || answer == .yes
      ? .yes : known == .maybe || answer == .maybe ? .maybe : .no
    guard known == nil else { return }
    scenarios.append(
      Scenario(
        name: scenario.name,
        source: "parent_pipeline",
        ref: scenario.ref,
        mergeRequest: scenario.mergeRequest,
        variables: forwarded.compactMapValues(\.self)
      )
    )
  }
}
