import GitLabCI
import Testing

/// GitLab's expression language, three-valued.
@Suite struct ConditionTests {
  private static func variable(_ name: String) -> ConditionValue {
    switch name {
    case "BRANCH": .string("main")
    case "EMPTY": .string("")
    case "BLANK": .string("  ")
    case "PATTERN": .string("/^ma/")
    case "TRUE": .string("true")
    case "RUN": .unknown
    default: .null
    }
  }

  @Test(arguments: [
    ("$BRANCH == \"main\"", true), ("$BRANCH != \"main\"", false), ("$BRANCH", true),
    ("$EMPTY", false), ("$BLANK", false), ("$NONE", false), ("$NONE == null", true),
    ("$NONE == \"\"", false), ("$EMPTY == null", false), ("$BRANCH =~ /^ma/", true),
    ("$BRANCH =~ /^MA/", false), ("$BRANCH =~ /^MA/i", true), ("$BRANCH !~ /^ma/", false),
    ("$BRANCH =~ $PATTERN", true), ("$NONE =~ /^$|x/", true), ("$BRANCH =~ $NONE", false),
    ("$BRANCH !~ $NONE", true), ("$TRUE == true", true), ("$BRANCH =~ \"the main one\"", true),
    ("$BRANCH == \"x\" || $BRANCH == \"main\"", true),
    ("$BRANCH == \"x\" && $BRANCH == \"main\" || true", true),
    ("$BRANCH == \"x\" && ($BRANCH == \"main\" || true)", false),
    ("$RUN == \"push\"", nil), ("$RUN && false", false), ("$RUN && true", nil),
    ("$RUN == \"push\" && $BRANCH == \"x\"", false), ("$BRANCH || $RUN", true),
    ("$NONE || $RUN", nil), ("$RUN =~ $NONE", false),
  ])
  func holds(text: String, expected: Bool?) throws {
    #expect(try Condition(text).holds(variable: Self.variable) == expected)
  }

  @Test func inputsAreValues() throws {
    let condition = try Condition("$[[ inputs.environment ]] == \"production\"")
    let holds = condition.holds(variable: Self.variable) { name in
      name == "environment" ? .string("production") : .null
    }
    #expect(holds == true)
  }
}
