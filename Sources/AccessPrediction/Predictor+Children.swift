import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

/// A trigger job of a child pipeline: one job of its matrix, or all of them when the child does not
/// get the values that distinguish them.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/normalizer.rb`.
struct ChildTrigger {
  /// The maximum number of jobs of a matrix whose child pipelines are judged one by one.
  private static let limit = 50

  /// The child pipeline.
  let child: ChildPipeline
  /// The variables that it may get from the YAML.
  let forwarded: [ChildPipeline.Forwarded]
  /// The trigger job's name.
  let name: String
  /// The jobs of its matrix, by number.
  let combinations: [Int]
  /// The values that distinguish it from the other jobs of its matrix; nil for all of them.
  let part: String?

  /// Whether the variables that the child gets depend on the run.
  var dependsOnRun: Bool { forwarded.contains(where: \.dependsOnRun) }

  /// The trigger jobs of the child pipelines.
  static func all(_ children: [ChildPipeline], _ predictor: Predictor) -> [Self] {
    let pipeline = predictor.judged.pipeline
    return children.flatMap { child in
      let job = pipeline.jobs[child.trigger]
      let forwarded = child.forwarded(in: pipeline)
      let all = predictor.combinations[child.trigger]
      let isSplit =
        (2...limit).contains(all.count) && child.variables.contains { $0.scope == .matrix }
      let parts = isSplit ? all.indices.map { [$0] } : [Array(all.indices)]
      return parts.map { part in
        Self(
          child: child,
          forwarded: forwarded,
          name: pipeline.tree.text(job.symbol),
          combinations: part,
          part: isSplit ? all[part[0]].label(in: pipeline.tree) : nil
        )
      }
    }
  }
}

/// The start of a child pipeline in a scenario.
struct ChildStart {
  /// Whether the trigger job runs.
  let answer: RunDecision.Answer
  /// The variables of the YAML that the child gets.
  let forwarded: [ChildPipeline.Forwarded]
  /// The variables that its parent was started with, if it gets them.
  let pipelineVariables: [String: String]
}

extension RunPlan {
  /// The start of a child pipeline: of the trigger job's rules and those of `workflow` it only gets the
  /// variables of those that hold, of a matrix those that all of the jobs have.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/seed/build.rb`,
  /// `lib/gitlab/ci/variables/downstream/generator.rb`.
  func start(_ trigger: ChildTrigger) -> ChildStart {
    let job = trigger.child.trigger
    let decisions = trigger.combinations.map { ($0, decision(job, $0)) }
    let needsRuns =
      trigger.dependsOnRun || trigger.child.takesPipelineVariables && !scenario.variables.isEmpty
    let runs =
      needsRuns
      ? decisions.filter { $0.1.answer != .no }.map { variables(job, $0.0, $0.1) } : []
    return ChildStart(
      answer: .any(of: decisions.map(\.1.answer)),
      // One that is never started is judged with all that it may get.
      forwarded: runs.isEmpty ? trigger.forwarded : forwarded(trigger.forwarded, runs),
      pipelineVariables: trigger.child.takesPipelineVariables
        ? scenario.variables.mapValues { text in
          runs.first?.passed(text)?.text ?? text
        } : [:]
    )
  }

  private func forwarded(
    _ all: [ChildPipeline.Forwarded],
    _ runs: [RunVariables]
  ) -> [ChildPipeline.Forwarded] {
    var result = all.filter { !$0.dependsOnRun }
    var places: [String: Location] = [:]
    for variable in all where variable.dependsOnRun {
      places[variable.name] = variable.location
    }
    for (name, location) in places.sorted(by: { $0.key < $1.key }) {
      let values = runs.map { $0.yaml(name) }
      guard let first = values.first(where: { $0 != nil }) ?? nil else { continue }
      let texts = zip(runs, values).map { run, value in value.flatMap(run.passed)?.text }
      result.append(
        ChildPipeline.Forwarded(
          name: name,
          text: texts.allSatisfy { $0 == texts[0] } ? texts[0] : nil,
          location: location,
          dependsOnRun: true,
          isCertain: values.allSatisfy { $0 != nil && $0?.state != .unknown },
          isRaw: first.isRaw
        )
      )
    }
    return result
  }
}

extension RunVariables {
  /// The value of a variable of the YAML as a trigger job passes it on; nil when nothing is known of it.
  fileprivate func passed(_ value: RunValue) -> PartialText? {
    guard case .text(let text) = value.state else { return nil }
    return value.isRaw ? PartialText(text) : passed(text)
  }

  /// A text as a trigger job passes it on; nil when nothing is known of a variable in it.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/variables/downstream/expandable_variable_generator.rb`,
  /// `app/models/ci/bridge.rb`.
  fileprivate func passed(_ text: String) -> PartialText? {
    // The job is created, and no runner gets it.
    expandedOnce(text) { $0.hasPrefix("CI_PIPELINE_") ? .job : .seed }
  }
}
