import GitLabCI
import YAMLSyntax

/// Whether GitLab creates a pipeline of the jobs that run, and what they pass on to each other.
extension RunPlan {
  /// Whether a job is in the run at all.
  private func presence(_ job: Int) -> RunDecision.Answer {
    var result = RunDecision.Answer.no
    for combination in combinations[job].indices {
      switch ownDecision(Entry(job: job, combination: combination)).answer {
      case .yes: return .yes
      case .maybe: result = .maybe
      case .no: break
      }
    }
    return result
  }

  /// Whether all jobs of a job's matrix are in the run: one that needs the job needs each of them.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/normalizer.rb`.
  private func completePresence(_ job: Int) -> RunDecision.Answer {
    if let known = completeness[job] { return known }
    var result = RunDecision.Answer.yes
    for combination in combinations[job].indices {
      let answer = ownDecision(Entry(job: job, combination: combination)).answer
      if answer == .maybe { result = .maybe }
      if answer == .no { result = .no }
      // The others are the same when nothing depends on the matrix.
      if answer == .no || !combinations[job][combination].isUsed { break }
    }
    completeness[job] = result
    return result
  }

  /// GitLab creates no pipeline when a job needs one that is absent, when nothing but `.pre` and
  /// `.post` is left, or when variables refer to each other in a circle.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/seed/build.rb`,
  /// `lib/gitlab/ci/pipeline/chain/{seed,populate}.rb`.
  func makeCreation() -> RunCreation {
    var answer = RunDecision.Answer.yes
    var hasOrdinaryJob = RunDecision.Answer.no
    for index in pipeline.jobs.indices where !pipeline.jobs[index].isHidden {
      let presence = presence(index)
      if presence == .no { continue }
      let requirements = judged.requirements(ofJob: index)
      if !requirements.isEdge, hasOrdinaryJob != .yes { hasOrdinaryJob = presence }
      for need in requirements.needs {
        let other =
          need.job.map { need.isPart ? self.presence($0) : completePresence($0) } ?? .maybe
        if other == .yes { continue }
        if presence == .yes, other == .no {
          let name = tree.text(pipeline.jobs[index].symbol)
          let reason = "the job \(name) needs \(need.name), which is not in this pipeline"
          return RunCreation(answer: .no, reason: reason)
        }
        answer = .maybe
      }
      if let circle = circle(index) {
        if presence == .yes { return RunCreation(answer: .no, reason: circle) }
        answer = .maybe
      }
    }
    if hasOrdinaryJob == .no, !pipeline.composition.isOpen {
      return RunCreation(answer: .no, reason: "only jobs in .pre and .post are left")
    }
    if hasOrdinaryJob != .yes { answer = .maybe }
    return RunCreation(answer: answer)
  }

  /// The variables of a job that refer to each other in a circle, in words; nil when none do.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/variables/collection/sort.rb`.
  private func circle(_ index: Int) -> String? {
    // Nearly always there is none, whichever definitions count.
    let all = judged.variableReferences(ofJob: index)
    let settings = run.settingReferences
    if settings.isEmpty {
      if judged.variableCircle(ofJob: index) == nil { return nil }
    } else if Self.circle(all, Self.joined(settings)) == nil {
      return nil
    }
    let exact = pipeline.variableReferences(of: pipeline.jobs[index]) { variable in
      switch variable.scope {
      case .workflowRules: isSetByWorkflow(variable)
      case .matrix: combinations[index][0].applies(variable)
      case .pipeline, .job, .jobRules: true
      }
    }
    let environment = variablesBeforeRules(Entry(job: index, combination: 0)).environment(.seed)
    let own = settings.filter { SettingsLookup.matches($0.environmentScope, environment) == true }
    return Self.circle(exact, Self.joined(own)).map {
      $0.count == 1
        ? "the definitions of the variable \($0[0]) refer to each other in a circle"
        : "the variables \($0.joined(separator: ", ")) refer to each other in a circle"
    }
  }

  private static func joined(_ settings: [PipelineRun.SettingReference]) -> [String: [String]] {
    settings.reduce(into: [:]) { $0[$1.key, default: []] += $1.names }
  }

  /// The variables of a circle; one alone when its definitions in the YAML and outside both refer to it.
  private static func circle(
    _ written: [String: [String]],
    _ settings: [String: [String]]
  ) -> [String]? {
    let own = settings.keys.filter { name in
      settings[name]?.contains(name) == true && written[name]?.contains(name) == true
    }
    if let name = own.min() { return [name] }
    return VariableCircle.find(written.merging(settings, uniquingKeysWith: +))
  }

  // MARK: Dotenv reports

  /// Whether a dotenv report may set variables of a job: of a job in an earlier stage, or one that
  /// it needs, with artifacts, when that job is in the run.
  ///
  /// Source: GitLab 18.9, `app/models/ci/build_dependencies.rb`.
  func receivesDotenv(_ index: Int) -> Bool {
    judged.publishers(passingTo: index).contains { presence($0) != .no }
  }
}
