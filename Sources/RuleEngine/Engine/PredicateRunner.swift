import AccessPrediction
import CommonExpressions
import Files
import Findings
import GitLabCI
import YAMLSyntax

/// Asks a predicate about each of its subjects.
struct PredicateRunner {
  /// More places of one kind than these tell nobody more.
  private static let relatedLimit = 20

  let rule: CompiledRule
  let compiled: CompiledPredicate
  let facts: PipelineFacts
  /// Where something has been found: what is said there for another job only names the job.
  private var found: Set<Location> = []

  init(rule: CompiledRule, compiled: CompiledPredicate, facts: PipelineFacts) {
    self.rule = rule
    self.compiled = compiled
    self.facts = facts
  }

  private var pipeline: Pipeline { facts.pipeline }
  private var predicate: RuleDefinition.Predicate { compiled.predicate }

  /// Runs the rule.
  func run() throws(RuleError) -> RuleOutcome {
    // The copy remembers what it finds.
    var runner = self
    return try runner.ask()
  }

  private mutating func ask() throws(RuleError) -> RuleOutcome {
    var outcome = RuleOutcome()
    let subjects = facts.references(of: predicate.subject)
    guard !subjects.isEmpty else { return outcome }
    let decisive = try compiled.programs()
    // One array for all subjects: making one for each costs more than most expressions.
    let whole = FactReference(.pipeline, job: nil).value
    var bindings = predicate.subject == .pipeline ? [whole] : [whole, .null]
    for subject in subjects where !facts.budget.isExhausted {
      bindings[bindings.count - 1] = subject.value
      if let when = decisive.when {
        switch when.evaluate(bindings, facts: facts) {
        case .bool(true): break
        case .unknown(let unknown):
          question(unknown, subject, &outcome)
          continue
        default: continue
        }
      }
      switch decisive.assert.evaluate(bindings, facts: facts) {
      case .bool(false): outcome.reports.append(try report(subject, bindings))
      case .unknown(let unknown): question(unknown, subject, &outcome)
      default: continue
      }
    }
    return outcome
  }

  private func question(
    _ unknown: Unknown,
    _ subject: FactReference,
    _ outcome: inout RuleOutcome
  ) {
    outcome.ask(unknown.text, about: subject.job.map { pipeline.jobs[$0].symbol })
  }

  // MARK: Reports

  private mutating func report(
    _ subject: FactReference,
    _ bindings: [Value]
  ) throws(RuleError) -> RawFinding {
    let at = try evaluate(predicate.at, key: "at", bindings)
    let location =
      location(of: at) ?? location(of: subject.value)
      ?? subject.job.map { facts.tree.location(pipeline.jobs[$0].entry.keyNode) }
      ?? facts.rootLocation
    var report = RawFinding(location: location, message: "")
    report.job = subject.job.map { pipeline.jobs[$0].symbol }
    report.evidencePlace = facts.evidenceLocation(of: at)
    if subject.type == .prediction {
      report.scenarios = [facts.predictions[subject.item].scenario]
    }
    for condition in rule.definition.severityWhen where report.severity == nil {
      if case .bool(true) = try evaluate(condition.when, key: "severity_when", bindings) {
        report.severity = condition.severity
      }
    }
    if report.evidencePlace != nil || found.insert(location).inserted {
      try describe(subject, bindings, in: &report)
    }
    return report
  }

  /// Says what was found; the first report of a place speaks for all.
  private func describe(
    _ subject: FactReference,
    _ bindings: [Value],
    in report: inout RawFinding
  ) throws(RuleError) {
    let message = try compiled.template(predicate.message, key: "message", it: nil)
    report.message = message.render(bindings, facts: facts)
    let job = subject.job.map { pipeline.jobs[$0] }
    switch subject.type {
    case .secret, .vaultSecret:
      let secret = job?.secrets[subject.item]
      report.secret = secret?.symbol
      report.origin = Self.way(secret?.entry, in: job?.secretsEntry)
    case .idToken:
      let token = facts.idToken(subject)?.token
      report.token = token?.symbol
      report.origin = Self.way(token?.entry, in: job?.idTokensEntry)
    case .variable:
      let variable = facts.variable(subject)
      report.variable = variable?.symbol
      report.origin = Self.way(variable?.entry, in: nil)
    case .prediction:
      report.predicts = facts.predictions[subject.item].verdict?.code
    default: break
    }
    for related in predicate.related { report.related += try places(related, bindings) }
    if let fix = try fix(bindings) { report.fixes = [fix] }
  }

