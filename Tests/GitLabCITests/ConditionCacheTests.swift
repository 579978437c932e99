import Files
import GitLabCI
import Testing
import YAMLSyntax

@Suite struct ConditionCacheTests {
  /// The values of variables of one job.
  private struct Values: ConditionVariables {
    let text: String
    let isShared: Bool

    func value(_ name: String) -> ConditionValue { name == "RUN" ? .unknown : .string(text) }
    func expandedValue(_ name: String) -> String? { nil }
    func isShared(_ name: String) -> Bool { isShared }
  }

  /// A pipeline in which two jobs have the same condition.
  private struct Conditions {
    let nodes: [NodeID]
    private let cache: ConditionCache

    init(_ condition: String) throws {
      let rules = "rules: [{if: '\(condition)'}]"
      let text = "a: {script: x, \(rules)}\nb: {script: x, \(rules)}\n"
      let pipeline = Pipeline(
        SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
        in: InMemoryFiles([:])
      )
      let tree = pipeline.tree
      nodes = try pipeline.jobs.map { job in
        let rules = try #require(tree.present(.rules, in: job.node))
        let rule = try #require(tree.items(rules).first)
        return try #require(tree.present(.if, in: rule.value))
      }
      cache = ConditionCache(ConditionTexts(tree, budget: Budget()), budget: Budget())
    }

    /// The answer for the first job, and then for the second one.
    func holds(_ first: String, _ second: String, isShared: Bool) -> [Bool?] {
      zip(nodes, [first, second]).map { node, text in
        cache.holds(node, Values(text: text, isShared: isShared))
      }
    }
  }

  @Test func variablesOfJobsAreLookedUpForEach() throws {
    let conditions = try Conditions("$A == \"x\"")
    #expect(conditions.nodes.count == 2)
    #expect(conditions.holds("x", "y", isShared: false) == [true, false])
  }

  /// A variable that all jobs share is looked up once, even when the answer is not known.
  @Test(arguments: [("$A == \"x\"", true), ("$A == \"y\"", false), ("$RUN && $A", nil)])
  func sharedAnswersAreRemembered(_ text: String, _ expected: Bool?) throws {
    #expect(try Conditions(text).holds("x", "", isShared: true) == [expected, expected])
  }

  @Test func whatIsNoConditionNeverHolds() throws {
    #expect(try Conditions("$A ==").holds("x", "x", isShared: true) == [false, false])
  }
}
