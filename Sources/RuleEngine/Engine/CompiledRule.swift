import CommonExpressions
import Findings
import Synchronization
import YAMLSyntax

/// A rule whose check is ready to run.
///
/// A class, because every pipeline is checked by all rules and copying one costs more than most
/// of them take.
final class CompiledRule: Sendable {
  /// The check.
  enum Check {
    case predicate(CompiledPredicate)
    case checker(any Checker)
  }

  let definition: RuleDefinition
  let severity: Severity
  let check: Check
  /// Whether it looks at what GitLab's validation refuses.
  let needsErrors: Bool
  /// Whether all that it reports at one place is one finding, however the messages differ.
  let joinsByPlace: Bool
  /// The part of the work on a large pipeline that it belongs to.
  let part: SharedRules.Part
  /// The variants for files with other parameters; nil when all files have the same.
  let variants: RuleVariants?

  init(definition: RuleDefinition, severity: Severity, check: Check, variants: RuleVariants?) {
    self.definition = definition
    self.severity = severity
    self.check = check
    self.variants = variants
    switch check {
    case .checker(let checker):
      needsErrors = checker.needsErrors
      joinsByPlace = false
      part = .scripts
    case .predicate(let predicate):
      let target = predicate.predicate.subject
      needsErrors = target == .lintError
      joinsByPlace = target.joinsByPlace
      part = target.part
    }
  }
}

/// A predicate, compiled as far as it was needed.
///
/// Its decisive expressions are compiled when the first subject asks for them, the others when a
/// finding needs them; all pipelines share what was compiled.
/// Most pipelines have no secrets, and compiling all rules takes longer than reading one of those.
/// The content of a rule file was validated when it was read.
final class CompiledPredicate: Sendable {
  /// The expressions that decide about a subject.
  ///
  /// A class, because every pipeline gets them and they are many references.
  final class Programs: Sendable {
    let when: Program?
    let assert: Program
    /// Whether their values may depend on the job that a subject belongs to.
    let dependOnJob: Bool

    init(when: Program?, assert: Program, dependOnJob: Bool) {
      self.when = when
      self.assert = assert
      self.dependOnJob = dependOnJob
    }
  }

  /// The compiled expressions, by their texts.
  private struct Compiled {
    var decisive: Programs?
    var programs: [String: Program] = [:]
    var templates: [String: Template] = [:]
  }

  let predicate: RuleDefinition.Predicate
  private let definition: RuleDefinition
  private let compiled = Mutex(Compiled())

  init(_ predicate: RuleDefinition.Predicate, of definition: RuleDefinition) {
    self.predicate = predicate
    self.definition = definition
  }

  /// The decisive expressions.
  ///
  /// - Throws: The first that is not valid.
  func programs() throws(RuleError) -> Programs {
    if let known = compiled.withLock({ $0.decisive }) { return known }
    let programs = Programs(
      when: try predicate.when.map { text throws(RuleError) in
        try compile(text, key: "when", expecting: .bool)
      },
      assert: try compile(predicate.assert, key: "assert", expecting: .bool),
      // An expression that asks for the job has the field's name in it.
      dependOnJob: [predicate.when ?? "", predicate.assert].contains {
        ByteSearch.contains(Array("job".utf8), in: Array($0.utf8)[...])
      }
    )
    compiled.withLock { $0.decisive = programs }
    return programs
  }

  /// An expression that findings need, of any type.
  func program(_ source: String, key: String) throws(RuleError) -> Program {
    if let known = compiled.withLock({ $0.programs[source] }) { return known }
    let program = try compile(source, key: key, expecting: nil)
    compiled.withLock { $0.programs[source] = program }
    return program
  }

  /// A text with expressions in it; `it` is the type of what that name means, if it means anything.
  func template(_ source: String, key: String, it: CELType?) throws(RuleError) -> Template {
    if let known = compiled.withLock({ $0.templates[source] }) { return known }
    let template = try RuleCompiler.template(
      source,
      key: key,
      of: definition,
      predicate.subject,
      it: it
    )
    compiled.withLock { $0.templates[source] = template }
    return template
  }

