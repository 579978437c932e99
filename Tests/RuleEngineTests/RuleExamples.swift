import BuiltInRules
import Evidence
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// One example of a rule file, ready to run.
struct ExampleCase: Sendable, CustomTestStringConvertible {
  let rule: RuleDefinition
  let example: RuleDefinition.Example
  let isBad: Bool

  var testDescription: String { "\(rule.id) \(isBad ? "bad" : "good"): \(example.title)" }

  static let all: [ExampleCase] = BuiltInRules.all.flatMap { rule in
    rule.badExamples.map { ExampleCase(rule: rule, example: $0, isBad: true) }
      + rule.goodExamples.map { ExampleCase(rule: rule, example: $0, isBad: false) }
  }

  /// The files without their marks.
  var files: [String: String] {
    var files: [String: String] = [:]
    for (path, text) in example.files {
      files[path] = String(
        text.unicodeScalars.filter { $0 != "«" && $0 != "»" }.map(Character.init)
      )
    }
    return files
  }

  /// The marked places, as `path:line:column-line:column`.
  var marks: Set<String> {
    var marks: Set<String> = []
    for (path, text) in example.files {
      var line = 1
      var column = 1
      var start = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "«": start = "\(line):\(column)"
        case "»": marks.insert("\(path):\(start)-\(line):\(column)")
        case "\n":
          line += 1
          column = 1
        default: column += 1
        }
      }
    }
    return marks
  }

  /// All findings in the example, by all rules, strict ones included.
  func findings(transform: (String) -> String = { $0 }) throws -> [Finding] {
    let texts = files.mapValues(transform)
    let repository = InMemoryFiles(text: texts)
    var configuration = Configuration()
    if let text = texts[Configuration.fileName] {
      configuration = ConfigurationReader.read(
        Array(text.utf8),
        path: Configuration.fileName,
        rules: BuiltInRules.all.map { ($0.id, $0.name) }
      ) { path throws(FileError) in try repository.read(path) }
    }
    let isBuiltIn = BuiltInRules.all.contains { $0.id == rule.id }
    let (rules, problems) = RuleParameters.apply(
      configuration,
      to: BuiltInRules.all + (isBuiltIn ? [] : [rule]),
      path: Configuration.fileName
    )
    configuration.problems += problems
    if !configuration.problems.isEmpty {
      return ConfigurationFindings.findings(configuration.problems, rules: BuiltInRules.all)
    }
    let root = ".gitlab-ci.yml"
    let pipeline = Pipeline(
      SourceText(path: root, bytes: Array((texts[root] ?? "").utf8)),
      in: repository
    )
    var selection = RuleSelection()
    selection.settings[rule.id] = .severity(rule.severity)
    var suppressions = SuppressionOptions()
    suppressions.today = "2026-11-23"
    let linter = try Linter(rules: rules, selection: selection, suppressions: suppressions)
    let result = try linter.check(
      pipeline,
      evidence: configuration.evidence,
      runs: Runs(configuration.allScenarios)
    )
    return linter.join([result]).findings
  }
}

extension Finding {
  /// The place, as marks are written.
  var mark: String {
    let (start, end) = (place.span.start, place.span.end)
    return "\(place.path):\(start.line):\(start.column)-\(end.line):\(end.column)"
  }
}

@Suite struct RuleExampleTests {
  @Test(arguments: BuiltInRules.all.map(\.id))
  func hasExamples(id: String) {
    let rule = BuiltInRules.all.first { $0.id == id }
    #expect(rule?.badExamples.count ?? 0 >= 2)
    #expect(rule?.goodExamples.count ?? 0 >= 2)
    #expect(rule?.references.isEmpty == false)
  }

  @Test(arguments: ExampleCase.all.filter(\.isBad))
  func firesAtTheMarks(example: ExampleCase) throws {
    let findings = try example.findings()
    let own = findings.filter { $0.rule == example.rule.id }
    #expect(!example.marks.isEmpty)
    #expect(
      Set(own.map(\.mark)) == example.marks,
      "all findings: \(findings.map { "\($0.rule) \($0.mark) \($0.message)" })"
    )
  }

  @Test(arguments: ExampleCase.all.filter { !$0.isBad })
  func isSilent(example: ExampleCase) throws {
    let findings = try example.findings().filter {
      $0.severity > .info || $0.rule == example.rule.id
    }
    #expect(findings.isEmpty, "\(findings.map { "\($0.rule) \($0.mark) \($0.message)" })")
  }

  /// A bad example shows one mistake: no other rule speaks up.
  @Test(arguments: ExampleCase.all.filter(\.isBad))
  func isOneMistake(example: ExampleCase) throws {
    let others = try example.findings().filter {
      $0.rule != example.rule.id && $0.severity > .info
    }
    #expect(others.isEmpty, "\(others.map { "\($0.rule) \($0.mark) \($0.message)" })")
  }

  @Test(arguments: ExampleCase.all.filter { $0.isBad && $0.rule.id > "AKV006" })
  func lineEndingsAndMarksDoNotMatter(example: ExampleCase) throws {
    let plain = try example.findings().filter { $0.rule == example.rule.id }.map(\.mark)
    let windows = try example.findings { $0.replacing("\n", with: "\r\n") }
      .filter { $0.rule == example.rule.id }.map(\.mark)
    #expect(plain == windows)
    let marked = try example.findings { "\u{FEFF}" + $0 }
      .filter { $0.rule == example.rule.id }.map(\.mark)
    #expect(plain == marked)
  }
}
