import GitLabCI
import YAMLSyntax

/// Whether GitLab creates a pipeline of the jobs that run, and what they pass on to each other.
extension RunPlan {
  /// Whether a job, or any of those that `parallel` makes of it, is in the run at all.
  private func presence(_ jobs: JobSelection) -> RunDecision.Answer {
    var result = RunDecision.Answer.no
    answers(jobs) { answer in
      if answer != .no { result = answer }
      return answer != .yes
    }
    return result
  }

  /// Whether all of some jobs are in the run: one that needs a parallel job needs each of those that it
  /// becomes.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/normalizer.rb`.
  private func completePresence(_ jobs: JobSelection) -> RunDecision.Answer {
    if combinations[jobs.job].count == 1 { return presence(jobs) }
    if let known = completeness[jobs] { return known }
    var result = RunDecision.Answer.yes
    answers(jobs) { answer in
      if answer != .yes { result = answer }
      return answer != .no
    }
    completeness[jobs] = result
    return result
  }

  /// Visits the decisions on some jobs while a closure returns true; those after one that nothing depends
  /// on are the same.
  private func answers(_ jobs: JobSelection, _ goesOn: (RunDecision.Answer) -> Bool) {
    let all = combinations[jobs.job]
    func visit(_ combination: Int) -> Bool {
      goesOn(ownDecision(Entry(job: jobs.job, combination: combination)).answer)
        && all[combination].isUsed
    }
    if let some = jobs.combinations {
      for combination in some where !visit(combination) { return }
    } else {
      for combination in all.indices where !visit(combination) { return }
    }
  }

  /// GitLab creates no pipeline when a job needs one that is absent or too many, when nothing but `.pre` and
  /// `.post` is left, or when variables refer to each other in a circle.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/seed/build.rb`,
  /// `lib/gitlab/ci/pipeline/chain/{seed,populate}.rb`.
  func makeCreation() -> RunCreation {
    // It has one job, and which one is not known.
    if isChat { return RunCreation(answer: .maybe) }
    var answer = RunDecision.Answer.yes
    var hasOrdinaryJob = RunDecision.Answer.no
    for index in pipeline.jobs.indices where !pipeline.jobs[index].isHidden {
      let presence = presence(JobSelection(job: index, combinations: nil))
      if presence == .no { continue }
      let requirements = judged.requirements(ofJob: index)
      if !requirements.isEdge, hasOrdinaryJob != .yes { hasOrdinaryJob = presence }
      if let excess = excessiveNeeds(requirements, index) {
        if presence == .yes { return RunCreation(answer: .no, refusal: .pipeline(excess)) }
        answer = .maybe
      }
      for need in requirements.needs {
        let other = need.selection.map(completePresence) ?? .maybe
        if other == .yes { continue }
        let own = need.combination.map { ownDecision(Entry(job: index, combination: $0)).answer }
        if own == .no { continue }
        if own ?? presence == .yes, other == .no {
          let name = tree.text(pipeline.jobs[index].symbol)
          let reason = "the job \(name) needs \(need.name), which is not in this pipeline"
          return RunCreation(answer: .no, refusal: .pipeline(reason))
        }
        answer = .maybe
      }
      if let circle = circle(index) {
        if presence == .yes { return RunCreation(answer: .no, refusal: .pipeline(circle)) }
        answer = .maybe
      }
    }
    if hasOrdinaryJob == .no, !pipeline.composition.isOpen {
      return RunCreation(answer: .no, refusal: .nothingLeft("only jobs in .pre and .post are left"))
    }
    if hasOrdinaryJob != .yes { answer = .maybe }
    return RunCreation(answer: answer)
  }

  /// The fault of a job that needs too many others, in words; nil when it does not.
  private func excessiveNeeds(_ requirements: JobRequirements, _ index: Int) -> String? {
    let limit = JobRequirements.maximumNeedCount
    guard requirements.needCount > limit else { return nil }
    let name = tree.text(pipeline.jobs[index].symbol)
    return "the job \(name) needs \(requirements.needCount) jobs, and GitLab allows \(limit)"
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
    } else if Self.circle(all, settings) == nil {
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
    return Self.circle(exact, own).map {
      $0.count == 1
        ? "the definitions of the variable \($0[0]) refer to each other in a circle"
        : "the variables \($0.joined(separator: ", ")) refer to each other in a circle"
    }
  }

  /// The variables of a circle; one alone when several of its definitions refer to it.
  private static func circle(
    _ written: [String: [String]],
    _ settings: [PipelineRun.SettingReference]
  ) -> [String]? {
    var joined = written
    var own: Set<String> = []
    for name in written.keys where written[name]?.contains(name) == true { own.insert(name) }
    var circles: [String] = []
    for setting in settings {
      joined[setting.key, default: []] += setting.names
      guard setting.names.contains(setting.key) else { continue }
      if !own.insert(setting.key).inserted { circles.append(setting.key) }
    }
    return circles.min().map { [$0] } ?? VariableCircle.find(joined)
  }

  // MARK: Dotenv reports

  /// Whether a dotenv report may set variables of a job: of one that passes its artifacts on and is in
  /// the run.
  func receivesDotenv(_ job: Int, _ combination: Int, _ decision: RunDecision) -> Bool {
    let all = judged.dotenvSources(ofJob: job)
    if all.isForeign { return true }
    if all.isEmpty { return false }
    let rules = decision.rule.map { [$0] } ?? decision.possibleRules
    return all.sources(rules).contains { source in
      if let own = source.combination {
        combinations[job][combination].use()
        if own != combination { return false }
      }
      return presence(source.selection) != .no
    }
  }
}
