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

/// A predicate whose decisive expressions are compiled; the others are when a finding needs them.
final class CompiledPredicate: Sendable {
  let predicate: RuleDefinition.Predicate
  let when: Program?
  let assert: Program

  init(_ predicate: RuleDefinition.Predicate, when: Program?, assert: Program) {
    self.predicate = predicate
    self.when = when
    self.assert = assert
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
  /// A rule, ready to run.
  ///
  /// - Throws: The first expression that is not valid; built-in rules are tested to have none.
  static func compile(
    _ definition: RuleDefinition,
    severity: Severity
  ) throws(RuleError) -> CompiledRule? {
    switch definition.check {
    case .checker(let name):
      guard let checker = Checkers.named(name) else { return nil }
      return CompiledRule(
        definition: definition,
        severity: severity,
        check: .checker(checker)
      )
    case .predicate(let predicate):
      let compiled = CompiledPredicate(
        predicate,
        when: try predicate.when.map { text throws(RuleError) in
          try program(text, key: "when", of: definition, predicate.subject, expecting: .bool)
        },
        assert: try program(
          predicate.assert,
          key: "assert",
          of: definition,
          predicate.subject,
          expecting: .bool
        )
      )
      return CompiledRule(
        definition: definition,
        severity: severity,
        check: .predicate(compiled)
      )
    }
  }

  /// Compiles all expressions of a rule, to find the mistakes in those that only findings need.
  package static func validate(_ definition: RuleDefinition) throws(RuleError) {
    guard case .predicate(let predicate) = definition.check else { return }
    _ = try compile(definition, severity: definition.severity)
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
