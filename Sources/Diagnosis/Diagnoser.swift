package import AzureFederation
package import GitLabCI

/// Names the failures in a job log.
package struct Diagnoser: Sendable {
  /// The facts that make two failures of one code different ones.
  private static let identity: [FailureFact] = [
    .issuer, .subject, .audience, .application, .tenant, .vault, .secret, .version,
  ]

  private let pipeline: Pipeline?
  private let job: String?
  private let known: [FailureFact: String]

  /// A diagnoser.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline that the job belongs to, when it is at hand.
  ///   - job: The job's name, when the log does not tell it.
  ///   - known: What is known otherwise, such as the issuer; what the log tells wins.
  package init(
    pipeline: Pipeline? = nil,
    job: String? = nil,
    known: [FailureFact: String] = [:]
  ) {
    self.pipeline = pipeline
    self.job = job
    self.known = known
  }

  /// The failures in a log, each once, in the order in which they first appear.
  package func diagnose(_ log: [UInt8]) -> [LogDiagnosis] {
    diagnose(JobLog(log))
  }

  /// The failures in a cleaned log, each once, in the order in which they first appear.
  package func diagnose(_ log: JobLog) -> [LogDiagnosis] {
    var reader = LogReader(log)
    reader.run()
    let job = job ?? reader.job
    var failures: [Failure] = []
    for report in reader.reports {
      guard let entry = report.entry else { continue }
      merge(Failure(entry: entry, line: report.line, facts: report.facts), into: &failures)
    }
    if failures.isEmpty, let wrapper = reader.reports.first(where: \.isWrapper) {
      let stage: FailureStage = wrapper.isSigningIn ? .exchange : .vault
      let entry = ErrorCatalogue.uncoded(stage, status: nil)
      failures = [Failure(entry: entry, line: wrapper.line, facts: wrapper.facts)]
    }
    return failures.map { diagnosis($0, job: job) }
  }

  private struct Failure {
    var entry: FailureEntry
    var line: Int
    var facts: [FailureFact: String]
  }

  /// Adds a failure, or what it tells to one that is the same: runners try several times.
  private func merge(_ failure: Failure, into failures: inout [Failure]) {
    let twin = failures.firstIndex { other in
      other.entry.code == failure.entry.code
        && Self.identity.allSatisfy { fact in
          guard let left = other.facts[fact], let right = failure.facts[fact] else { return true }
          return left == right
        }
    }
    if let twin {
      failures[twin].facts.merge(failure.facts) { first, _ in first }
    } else if failures.count < Self.limit {
      failures.append(failure)
    }
  }

  /// More failures than these are not told.
  private static let limit = 50

  private func diagnosis(_ failure: Failure, job: String?) -> LogDiagnosis {
    var facts = failure.facts
    if let job { facts[.job] = job }
    var values = known.merging(facts) { _, log in log }
    var places: [LogDiagnosis.Place] = []
    if let pipeline {
      let finder = LocationFinder(pipeline, facts: facts)
      if let part = failure.entry.part { places = finder.places(of: part) }
      values.merge(finder.values) { log, _ in log }
    }
    return LogDiagnosis(
      entry: failure.entry,
      line: failure.line,
      facts: facts,
      commands: failure.entry.commands.map { $0.filled(with: values) },
      places: places
    )
  }
}
