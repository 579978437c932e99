/// The answer to a question: the jobs that depend on its object.
package struct FleetAnswer: Sendable {
  /// A job that depends on it.
  package struct Job: Hashable, Sendable {
    /// Whether the job breaks when the object is taken away.
    package enum Effect: String, Sendable {
      case yes
      /// It is unknown whether it works today, or whether it uses the object.
      case maybe
      /// It fails today, or another credential accepts its token.
      case no
    }

    /// The project's path.
    package let project: String
    /// The job's name.
    package let job: String
    /// The verdict on the job today.
    package let verdict: Verdict.Answer
    /// The error code with which it fails; nil when it does not.
    package let code: String?
    /// Whether it breaks without the object.
    package let effect: Effect
    /// The scenarios in which it depends on the object.
    package internal(set) var scenarios: [String]
    /// Credentials that accept its token as well.
    package let others: [String]
    /// Whether it is known that the job uses the object.
    package let isCertain: Bool
  }

  /// The question as it was asked.
  package let question: String
  /// The jobs, by project and then as in its pipeline.
  package let jobs: [Job]
  /// Whether a job or the evidence may name the object; otherwise it is misspelt, or unused.
  package let isNamed: Bool
  /// The projects with an unread file, so that jobs may be missing.
  package let incomplete: [String]
  /// The number of those that lack only includes.
  package let omittingCount: Int

  /// Answers a question.
  ///
  /// - Parameters:
  ///   - question: The question as it was asked.
  ///   - query: The question.
  ///   - fleet: The projects.
  package init(_ question: String, _ query: FleetQuery, in fleet: Fleet) {
    self.question = question
    var jobs: [Job] = []
    for project in fleet.projects {
      var own: [Job] = []
      for use in project.uses {
        guard let job = Self.job(use, of: project, query) else { continue }
        guard let place = own.firstIndex(where: { $0.isSame(as: job) }) else {
          own.append(job)
          continue
        }
        for scenario in job.scenarios where !own[place].scenarios.contains(scenario) {
          own[place].scenarios.append(scenario)
        }
      }
      jobs += own
    }
    self.jobs = jobs
    isNamed = !jobs.isEmpty || query.isDeclared(in: fleet)
    incomplete = fleet.projects.filter { !$0.problems.isEmpty || !$0.omitted.isEmpty }.map(\.path)
    omittingCount = fleet.projects.count { $0.problems.isEmpty && !$0.omitted.isEmpty }
  }

  /// The answer for a use; nil when it does not depend on the object.
  private static func job(
    _ use: FleetUse,
    of project: FleetProject,
    _ query: FleetQuery
  ) -> Job? {
    let concerns = query.concerns(use)
    guard concerns ?? (use.verdict != .fails) else { return nil }
    let isReplaceable = query.isReplaceable(in: use)
    var others: [String] = []
    if isReplaceable, case .credential(_, let name) = query {
      others = use.credentials.filter { $0 != name }
    }
    let effect: Job.Effect =
      switch use.verdict {
      case .fails: .no
      case _ where isReplaceable: .no
      case .works: concerns == nil ? .maybe : .yes
      case .unknown: .maybe
      }
    return Job(
      project: project.path,
      job: use.job,
      verdict: use.verdict,
      code: use.code,
      effect: effect,
      scenarios: use.scenarios,
      others: others,
      isCertain: concerns != nil
    )
  }

  /// The number of jobs with an effect, each once.
  package func count(_ effect: Job.Effect) -> Int {
    Set(jobs.lazy.filter { $0.effect == effect }.map { [$0.project, $0.job] }).count
  }

  /// The number of projects in which a job breaks.
  package var projectCount: Int {
    Set(jobs.lazy.filter { $0.effect == .yes }.map(\.project)).count
  }
}

extension FleetAnswer.Job {
  fileprivate func isSame(as other: Self) -> Bool {
    job == other.job && verdict == other.verdict && code == other.code
      && effect == other.effect && others == other.others && isCertain == other.isCertain
  }
}
