package import CommonExpressions
package import Evidence
import TextFormats

/// A parameter of a rule: `params.NAME` in its expressions.
///
/// The rule file gives the name and the default, whose type is the parameter's; the configuration
/// may give another value.
package struct RuleParameter: Hashable, Sendable {
  /// Its name.
  package let name: String
  /// A string, a whole number, a truth value or a list of strings.
  package private(set) var value: Value

  /// A parameter with its default.
  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  /// The constant that the rule's expressions see.
  package var constant: Constant { Constant(name: name, value: value) }

  /// The type of its value.
  package var type: CELType { constant.type }

  /// The texts of a list.
  package var texts: [String] {
    guard case .list(let values) = value else { return [] }
    return values.map(\.description)
  }

  /// Takes another value.
  ///
  /// - Returns: The mistake in it; nil when it was accepted.
  mutating func take(_ document: DocumentValue) -> String? {
    guard let other = Self.value(document), Self(name: name, value: other).type == type else {
      return "the parameter \"\(name)\" must be \(words), not \(document.kindWords)"
    }
    value = other
    return nil
  }

  /// The value that a document gives; nil for what no parameter holds.
  package static func value(_ document: DocumentValue) -> Value? {
    if let text = document.text { return .string(text) }
    if let number = document.integer { return .int(Int64(number)) }
    if let bool = document.bool { return .bool(bool) }
    guard case .list(let elements) = document.content, elements.allSatisfy({ $0.text != nil })
    else { return nil }
    return .list(elements.compactMap(\.text).map(Value.string))
  }

  private var words: String {
    switch type {
    case .bool: "a truth value"
    case .int: "a whole number"
    case .list: "a list of texts"
    default: "text"
    }
  }
}

/// The parameters of rules in the configuration.
package enum RuleParameters {
  /// The rules with the configuration's values, and what is wrong with these.
  ///
  /// - Parameters:
  ///   - configuration: The configuration.
  ///   - rules: The rules with their defaults.
  /// - Returns: The rules and the problems, those with values for some files included.
  package static func apply(
    _ configuration: Configuration,
    to rules: [RuleDefinition]
  ) -> (rules: [RuleDefinition], problems: [ConfigurationProblem]) {
    var rules = rules
    var problems: [ConfigurationProblem] = []
    for index in rules.indices {
      let id = rules[index].id
      take(configuration.rules[id], in: &rules[index], &problems)
      for setting in configuration.paths {
        var rule = rules[index]
        take(setting.rules[id], in: &rule, &problems)
      }
    }
    return (rules, problems)
  }

  private static func take(
    _ setting: Configuration.RuleSetting?,
    in rule: inout RuleDefinition,
    _ problems: inout [ConfigurationProblem]
  ) {
    guard let setting else { return }
    for (name, parameter) in setting.params.sorted(by: { $0.key < $1.key }) {
      guard let problem = rule.take(parameter.value, for: name) else { continue }
      problems.append(
        ConfigurationProblem(
          path: parameter.path,
          place: parameter.value.place,
          message: problem
        )
      )
    }
  }
}

extension RuleDefinition {
  /// Sets a parameter.
  ///
  /// - Returns: The mistake; nil when it was accepted.
  mutating func take(_ value: DocumentValue, for name: String) -> String? {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else {
      let known = parameters.map(\.name)
      let hint = Spelling.hint(for: name, among: known)
      return "the rule \(id) has no parameter \"\(name)\"\(hint)"
    }
    return parameters[index].take(value)
  }
}