  /// The way of an entry, or else that of the mapping that holds it.
  private static func way(_ entry: Named?, in mapping: Entry?) -> OriginID {
    let own = entry?.value.origin ?? .none
    return own == .none ? mapping?.origin ?? .none : own
  }

  private func evaluate(
    _ source: String,
    key: String,
    _ bindings: [Value]
  ) throws(RuleError) -> Value {
    try compiled.program(source, key: key).evaluate(bindings, facts: facts)
  }

  private func places(
    _ related: RuleDefinition.Related,
    _ bindings: [Value]
  ) throws(RuleError) -> [RawFinding.Related] {
    if let when = related.when {
      guard case .bool(true) = try evaluate(when, key: "related.when", bindings) else { return [] }
    }
    let at = try compiled.program(related.at, key: "related.at")
    let template = try compiled.template(
      related.message,
      key: "related.message",
      it: at.elementType
    )
    var objects = [at.evaluate(bindings, facts: facts)]
    if case .list(let elements) = objects[0] {
      objects = Array(elements.prefix(Self.relatedLimit))
    }
    return objects.compactMap { object in
      location(of: object).map {
        RawFinding.Related(
          message: template.render(bindings + [object], facts: facts),
          location: $0
        )
      }
    }
  }

  private func fix(_ bindings: [Value]) throws(RuleError) -> Fix? {
    guard let fix = predicate.fix else { return nil }
    if let when = fix.when {
      guard case .bool(true) = try evaluate(when, key: "fix.when", bindings) else { return nil }
    }
    guard
      case .object(let object) = try evaluate(fix.replace, key: "fix.replace", bindings),
      let node = facts.node(of: object),
      case .string(let text) = try evaluate(fix.with, key: "fix.with", bindings)
    else { return nil }
    let tree = facts.tree
    guard let key = fix.key else {
      let edit = TextEdit.replacing(node, with: text, tree)
      return Fix(title: fix.title, safety: fix.safety, edits: [edit])
    }
    guard let mapping = facts.mapping(of: object),
      let edit = TextEdit.inserting(
        "\(key): \(ScalarText.write(text, like: .plain))",
        mapping,
        tree
      )
    else { return nil }
    return Fix(title: fix.title, safety: fix.safety, edits: [edit])
  }

  private func location(of value: Value) -> Location? {
    guard case .object(let object) = value, let node = facts.node(of: object) else { return nil }
    return facts.tree.location(node)
  }
}

extension PipelineFacts {
  /// The node to point at for an object: a text itself, the name of anything else.
  func node(of object: ObjectReference) -> NodeID? {
    guard let reference = FactReference(object) else { return nil }
    switch reference.type {
    case .text: return tree.node(reference.item)
    case .job: return reference.job.map { pipeline.jobs[$0].entry.keyNode }
    case .idToken: return idToken(reference)?.token.entry.keyNode
    case .secret:
      return reference.job.map { pipeline.jobs[$0].secrets[reference.item].entry.keyNode }
    case .variable: return variable(reference)?.entry.keyNode
    case .prediction: return reference.job.map { pipeline.jobs[$0].entry.keyNode }
    case .vaultSecret:
      return reference.job.map { pipeline.jobs[$0].secrets[reference.item].entry.keyNode }
    case .azureValue:
      if case .pipeline(let node)? = azureValues[reference.item].site { return node }
      return nil
    case .pipeline: return nil
    }
  }

  /// Where an object is written outside the pipeline; nil when it is in it.
  func evidenceLocation(of value: Value) -> FileLocation? {
    guard case .object(let object) = value, let reference = FactReference(object),
      reference.type == .azureValue
    else { return nil }
    return azureValues[reference.item].evidenceLocation
  }

  /// The mapping of a thing, into which a fix puts a key.
  func mapping(of object: ObjectReference) -> NodeID? {
    guard let reference = FactReference(object), let index = reference.job else { return nil }
    switch reference.type {
    case .job: return pipeline.jobs[index].node
    case .idToken: return idToken(reference)?.token.entry.value.node
    case .secret: return pipeline.jobs[index].secrets[reference.item].entry.value.node
    case .pipeline, .variable, .text, .prediction, .vaultSecret, .azureValue: return nil
    }
  }

  /// The start of the root file, for what stands nowhere in particular.
  var rootLocation: Location {
    let start = TextPosition(line: 1, column: 1)
    return Location(
      file: pipeline.composition.files[0].file,
      span: TextSpan(start: start, end: start)
    )
  }
}
