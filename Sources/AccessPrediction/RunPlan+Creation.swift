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
        let other = need.job.map(self.presence) ?? .maybe
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
    let names =
      run.settingReferences.isEmpty
      ? judged.variableCircle(ofJob: index)
      : VariableCircle.find(
        judged.variableReferences(ofJob: index).merging(run.settingReferences) { $0 + $1 }
      )
    return names.map {
      "the variables \($0.joined(separator: ", ")) refer to each other in a circle"
    }
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
