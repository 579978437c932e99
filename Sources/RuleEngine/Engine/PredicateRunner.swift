import AccessPrediction
import CommonExpressions
import Files
import Findings
import GitLabCI
import YAMLSyntax

/// Asks a predicate about each of its subjects.
struct PredicateRunner {
  /// More places of one kind than these add no information.
  private static let relatedLimit = 20

  let rule: CompiledRule
  let compiled: CompiledPredicate
  let facts: PipelineFacts
  /// Where something has been found: a finding there for another job only adds the job.
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
    if let question = predicate.evidence.flatMap(facts.question) {
      if !question.jobs.isEmpty { outcome.questions.append(question) }
      return outcome
    }
    let mentions = predicate.mentions
    guard mentions.isEmpty || mentions.contains(where: facts.tree.mentions) else { return outcome }
    let subjects = facts.references(of: predicate.subject)
    guard !subjects.isEmpty else { return outcome }
    let decisive = try compiled.programs()
    // One array for all subjects: making one for each costs more than most expressions.
    let whole = FactReference(.pipeline, job: nil).value
    var bindings = predicate.subject == .pipeline ? [whole] : [whole, .null]
    let isShared = predicate.subject.isShared && !decisive.dependOnJob
    var known: [Answer?] = []
    for subject in subjects where !facts.budget.isExhausted {
      bindings[bindings.count - 1] = subject.value
      var answer: Answer?
      if isShared {
        while known.count <= subject.item { known.append(nil) }
        answer = known[subject.item]
      }
      let result = answer ?? self.answer(decisive, bindings)
      if isShared { known[subject.item] = result }
      switch result {
      case .holds: break
      case .fails: outcome.findings.append(try report(subject, bindings))
      case .unknown(let unknown): question(unknown, subject, &outcome)
      }
    }
    if predicate.subject.isInScripts { outcome.questions += facts.scripts.texts.question }
    return outcome
  }

  /// The answer of the rule for a subject.
  private enum Answer {
    /// Nothing, because the assertion holds, or because the rule is not about the subject.
    case holds
    case fails
    case unknown(Unknown)
  }

  private func answer(_ decisive: CompiledPredicate.Programs, _ bindings: [Value]) -> Answer {
    if let when = decisive.when {
      switch when.evaluate(bindings, facts: facts) {
      case .bool(true): break
      case .unknown(let unknown): return .unknown(unknown)
      default: return .holds
      }
    }
    switch decisive.assert.evaluate(bindings, facts: facts) {
    case .bool(false): return .fails
    case .unknown(let unknown): return .unknown(unknown)
    default: return .holds
    }
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
    let at = Self.place(try evaluate(predicate.at, key: "at", bindings), of: subject)
    let location =
      location(of: at) ?? location(of: subject.value)
      ?? subject.job.map { facts.tree.location(pipeline.jobs[$0].entry.keyNode) }
      ?? facts.rootLocation
    var report = RawFinding(location: location, message: "")
    report.job = subject.job.map { pipeline.jobs[$0].symbol }
    report.evidencePlace = facts.evidenceLocation(of: at)
    report.scenarios = facts.scenarios(of: subject)
    for condition in rule.definition.severityWhen where report.severity == nil {
      if case .bool(true) = try evaluate(condition.when, key: "severity_when", bindings) {
        report.severity = condition.severity
      }
    }
    let isNew = found.insert(location).inserted || report.evidencePlace != nil
    if isNew || !predicate.subject.joinsByPlace {
      facts.identify(subject, reportedAt: at, in: &report)
      try describe(subject, bindings, in: &report)
    }
    return report
  }

  /// Reports what was found; the first report of a place counts for all.
  private func describe(
    _ subject: FactReference,
    _ bindings: [Value],
    in report: inout RawFinding
  ) throws(RuleError) {
    let message = try compiled.template(predicate.message, key: "message", it: nil)
    report.message = message.render(bindings, facts: facts)
    if let code = predicate.predicts {
      guard case .string(let text) = try evaluate(code, key: "predicts", bindings) else { return }
      report.predicts = text.isEmpty ? nil : text
    }
    for related in predicate.related { report.related += try places(related, bindings) }
    for fix in predicate.fixes {
      if let fix = try self.fix(fix, subject, bindings) { report.fixes.append(fix) }
    }
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

  private func fix(
    _ fix: RuleFix,
    _ subject: FactReference,
    _ bindings: [Value]
  ) throws(RuleError) -> Fix? {
    if let when = fix.when {
      guard case .bool(true) = try evaluate(when, key: "fix.when", bindings) else { return nil }
    }
    var edits: [TextEdit] = []
    for edit in fix.edits {
      guard let edit = try self.edit(edit, subject, bindings) else { return nil }
      edits.append(edit)
    }
    return Fix(title: fix.title, safety: fix.safety, edits: edits)
  }

  private func edit(
    _ edit: RuleFix.Edit,
    _ subject: FactReference,
    _ bindings: [Value]
  ) throws(RuleError) -> TextEdit? {
    guard case .object(let object) = try evaluate(edit.target, key: edit.targetKey, bindings),
      let node = facts.node(of: object)
    else { return nil }
    var text = ""
    if let expression = edit.text {
      guard case .string(let value) = try evaluate(expression, key: "fix.with", bindings) else {
        return nil
      }
      text = value
    }
    let tree = facts.tree
    let value = ScalarText.write(text, like: .plain)
    switch edit {
    case .replace: return .replacing(node, with: text, tree)
    case .insert(_, let key, _):
      return facts.mapping(of: object).flatMap { .inserting("\(key): \(value)", $0, tree) }
    case .append(_, let key, _):
      return WrittenEntry(node, below: facts.mapping(of: subject.reference), tree)?
        .appending("\(key): \(value)", unless: key)
    case .remove:
      return WrittenEntry(node, below: facts.mapping(of: subject.reference), tree)?.removal
    }
  }

  /// The object at which a finding is reported: the subject itself where the place is unset.
  private static func place(_ value: Value, of subject: FactReference) -> Value {
    switch value {
    case .object: value
    case .optional(let content?): place(content, of: subject)
    default: subject.value
    }
  }

  private func location(of value: Value) -> Location? {
    guard case .object(let object) = value else { return nil }
    return facts.location(of: object)
  }
}
