import Findings
import RuleEngine
import TextFormats

/// The rules that a SARIF report speaks of, which it explains once and then names by index.
struct SARIFRules {
  /// Their IDs, sorted.
  private let ids: [String]
  private let definitions: [String: RuleDefinition]
  private let findings: [String: Finding]

  /// The rules that a report speaks of.
  init(_ report: RunReport, among rules: [RuleDefinition]) {
    let said = report.findings + report.suppressed
    findings = Dictionary(said.map { ($0.rule, $0) }) { first, _ in first }
    ids = Set(said.map(\.rule) + report.undecided.map(\.rule)).sorted()
    definitions = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The index of a rule in the report.
  func index(of rule: String) -> Int? {
    ids.firstIndex(of: rule)
  }

  /// Writes a reference to a rule.
  func writeReference(to rule: String, _ json: inout JSONText) {
    json.object { json in
      json.member("id", rule)
      if let index = index(of: rule) { json.member("index", index) }
    }
  }

  /// Writes the rules as an array.
  func write(to json: inout JSONText) {
    json.array(ids) { json, id in
      json.object { json in
        json.member("id", id)
        if let definition = definitions[id] {
          Self.write(definition, &json)
        } else if let name = findings[id]?.name {
          json.member("name", name)
        }
      }
    }
  }

  private static func write(_ rule: RuleDefinition, _ json: inout JSONText) {
    json.member("name", rule.name)
    json.text("shortDescription", "\(rule.title).")
    json.text("fullDescription", rule.why.isEmpty ? "\(rule.title)." : rule.why)
    if rule.help.hasPrefix("https://") { json.member("helpUri", rule.help) }
    json.key("help")
    json.object { json in
      let parts = [("What happens at run time", rule.why), ("What to type", rule.remedy)]
      let said = parts.filter { !$0.1.isEmpty }
      let title = said.isEmpty ? "\(rule.title)." : ""
      json.member("text", title + said.map(\.1).joined(separator: "\n\n"))
      json.member(
        "markdown",
        title + said.map { "**\($0.0)**\n\n\($0.1)" }.joined(separator: "\n\n")
      )
    }
    json.key("defaultConfiguration")
    json.object { $0.member("level", SARIFResult.level(rule.severity)) }
  }
}
