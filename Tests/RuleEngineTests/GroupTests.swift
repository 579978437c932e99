import AccessPrediction
import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import Testing
import YAMLSyntax

@testable import RuleEngine

/// Pipelines that are checked together, as those of a folder are.
@Suite struct GroupTests {
  private static let subjects: [LintInput] = ExampleCase.all.compactMap { example in
    guard let text = example.files[".gitlab-ci.yml"] else { return nil }
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles(text: example.files)
    )
    return LintInput(pipeline: pipeline, evidence: ProjectEvidence(), role: .pipeline)
  }

  /// A pipeline's findings do not depend on what is checked with it.
  @Test(arguments: [2, 8, 1_000])
  func togetherAsAlone(size: Int) throws {
    let linter = try Linter(rules: BuiltInRuleSet.all)
    var together: [LintResult] = []
    var rest = Self.subjects[...]
    while !rest.isEmpty {
      together += try linter.check(Array(rest.prefix(size)), runs: Runs()).map { try $0.get() }
      rest = rest.dropFirst(size)
    }
    #expect(together.count > 300)
    for (subject, result) in zip(Self.subjects, together) {
      let alone = try linter.check(subject.pipeline, evidence: ProjectEvidence())
      #expect(Self.words(result) == Self.words(alone))
    }
  }

  private static func words(_ result: LintResult) -> [String] {
    result.findings.map {
      "\($0.fingerprint) \(ExampleRunner.mark($0)) \($0.severity) \($0.jobs) \($0.message)"
    }
      + result.undecided.map { "\($0.rule) \($0.jobs) \($0.reason)" }
      + result.suppressed.map { "\($0.fingerprint) suppressed" }
  }
}

@Suite struct JobSetTests {
  @Test(
    arguments: [
      ([], []), ([1, 2, 9], [true, true, true]), ([4, 4, 5, 5], [true, false, true, false]),
      ([5, 3, 3, 5, 4, 6, 6, 4], [true, true, false, false, true, true, false, false]),
    ] as [([UInt32], [Bool])]
  )
  func tellsWhatIsNew(numbers: [UInt32], new: [Bool]) {
    var jobs = JobSet()
    let answers = numbers.map { jobs.insert(Symbol(rawValue: $0)) }
    #expect(answers == new)
  }

  @Test func knowsTheFirst() {
    var jobs = JobSet(Symbol(rawValue: 7))
    let answers = [7, 2, 7].map { jobs.insert(Symbol(rawValue: $0)) }
    #expect(answers == [false, true, false])
  }
}
