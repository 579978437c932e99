import Findings
import Testing
import YAMLSyntax

@testable import RuleEngine

/// Laws for the fixes of all rules, tried on their bad examples.
@Suite struct FixTests {
  private static let fixable = ExampleCase.all.filter { example in
    guard example.isBad else { return false }
    return (try? example.findings().contains { $0.rule == example.rule.id && !$0.fixes.isEmpty })
      ?? false
  }

  /// The files after one round of fixes, unsafe ones included.
  private func fixed(
    _ example: ExampleCase,
    transform: (String) -> String = { $0 }
  ) throws -> [String: String] {
    let findings = try example.findings(transform: transform)
    var files = example.files.mapValues(transform)
    let plan = FixPlan(findings.filter { $0.rule == example.rule.id }, includesUnsafe: true) {
      files[$0] != nil
    }
    for path in plan.paths {
      let source = SourceText(path: path, bytes: Array((files[path] ?? "").utf8))
      files[path] = String(decoding: plan.apply(to: source), as: UTF8.self)
    }
    return files
  }

  private func example(_ example: ExampleCase, files: [String: String]) -> ExampleCase {
    let definition = RuleDefinition.Example(
      title: example.example.title,
      files: files.map { ($0.key, $0.value) }
    )
    return ExampleCase(rule: example.rule, example: definition, isBad: true)
  }

  @Test func rulesWithFixes() {
    let rules = Set(Self.fixable.map(\.rule.id))
    #expect(
      rules.isSuperset(of: [
        "AKV002", "AKV005", "AKV202", "AKV203", "AKV205", "AKV207", "AKV208", "AKV210", "AKV401",
        "AKV902",
      ]),
      "\(rules.sorted())"
    )
  }

  @Test("take away their finding and bring no other", arguments: fixable)
  func mends(example: ExampleCase) throws {
    let before = try example.findings()
    let wrong = before.filter { $0.rule == example.rule.id && $0.fixes.isEmpty }
    let files = try fixed(example)
    let after = try self.example(example, files: files).findings()
    #expect(after.count { $0.rule == example.rule.id } == wrong.count, "\(files)")
    let others = Set(before.map(\.rule))
    let new = after.filter { !others.contains($0.rule) && $0.severity > .info }
    #expect(new.isEmpty, "\(new.map { "\($0.rule) \($0.mark)" }) \(files)")
  }

  @Test("change nothing when done again", arguments: fixable)
  func isStable(example: ExampleCase) throws {
    let once = try fixed(example)
    let twice = try fixed(self.example(example, files: once))
    #expect(once == twice)
  }

  @Test("keep line endings, a byte order mark and comments", arguments: fixable)
  func keepsTheRest(example: ExampleCase) throws {
    let plain = try fixed(example)
    let isMarked = example.files.values.allSatisfy(ExampleFiles.hasOneKey)
    let mark = isMarked ? "\u{FEFF}" : ""
    let windows = try fixed(example) { mark + $0.replacing("\n", with: "\r\n") }
    for (path, text) in plain where path != ".akvlint.yml" {
      #expect(windows[path] == mark + text.replacing("\n", with: "\r\n"))
    }
  }

  @Test("apply together as long as they do not touch")
  func overlap() {
    let finding = { (start: Int, end: Int, text: String) in
      let span = TextSpan(
        start: TextPosition(line: 1, column: start),
        end: TextPosition(line: 1, column: end)
      )
      return Finding(
        rule: "AKV999",
        name: "x",
        severity: .error,
        message: "",
        place: FileLocation(path: "a", span: span),
        jobs: [],
        secret: nil,
        scenarios: [],
        predicts: nil,
        related: [],
        fixes: [
          Fix(
            title: "",
            safety: .safe,
            edits: [TextEdit(place: FileLocation(path: "a", span: span), text: text)]
          )
        ],
        fingerprint: "",
        help: ""
      )
    }
    let plan = FixPlan(
      [finding(1, 3, "A"), finding(2, 4, "B"), finding(3, 5, "C"), finding(3, 3, "D")],
      includesUnsafe: false
    ) { _ in true }
    #expect(plan.count == 2)
    let bytes = plan.apply(to: SourceText(path: "a", bytes: Array("123456".utf8)))
    #expect(String(decoding: bytes, as: UTF8.self) == "AC56")
  }
}
