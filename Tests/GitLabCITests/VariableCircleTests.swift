import GitLabCI
import Testing

/// Variables that refer to each other.
@Suite struct VariableCircleTests {
  @Test(
    arguments: [
      (["a": ["b"], "b": ["a"]], ["a", "b"]),
      (["a": ["a"], "b": ["b"]], nil),
      (["a": ["b", "c"], "b": ["c"], "c": ["d"], "d": []], nil),
      (["a": ["b"], "b": ["c"], "c": ["b"], "d": ["a"]], ["b", "c"]),
      (["x": ["y"], "y": ["x"], "a": ["x"], "m": ["n"], "n": ["m"]], ["m", "n"]),
      (["a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": ["d"]], ["a", "b", "c"]),
      (["a": ["none", "b"], "b": ["a", "a"]], ["a", "b"]),
      (["a": ["b"], "b": ["c", "b"], "c": ["d"], "d": ["b", "a"]], ["a", "b", "c", "d"]),
      (["a": []], nil), ([:], nil),
    ] as [([String: [String]], [String]?)]
  )
  func circle(references: [String: [String]], expected: [String]?) {
    #expect(VariableCircle.find(references) == expected)
  }

  @Test("chains as long as a file take no longer than their references")
  func longChain() {
    let count = 50_000
    var references: [String: [String]] = [:]
    for number in 0..<count { references["v\(number)"] = ["v\(number + 1)"] }
    #expect(VariableCircle.find(references) == nil)
    references["v\(count)"] = ["v0"]
    #expect(VariableCircle.find(references)?.count == count + 1)
  }
}
