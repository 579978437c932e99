import Files
import GitLabCI
import Testing

/// Protected refs.
@Suite struct ProjectFactsTests {
  private static func facts(default name: String? = "main") -> ProjectFacts {
    var facts = ProjectFacts()
    facts.defaultBranch = name
    facts.protectedBranches = ["main", "release/*"]
    facts.protectedTags = ["v*"]
    return facts
  }

  private static func scenario(_ ref: Scenario.Ref) -> Scenario {
    Scenario(name: "s", source: "push", ref: ref)
  }

  @Test(
    "refs that were compared once have the same answers",
    arguments: [
      (.branch("main"), true), (.branch("release/a/b"), true), (.branch("x"), false),
      (.tag("v1"), true), (.tag("main"), false), (.defaultBranch("main"), true),
      (.defaultBranch("x"), false), (.defaultBranch(nil), true),
    ] as [(Scenario.Ref, Bool)]
  )
  func isProtected(ref: Scenario.Ref, isProtected: Bool) {
    let facts = Self.facts()
    #expect(facts.isProtected(ref) == isProtected)
    let budget = Budget()
    let prepared = facts.prepared(for: Self.scenario(ref), within: budget)
    #expect(prepared.isProtected(ref) == isProtected)
    #expect(prepared.isProtected(Self.scenario(ref)) == isProtected)
    #expect(budget.spent(on: .wildcardSteps) > 0)
  }

  @Test func unknownNames() {
    #expect(Self.facts(default: nil).isProtected(.defaultBranch(nil)) == nil)
    #expect(ProjectFacts().isProtected(.branch("main")) == nil)
  }

  @Test("other patterns give other answers")
  func changes() {
    var facts = Self.facts().prepared(for: Self.scenario(.branch("x")), within: Budget())
    facts.protectedBranches = ["x"]
    #expect(facts.isProtected(.branch("x")) == true)
  }

  @Test("beyond the budget nothing is known")
  func excess() {
    var facts = Self.facts()
    facts.protectedBranches = Array(repeating: "a*b", count: 100)
    let budget = Budget()
    budget.spend(Budget.Resource.wildcardSteps.limit - 500, on: .wildcardSteps)
    let prepared = facts.prepared(for: Self.scenario(.branch("x")), within: budget)
    #expect(prepared.isProtected(.branch("x")) == nil)
    #expect(budget.exhausted == .wildcardSteps)
  }
}
