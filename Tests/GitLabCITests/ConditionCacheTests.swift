import Files
import GitLabCI
import Testing

@Suite struct ConditionCacheTests {
  private let cache = ConditionCache(budget: Budget())

  private func holds(_ text: String, _ value: String, isShared: Bool) -> Bool? {
    cache.holds(
      Array(text.utf8)[...],
      variable: { $0 == "RUN" ? .unknown : .string(value) },
      isShared: { _ in isShared }
    )
  }

  @Test func variablesOfJobsAreLookedUpForEach() {
    #expect(holds("$A == \"x\"", "x", isShared: false) == true)
    #expect(holds("$A == \"x\"", "y", isShared: false) == false)
  }

  /// A variable that all jobs share is looked up once, even when the answer is not known.
  @Test(arguments: [("$A == \"x\"", true), ("$A == \"y\"", false), ("$RUN && $A", nil)])
  func sharedAnswersAreRemembered(_ text: String, _ expected: Bool?) {
    #expect(holds(text, "x", isShared: true) == expected)
    #expect(holds(text, "", isShared: true) == expected)
  }

  @Test func whatIsNoConditionNeverHolds() {
    #expect(holds("$A ==", "x", isShared: true) == false)
  }
}
