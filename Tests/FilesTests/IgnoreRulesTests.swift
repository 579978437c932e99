import Files
import Testing

/// Source: Git's page on `.gitignore`.
@Suite struct IgnoreRulesTests {
  @Test("a pattern counts below the folder of its file")
  func folders() {
    var rules = IgnoreRules()
    rules.add("/x\ny/", in: "a")
    #expect(rules.ignores("a/x", isFolder: false, within: Budget()))
    #expect(!rules.ignores("x", isFolder: false, within: Budget()))
    #expect(rules.ignores("a/b/y", isFolder: true, within: Budget()))
    #expect(!rules.ignores("a/b/y", isFolder: false, within: Budget()))
  }

  @Test("what it takes is counted, and ends")
  func budget() {
    var rules = IgnoreRules()
    rules.add(String(repeating: "*a*b*c\n", count: 50_000), in: "")
    let budget = Budget()
    let path = String(repeating: "abc", count: 60) + "d"
    var count = 0
    while !budget.isExhausted, count < 1_000 {
      _ = rules.ignores(path, isFolder: false, within: budget)
      count += 1
    }
    #expect(budget.exhausted == .wildcardSteps)
    #expect(count < 100)
  }
}
