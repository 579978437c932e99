import Findings
import YAMLSyntax

/// A rule's finding about one target, before equal findings for other jobs are joined to it.
struct RawFinding: Sendable {
  /// A further place, still in the tree.
  struct Related: Sendable {
    var message: String
    var location: Location
  }

  var location: Location
  /// The place in a file of evidence, instead of the location.
  var evidencePlace: FileLocation?
  var message: String
  var job: Symbol?
  var secret: Symbol?
  /// Names that recognise the finding in another run.
  var token: Symbol?
  var variable: Symbol?
  var credential: String?
  var severity: Severity?
  var predicts: String?
  /// The scenarios that it is about.
  var scenarios: [String] = []
  /// The way on which the wrong text came into the job.
  var origin = OriginID.none
  var related: [Related] = []
  var fixes: [Fix] = []
}

/// A rule's findings and undecided checks for a pipeline.
struct RuleOutcome: Sendable {
  var findings: [RawFinding] = []
  var questions: [UndecidedQuestion] = []

  /// Leaves a question open for a job; one job after the other mostly has the same reason.
  mutating func ask(_ reason: String, about job: Symbol?) {
    let last = questions.count - 1
    if last >= 0, questions[last].reason == reason {
      if let job { questions[last].jobs.append(job) }
    } else {
      questions.append(UndecidedQuestion(jobs: job.map { [$0] } ?? [], reason: reason))
    }
  }
}
