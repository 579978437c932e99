import Files
import Findings
import GitLabCI
import YAMLSyntax

/// Joins what rules report into findings: one cause is one finding that names all jobs.
struct FindingCollector {
  /// The maximum number of steps of a text's way that are shown.
  private static let trailLimit = 3

  /// The number of one rule's reasons up to which a search is faster than a table.
  private static let fewReasons = 4

  private struct Cause: Hashable {
    var rule: String
    var location: Location
    var evidencePlace: FileLocation?
    /// Empty for a rule that has one finding for each place.
    var message: String
  }

  private let facts: PipelineFacts
  private var findings: [Finding] = []
  private var causes: [Cause: Int] = [:]
  private var jobSets: [JobSet] = []
  private var undecided: [Undecided] = []
  /// Where in `undecided` the reasons of the current rule begin.
  private var firstReason = 0
  /// The places of its reasons, when there are many.
  private var reasons: [String: Int] = [:]
  /// The jobs of each element of `undecided`.
  private var undecidedJobs: [JobSet] = []
  private var owners: TopLevelEntries

  init(facts: PipelineFacts) {
    self.facts = facts
    owners = TopLevelEntries(of: facts)
  }

  /// Takes all that a rule reports about the pipeline.
  mutating func add(_ outcome: RuleOutcome, of rule: CompiledRule) {
    firstReason = undecided.count
    if !reasons.isEmpty { reasons = [:] }
    for report in outcome.findings { add(report, of: rule) }
    for question in outcome.questions { add(question, of: rule) }
  }

  /// The size of a finding in a report without its message.
  private static let findingSize = 200

  private mutating func add(_ report: RawFinding, of rule: CompiledRule) {
    let related = report.related.reduce(0) { $0 + $1.message.utf8.count }
    let size = report.message.utf8.count + related
    guard facts.budget.spend(Self.findingSize + size, on: .bytesReported) else { return }
    let cause = Cause(
      rule: rule.definition.id,
      location: report.location,
      evidencePlace: report.evidencePlace,
      message: rule.joinsByPlace ? "" : general(report)
    )
    if let index = causes[cause] {
      if let job = report.job, jobSets[index].insert(job) {
        if !rule.joinsByPlace { findings[index].message = cause.message }
        findings[index].jobs.append(facts.text(job))
      }
      findings[index].scenarios += report.scenarios.filter {
        !findings[index].scenarios.contains($0)
      }
      let severity = severity(report, rule)
      findings[index].severity = max(findings[index].severity, severity)
      return
    }
    causes[cause] = findings.count
    jobSets.append(JobSet(report.job))
    findings.append(finding(report, rule))
  }

  /// A report's message without the name of its job, which is one of several when the mistake is in a
  /// template.
  private func general(_ report: RawFinding) -> String {
    Finding.general(report.message, jobs: report.job.map { [facts.text($0)] } ?? [])
  }

  private mutating func add(_ question: UndecidedQuestion, of rule: CompiledRule) {
    let place = place(of: question.reason, rule.definition.id)
    for job in question.jobs where undecidedJobs[place].insert(job) {
      undecided[place].jobs.append(facts.text(job))
    }
  }

  /// The place of a reason why a rule could not decide, in `undecided`.
  private mutating func place(of reason: String, _ rule: String) -> Int {
    if let place = knownPlace(of: reason) { return place }
    undecided.append(Undecided(rule: rule, jobs: [], reason: reason))
    undecidedJobs.append(JobSet())
    return undecided.count - 1
  }

  private mutating func knownPlace(of reason: String) -> Int? {
    // A rule mostly has the same reason for one job after the other.
    let own = undecided[firstReason...]
    if own.count <= Self.fewReasons { return own.lastIndex { $0.reason == reason } }
    for place in firstReason + reasons.count..<undecided.count {
      reasons[undecided[place].reason] = place
    }
    return reasons[reason]
  }

  private func severity(_ report: RawFinding, _ rule: CompiledRule) -> Severity {
    // The user's setting overrides the rule's own variation.
    rule.severity == rule.definition.severity ? report.severity ?? rule.severity : rule.severity
  }

  private mutating func finding(_ report: RawFinding, _ rule: CompiledRule) -> Finding {
    let place = report.evidencePlace ?? facts.place(report.location)
    return Finding(
      rule: rule.definition.id,
      name: rule.definition.name,
      severity: severity(report, rule),
      message: report.message,
      place: place,
      jobs: report.job.map { [facts.text($0)] } ?? [],
      secret: report.secret.map { facts.text($0) },
      scenarios: report.scenarios,
      predicts: report.predicts,
      related: report.related.map {
        RelatedLocation(message: $0.message, place: facts.place($0.location))
      } + trail(report),
      fixes: report.fixes,
      identity: identity(report, rule.definition, place),
      help: rule.definition.help
    )
  }

  /// The steps on which a text came into the job that is named first, the last one first.
  private func trail(_ report: RawFinding) -> [RelatedLocation] {
    facts.tree.steps(report.origin).prefix(Self.trailLimit).map { step in
      let what =
        switch step.kind {
        case .anchor: "this alias"
        case .mergeKey: "this merge key"
        case .reference: "this !reference"
        case .extends: "extends"
        case .default: "default"
        case .include: "this include"
        case .input: "this input"
        }
      let owner = report.job.map { " in the job \"\(facts.text($0))\"" } ?? ""
      let isHere = facts.tree.location(step.site).file == report.location.file
      return RelatedLocation(
        message: "it is used\(isHere ? "" : owner) through \(what)",
        place: facts.place(facts.tree.location(step.site))
      )
    }
  }

  /// The fingerprint's fields: never line, column or message.
  private mutating func identity(
    _ report: RawFinding,
    _ rule: RuleDefinition,
    _ place: FileLocation
  ) -> String {
    let fields = rule.identity.map { field -> String in
      switch field {
      case .job: owner(of: report.location)
      case .secret: report.secret.map { facts.text($0) } ?? ""
      case .token: report.token.map { facts.text($0) } ?? ""
      case .variable: report.variable.map { facts.text($0) } ?? ""
      case .text: facts.text(at: report.location)
      case .credential: report.credential ?? ""
      }
    }
    return Fingerprints.identity(rule: rule.id, path: place.path, fields: fields)
  }

  /// The name of the job or template that must be changed at a place.
  private mutating func owner(of location: Location) -> String {
    owners.entry(at: location).map { facts.text($0.key) } ?? ""
  }

  /// All findings and undecided checks, sorted, with their fingerprints.
  func result() -> LintResult {
    var result = LintResult()
    result.findings = findings
    FindingOrder.sort(&result.findings)
    Fingerprints.complete(&result.findings)
    result.undecided = undecided.sorted { ($0.rule, $0.reason) < ($1.rule, $1.reason) }
    return result
  }
}
