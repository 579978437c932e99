import CommonExpressions
import Findings

/// Writes rules as Swift source, so that nothing has to be read or parsed when akvlint starts.
package enum RuleGenerator {
  /// The source file of some rules.
  package static func source(_ rules: [RuleDefinition]) -> String {
    var result = """
      // swift-format-ignore-file
      // Generated from rules/ by `make generate`. Do not edit.
      import CommonExpressions
      import Findings
      import RuleEngine

      func generatedRules() -> [RuleDefinition] {
        [

      """
    for rule in rules { result += "    \(functionName(rule))(),\n" }
    result += "  ]\n}\n"
    for rule in rules { result += "\n\(function(rule))" }
    return result
  }

  private static func functionName(_ rule: RuleDefinition) -> String {
    "rule\(rule.id)"
  }

  private static func function(_ rule: RuleDefinition) -> String {
    """
    private func \(functionName(rule))() -> RuleDefinition {
      RuleDefinition(
        id: \(quoted(rule.id)), name: \(quoted(rule.name)), since: \(quoted(rule.since)),
        severity: .\(rule.severity.rawValue), severityWhen: \(severities(rule.severityWhen)),
        profile: .\(rule.profile.rawValue), roles: \(cases(rule.roles.map { "\($0)" })),
        title: \(quoted(rule.title)),
        check: \(check(rule.check)),
        identity: \(cases(rule.identity.map { "\($0)" })), isIgnorable: \(rule.isIgnorable),
        parameters: [\(rule.parameters.map(parameter).joined(separator: ", "))],
        why: \(quoted(rule.why)),
        remedy: \(quoted(rule.remedy)),
        references: [\(rule.references.map(quoted).joined(separator: ", "))],
        examples: {
          RuleDefinition.Examples(
            bad: \(examples(rule.badExamples)),
            good: \(examples(rule.goodExamples)))
        })
    }

    """
  }

  private static func check(_ check: RuleDefinition.Check) -> String {
    switch check {
    case .checker(let name): ".checker(\(quoted(name)))"
    case .predicate(let predicate):
      """
      .predicate(
          RuleDefinition.Predicate(
            subject: .\(predicate.subject), \(conditions(predicate)),
            assert: \(quoted(predicate.assert)), at: \(quoted(predicate.at)),
            related: [\(predicate.related.map(related).joined(separator: ", "))],
            message: \(quoted(predicate.message)), \(code(predicate))fixes: [\(predicate.fixes.map(fix).joined(separator: ", "))]))
      """
    }
  }

  /// The conditions under which a rule checks an object.
  private static func conditions(_ predicate: RuleDefinition.Predicate) -> String {
    let evidence = predicate.evidence.map { "evidence: .\($0), " } ?? ""
    let texts = predicate.mentions.map(quoted).joined(separator: ", ")
    let mentions = texts.isEmpty ? "" : "mentions: [\(texts)], "
    return "\(evidence)\(mentions)when: \(optional(predicate.when))"
  }

  private static func code(_ predicate: RuleDefinition.Predicate) -> String {
    predicate.predicts.map { "predicts: \(quoted($0)), " } ?? ""
  }

  private static func related(_ related: RuleDefinition.Related) -> String {
    "RuleDefinition.Related(at: \(quoted(related.at)), when: \(optional(related.when)), "
      + "message: \(quoted(related.message)))"
  }

  private static func fix(_ fix: RuleFix) -> String {
    "RuleFix(title: \(quoted(fix.title)), safety: .\(fix.safety.rawValue), "
      + "when: \(optional(fix.when)), edits: [\(fix.edits.map(edit).joined(separator: ", "))])"
  }

  private static func edit(_ edit: RuleFix.Edit) -> String {
    switch edit {
    case .replace(let target, let text): ".replace(\(quoted(target)), with: \(quoted(text)))"
    case .insert(let target, let key, let text):
      ".insert(into: \(quoted(target)), key: \(quoted(key)), value: \(quoted(text)))"
    case .append(let target, let key, let text):
      ".append(after: \(quoted(target)), key: \(quoted(key)), value: \(quoted(text)))"
    case .remove(let target): ".remove(\(quoted(target)))"
    }
  }

  private static func parameter(_ parameter: RuleParameter) -> String {
    "RuleParameter(name: \(quoted(parameter.name)), value: \(value(parameter.value)))"
  }

  private static func value(_ value: Value) -> String {
    switch value {
    case .bool(let value): ".bool(\(value))"
    case .int(let value): ".int(\(value))"
    case .list(let values): ".list([\(values.map(self.value).joined(separator: ", "))])"
    default: ".string(\(quoted(value.description)))"
    }
  }

  private static func severities(_ severities: [RuleDefinition.ConditionalSeverity]) -> String {
    let items = severities.map {
      "RuleDefinition.ConditionalSeverity(when: \(quoted($0.when)), "
        + "severity: .\($0.severity.rawValue))"
    }
    return "[\(items.joined(separator: ", "))]"
  }

  private static func examples(_ examples: [RuleDefinition.Example]) -> String {
    let items = examples.map { example in
      let files = example.files.map {
        "(path: \(quoted($0.path)), text: \(quoted($0.text)))"
      }
      return "RuleDefinition.Example(title: \(quoted(example.title)), "
        + "files: [\(files.joined(separator: ", "))])"
    }
    return "[\(items.joined(separator: ", "))]"
  }

  private static func cases(_ names: [String]) -> String {
    "[\(names.map { ".\($0)" }.joined(separator: ", "))]"
  }

  private static func optional(_ text: String?) -> String {
    text.map(quoted) ?? "nil"
  }

  /// A text as a Swift string literal on one line.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFEFF:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