  private func compile(
    _ source: String,
    key: String,
    expecting type: CELType?
  ) throws(RuleError) -> Program {
    try RuleCompiler.program(
      source,
      key: key,
      of: definition,
      predicate.subject,
      expecting: type
    )
  }
}

/// Compiles rules.
package enum RuleCompiler {
  /// A rule, ready to run.
  ///
  /// - Throws: The name of a checker that does not exist.
  static func compile(
    _ definition: RuleDefinition,
    severity: Severity,
    variants: RuleVariants? = nil
  ) throws(RuleError) -> CompiledRule {
    switch definition.check {
    case .checker(let name):
      guard let checker = Checkers.named(name) else {
        throw RuleError(rule: definition.id, key: "check", message: "unknown checker \(name)")
      }
      return CompiledRule(
        definition: definition,
        severity: severity,
        check: .checker(checker),
        variants: variants
      )
    case .predicate(let predicate):
      let compiled = CompiledPredicate(predicate, of: definition)
      return CompiledRule(
        definition: definition,
        severity: severity,
        check: .predicate(compiled),
        variants: variants
      )
    }
  }

  /// Compiles all expressions of a rule, to find the mistakes in those that only findings need.
  ///
  /// - Throws: The first mistake, or that the rule names an unknown checker.
  package static func validate(_ definition: RuleDefinition) throws(RuleError) {
    guard case .predicate(let predicate) = definition.check else {
      if !Housekeeping.includes(definition) {
        _ = try compile(definition, severity: definition.severity)
      }
      return
    }
    _ = try CompiledPredicate(predicate, of: definition).programs()
    let subject = predicate.subject
    _ = try program(predicate.at, key: "at", of: definition, subject, expecting: nil)
    _ = try template(predicate.message, key: "message", of: definition, subject, it: nil)
    if let code = predicate.predicts {
      _ = try program(code, key: "predicts", of: definition, subject, expecting: .string)
    }
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
    for (index, fix) in predicate.fixes.enumerated() {
      try validate(fix, key: "fix[\(index)]", of: definition, subject)
    }
  }

  private static func validate(
    _ fix: RuleFix,
    key: String,
    of rule: RuleDefinition,
    _ subject: RuleTarget
  ) throws(RuleError) {
    if let when = fix.when {
      _ = try program(when, key: "\(key).when", of: rule, subject, expecting: .bool)
    }
    for (index, edit) in fix.edits.enumerated() {
      let key = "\(key).edits[\(index)]"
      let target = "\(key).\(edit.targetKey)"
      _ = try program(edit.target, key: target, of: rule, subject, expecting: nil)
      if let text = edit.text {
        _ = try program(text, key: "\(key).with", of: rule, subject, expecting: .string)
      }
    }
  }

  static func program(
    _ source: String,
    key: String,
    of rule: RuleDefinition,
    _ subject: RuleTarget,
    expecting type: CELType?
  ) throws(RuleError) -> Program {
    do {
      return try Program(
        source,
        schema: PipelineSchema.schema,
        variables: variables(subject),
        parameters: rule.parameters.map(\.constant),
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
    _ subject: RuleTarget,
    it: CELType?
  ) throws(RuleError) -> Template {
    do {
      return try Template(
        source,
        schema: PipelineSchema.schema,
        variables: variables(subject) + (it.map { [("it", $0)] } ?? []),
        parameters: rule.parameters.map(\.constant)
      )
    } catch {
      throw RuleError(rule: rule.id, key: key, error: error)
    }
  }

  /// The variables of expressions: the pipeline, and the rule's target.
  private static func variables(
    _ subject: RuleTarget
  ) -> [(name: String, type: CELType)] {
    let pipeline = (name: "pipeline", type: CELType.object(PipelineField.typeName))
    if subject == .pipeline { return [pipeline] }
    return [pipeline, (name: subject.rawValue, type: .object(subject.rawValue))]
  }
}
