import AzureFederation
package import GitLabCI

/// Names the failures in a job log.
package struct Diagnoser: Sendable {
  /// The facts that make two failures of one code different ones.
  private static let identity: [FailureFact] = [
    .issuer, .subject, .audience, .application, .tenant, .vault, .secret, .version,
  ]

  private let pipelines: [Pipeline]
  private let job: String?
  private let context: DiagnosisContext

  /// A diagnoser.
  ///
  /// - Parameters:
  ///   - pipelines: The pipeline that the job belongs to and its children, when they are at hand.
  ///   - job: The job's name, when the log does not have it.
  ///   - context: Other known facts, such as the issuer; values of the log win.
  package init(
    pipelines: [Pipeline] = [],
    job: String? = nil,
    context: DiagnosisContext = DiagnosisContext()
  ) {
    self.pipelines = pipelines
    self.job = job
    self.context = context
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
      merge(Failure(entry: entry, report: report), into: &failures)
    }
    // A missing value in a program's output is noise next to an answer that it got.
    if failures.contains(where: { !$0.isHint }) {
      failures.removeAll(where: \.isHint)
    } else {
      failures = Array(failures.prefix(1))
    }
    if failures.isEmpty, let wrapper = reader.reports.first(where: \.isWrapper) {
      let stage: FailureStage = wrapper.isSigningIn ? .exchange : .vault
      let entry = ErrorCatalogue.uncoded(stage, status: nil)
      failures = [Failure(entry: entry, report: wrapper)]
    }
    return failures.map { diagnosis($0, job: job, runnerVersion: reader.runnerVersion) }
  }

  private struct Failure {
    var entry: FailureEntry
    var report: FailureReport

    var facts: [FailureFact: String] { report.facts }
    var isHint: Bool { !report.hasStrongEvidence && entry.code == report.hint }
  }

  /// Adds a failure, or its values to one that is the same: runners try several times.
  private func merge(_ failure: Failure, into failures: inout [Failure]) {
    let twin = failures.firstIndex { other in
      other.entry.code == failure.entry.code
        && Self.identity.allSatisfy { fact in
          guard let left = other.facts[fact], let right = failure.facts[fact] else { return true }
          return left == right
        }
    }
    if let twin {
      failures[twin].report.merge(failure.report)
    } else if failures.count < Self.limit {
      failures.append(failure)
    }
  }

  /// More failures than these are not reported.
  private static let limit = 50

  private func diagnosis(
    _ failure: Failure,
    job: String?,
    runnerVersion: String?
  ) -> LogDiagnosis {
    var facts = failure.facts
    if let job { facts[.job] = job }
    if failure.entry.commands.contains(.runnerVersion) { facts[.runnerVersion] = runnerVersion }
    let advice = FailureAdvice(
      report: failure.report,
      facts: facts,
      context: context,
      runnerVersion: runnerVersion
    )
    let entry = advice.advise(failure.entry)
    let known = facts.filter { !FactReader.isMasked($0.value) }
    let origin = LogOrigin(facts: known, context: context)
    // The configuration is about this project, not about the one in the log.
    let own = origin.isForeign ? DiagnosisContext() : context
    let finder = LocationFinder(
      origin.isOfOtherProject ? [] : pipelines,
      facts: facts,
      projectVariables: own.variables
    )
    let values = CommandValues(
      log: facts.merging(advice.proposals) { log, _ in log },
      isOtherCaller: advice.isOtherCaller,
      pipeline: finder.values,
      context: own
    )
    let kind = failure.report.identityKind ?? values.identity?.kind
    return LogDiagnosis(
      entry: entry,
      line: failure.report.line,
      facts: facts,
      notes: (advice.cloudNote.map { [$0] } ?? [])
        + Comparison(
          facts: known,
          pipeline: finder.values,
          context: context
        ).notes,
      commands: entry.commands.flatMap { $0.filled(with: values.all, in: advice.cloud, for: kind) },
      places: entry.part.map(finder.places) ?? []
    )
  }
}
