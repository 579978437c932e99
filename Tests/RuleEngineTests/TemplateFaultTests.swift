import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// A mistake in a template is one finding, at the template, with the jobs that use it.
@Suite struct TemplateFaultTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let yaml: String
    /// `line:column jobs: message` of each finding of AKV012.
    let found: [String]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "a script that the template lacks",
      yaml: """
        .base: {stage: test}
        a: {extends: .base}
        b: {extends: .base}
        """,
      found: ["1:1 a, b: the job has no script, run or trigger"]
    ),
    Case(
      testDescription: "a script that one of the jobs lacks",
      yaml: """
        .base: {stage: test}
        a: {extends: .base}
        b: {extends: .base, script: x}
        """,
      found: ["2:1 a: the job \"a\" has no script, run or trigger"]
    ),
    Case(
      testDescription: "jobs without a template",
      yaml: """
        a: {stage: test}
        b: {stage: test}
        """,
      found: [
        "1:1 a: the job \"a\" has no script, run or trigger",
        "2:1 b: the job \"b\" has no script, run or trigger",
      ]
    ),
    Case(
      testDescription: "the template that most of them use",
      yaml: """
        .one: {stage: test}
        .two: {tags: [x]}
        a: {extends: [.one, .two]}
        b: {extends: .two}
        """,
      found: ["2:1 a, b: the job has no script, run or trigger"]
    ),
    Case(
      testDescription: "a merge key",
      yaml: """
        .base: &base {stage: test}
        a: {<<: *base}
        b: {<<: *base}
        """,
      found: ["1:1 a, b: the job has no script, run or trigger"]
    ),
    Case(
      testDescription: "start_in, where the template makes it delayed",
      yaml: """
        .base: {when: delayed}
        a: {extends: .base, script: x}
        b: {extends: .base, script: x}
        c: {when: delayed, script: x}
        """,
      found: [
        "1:15 a, b: the job lacks \"start_in\"", "4:11 c: the job \"c\" lacks \"start_in\"",
      ]
    ),
    Case(
      testDescription: "an environment without a name",
      yaml: """
        .base:
          environment: {url: x}
        a: {extends: .base, script: x}
        b: {extends: .base, script: x}
        """,
      found: ["2:3 a, b: \"environment\" lacks \"name\""]
    ),
  ]

  @Test(arguments: cases)
  func isOneFinding(_ example: Case) throws {
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(example.yaml.utf8))
    let pipeline = Pipeline(source, in: InMemoryFiles([:]))
    let result = try Linter(rules: BuiltInRuleSet.all).check(pipeline, evidence: ProjectEvidence())
    let found = result.findings.filter { $0.rule == "AKV012" }.map { finding in
      let start = finding.place.span.start
      let jobs = finding.jobs.joined(separator: ", ")
      return "\(start.line):\(start.column) \(jobs): \(finding.message)"
    }
    #expect(found == example.found)
  }
}
