package import RuleEngine
import TextFormats

/// SARIF 2.1.0, which GitHub, Azure DevOps and many editors read.
///
/// Source: OASIS, Static Analysis Results Interchange Format 2.1.0, Errata 01.
package enum SARIFReport {
  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The findings.
  ///   - version: akvlint's version.
  ///   - rules: The rules that could speak; those that did are explained in the report.
  /// - Returns: One JSON document.
  package static func render(
    _ report: RunReport,
    version: String,
    rules: [RuleDefinition]
  ) -> String {
    let table = SARIFRules(report, among: rules)
    var json = JSONText()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array(CollectionOfOne(report)) { json, report in
        json.object { run(report, version, table, &$0) }
      }
    }
    return json.text + "\n"
  }

  private static func run(
    _ report: RunReport,
    _ version: String,
    _ table: SARIFRules,
    _ json: inout JSONText
  ) {
    json.key("tool")
    json.object { json in
      json.key("driver")
      json.object { json in
        json.member("name", "akvlint")
        json.member("version", version)
        json.member("semanticVersion", version)
        json.member("informationUri", "https://github.com/akvlint/akvlint")
        json.key("rules")
        table.write(to: &json)
      }
    }
    json.key("invocations")
    json.array(CollectionOfOne(report)) { json, report in
      json.object { SARIFInvocation(report: report, rules: table).write(&$0) }
    }
    json.key("originalUriBaseIds")
    json.object { json in
      json.key("%SRCROOT%")
      json.object { $0.text("description", "The root of the repository.") }
    }
    // Ours are Unicode scalars, which SARIF calls code points; without this they would be UTF-16.
    json.member("columnKind", "unicodeCodePoints")
    json.key("results")
    json.array(report.findings + report.suppressed) { json, finding in
      json.object { SARIFResult(finding: finding, rules: table).write(&$0) }
    }
  }
}

extension JSONText {
  /// Writes a member that is a message, which SARIF wraps in an object.
  mutating func text(_ key: String, _ text: String) {
    self.key(key)
    object { $0.member("text", text) }
  }
}
