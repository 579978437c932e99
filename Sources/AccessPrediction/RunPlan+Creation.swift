import GitLabCI
import YAMLSyntax

/// Whether GitLab creates a pipeline of the jobs that run, and what they pass on to each other.
extension RunPlan {
  /// Whether a job is in the run at all.
  private func presence(_ job: Int) -> RunDecision.Answer {
    let answers = combinations[job].indices.map {
      ownDecision(Entry(job: job, combination: $0)).answer
    }
    return answers.contains(.yes) ? .yes : answers.contains(.maybe) ? .maybe : .no
  }

  /// GitLab creates no pipeline when a job needs one that is absent, when nothing but `.pre` and
  /// `.post` is left, or when variables refer to each other in a circle.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/seed/build.rb`,
  /// `lib/gitlab/ci/pipeline/chain/{seed,populate}.rb`.
  func makeCreation() -> (RunDecision.Answer, String?) {
    var answer = RunDecision.Answer.yes
    var hasOrdinaryJob = RunDecision.Answer.no
    for index in pipeline.jobs.indices where !pipeline.jobs[index].isHidden {
      let job = pipeline.jobs[index]
      let presence = presence(index)
      if presence == .no { continue }
      if !isEdge(job), hasOrdinaryJob != .yes { hasOrdinaryJob = presence }
      for need in absentNeeds(of: job) {
        let name = tree.text(job.symbol)
        if presence == .yes, need.answer == .no {
          return (.no, "the job \(name) needs \(need.name), which is not in this pipeline")
        }
        answer = .maybe
      }
      if let circle = circle(index) {
        if presence == .yes { return (.no, circle) }
        answer = .maybe
      }
    }
    if hasOrdinaryJob == .no, !pipeline.composition.isOpen {
      return (.no, "only jobs in .pre and .post are left")
    }
    if hasOrdinaryJob != .yes { answer = .maybe }
    return (answer, nil)
  }

  private func isEdge(_ job: Job) -> Bool {
    let stage = tree.present(.stage, in: job.node).map { tree.string($0) }
    return stage == ".pre" || stage == ".post"
  }

  /// The jobs that a job needs, without `optional`, and that may be absent.
  private func absentNeeds(of job: Job) -> [(name: String, answer: RunDecision.Answer)] {
    guard let needs = tree.present(.needs, in: job.node), tree.kind(needs) == .sequence else {
      return []
    }
    return tree.flattened(needs).compactMap { item in
      var node = item.value
      if tree.kind(node) == .mapping {
        guard tree.present(.pipeline, in: node) == nil, tree.present(.project, in: node) == nil,
          let name = tree.present(.job, in: node)
        else { return nil }
        if let optional = tree.present(.optional, in: node), tree.kind(optional) == .bool,
          tree.bool(optional)
        {
          return nil
        }
        node = name
      }
      let name = tree.string(node)
      guard let symbol = tree.symbol(named: node),
        let index = judged.index(ofJob: symbol)
      else { return pipeline.composition.isOpen ? (name, .maybe) : nil }
      let answer = presence(index)
      return answer == .yes ? nil : (name, answer)
    }
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
