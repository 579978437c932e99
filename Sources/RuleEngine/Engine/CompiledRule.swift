import Synchronization

/// A rule whose check is ready to run.
///
/// A class, because every pipeline is checked by all rules and copying one costs more than most
/// of them take.
final class CompiledRule: Sendable {
  /// How it checks.
  enum Check {
    case predicate(CompiledPredicate)
    case checker(any Checker)
  }

  let definition: RuleDefinition
  let severity: Severity
  let check: Check

  init(definition: RuleDefinition, severity: Severity, check: Check) {
    self.definition = definition
    self.severity = severity
    self.check = check
  }
}

/// A predicate whose decisive expressions are compiled when the first subject asks for them; the
/// others are when a finding needs them.
///
/// Most pipelines have no secrets, and compiling all rules takes longer than reading one of those.
/// What is in a rule file was validated when it was read.
final class CompiledPredicate: Sendable {
  /// The expressions that decide about a subject.
  struct Programs {
    let when: Program?
    let assert: Program
  }

  let predicate: RuleDefinition.Predicate
  private let definition: RuleDefinition
  private let compiled = Mutex<Programs?>(nil)

  init(_ predicate: RuleDefinition.Predicate, of definition: RuleDefinition) {
    self.predicate = predicate
    self.definition = definition
  }

  /// The expressions.
  ///
  /// - Throws: The first that is not valid.
  func programs() throws(RuleError) -> Programs {
    if let known = compiled.withLock({ $0 }) { return known }
    let programs = Programs(
      when: try predicate.when.map { text throws(RuleError) in try program(text, key: "when") },
      assert: try program(predicate.assert, key: "assert")
    )
    compiled.withLock { $0 = programs }
    return programs
  }

  private func program(_ source: String, key: String) throws(RuleError) -> Program {
    try RuleCompiler.program(
      source,
      key: key,
      of: definition,
      predicate.subject,
      expecting: .bool
    )
  }
}

/// A mistake in a rule's expression.
package struct RuleError: Error, Sendable {
  /// The rule's ID.
  package let rule: String
  /// The key of the rule file that holds the expression.
  package let key: String
  /// What is wrong, and where in the expression.
  package let error: ExpressionError
}

/// Compiles rules.
package enum RuleCompiler {
  /// A rule, ready to run; nil when no checker has its name.
  static func compile(_ definition: RuleDefinition, severity: Severity) -> CompiledRule? {
    switch definition.check {
    case .checker(let name):
      guard let checker = Checkers.named(name) else { return nil }
      return CompiledRule(definition: definition, severity: severity, check: .checker(checker))
    case .predicate(let predicate):
      let compiled = CompiledPredicate(predicate, of: definition)
      return CompiledRule(definition: definition, severity: severity, check: .predicate(compiled))
    }
  }

  /// Compiles all expressions of a rule, to find the mistakes in those that only findings need.
  package static func validate(_ definition: RuleDefinition) throws(RuleError) {
    guard case .predicate(let predicate) = definition.check else { return }
    _ = try CompiledPredicate(predicate, of: definition).programs()
    let subject = predicate.subject
    _ = try program(predicate.at, key: "at", of: definition, subject, expecting: nil)
    _ = try template(predicate.message, key: "message", of: definition, subject, it: nil)
    for (index, condition) in definition.severityWhen.enumerated() {
      _ = try program(
        condition.when,
        key: "severity_when[\(index)].when",
        of: definition,
        subject,
        expecting: .bool
      )
    }
    for (index, related) in predicate.related.enumerated() {
      let key = "related[\(index)]"
      let at = try program(related.at, key: "\(key).at", of: definition, subject, expecting: nil)
      _ = try template(
        related.message,
        key: "\(key).message",
        of: definition,
        subject,
        it: at.elementType
      )
      if let when = related.when {
        _ = try program(when, key: "\(key).when", of: definition, subject, expecting: .bool)
      }
    }
    guard let fix = predicate.fix else { return }
    let target = fix.key == nil ? "fix.replace" : "fix.insert_into"
    _ = try program(fix.replace, key: target, of: definition, subject, expecting: nil)
    _ = try program(fix.with, key: "fix.with", of: definition, subject, expecting: .string)
    if let when = fix.when {
      _ = try program(when, key: "fix.when", of: definition, subject, expecting: .bool)
    }
  }

  static func program(
    _ source: String,
    key: String,
    of rule: RuleDefinition,
    _ subject: RuleDefinition.Subject,
    expecting type: CELType?
  ) throws(RuleError) -> Program {
    do {
      return try Program(
        source,
        schema: PipelineSchema.schema,
        variables: variables(subject),
        parameters: rule.parameters,
        expecting: type
      )
    } catch {
      throw RuleError(rule: rule.id, key: key, error: error)
    }
  }

  static func template(
    _ source: String,
    key: String,
    of rule: RuleDefinition,
    _ subject: RuleDefinition.Subject,
    it: CELType?
  ) throws(RuleError) -> Template {
    do {
      return try Template(
        source,
        schema: PipelineSchema.schema,
        variables: variables(subject) + (it.map { [("it", $0)] } ?? []),
        parameters: rule.parameters
      )
    } catch {
      throw RuleError(rule: rule.id, key: key, error: error)
    }
  }

  /// What expressions see: the pipeline, and the thing that the rule is asked about.
  private static func variables(
    _ subject: RuleDefinition.Subject
  ) -> [(name: String, type: CELType)] {
    let pipeline = (name: "pipeline", type: CELType.object(PipelineField.typeName))
    if subject == .pipeline { return [pipeline] }
    return [pipeline, (name: subject.rawValue, type: .object(subject.rawValue))]
  }
}
