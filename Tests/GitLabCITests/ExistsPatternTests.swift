import Files
import Testing

@testable import GitLabCI

/// Expectations from Ruby's documentation of `File.fnmatch?`, with the flags that GitLab sets.
@Suite("Patterns of rules:exists")
struct ExistsPatternTests {
  @Test(arguments: [
    ("Dockerfile", "Dockerfile", true), ("Dockerfile", "a/Dockerfile", false),
    ("*.tf", "main.tf", true), ("*.tf", "infra/main.tf", false), ("*", ".hidden", true),
    ("infra/*", "infra/main.tf", true), ("infra/*", "infra/a/main.tf", false),
    ("**/*.tf", "main.tf", true), ("**/*.tf", "a/b/main.tf", true), ("**/*.tf", "a/.b/c.tf", true),
    ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "ax/b", false),
    ("**.tf", "main.tf", true), ("**.tf", "a/main.tf", false), ("a**/b", "ax/b", true),
    ("a**/b", "ax/y/b", false),
    ("?.txt", "a.txt", true), ("?.txt", "ab.txt", false), ("a?b", "a/b", false),
    ("[ab].c", "b.c", true), ("[ab].c", "c.c", false), ("[a-c]1", "b1", true),
    ("[^a]1", "b1", true), ("[^a]1", "a1", false), ("[!a]1", "b1", true), ("[^a]b", "/b", false),
    ("[a-]1", "-1", true), ("[a", "[a", false), ("[\\]]x", "]x", true),
    ("{a,b}.yml", "a.yml", true), ("{a,b}.yml", "c.yml", false), ("x{,.y}", "x", true),
    ("{a,{b,c}d}", "cd", true), ("{a,{b,c}d}", "b", false),
    ("**/{go,Cargo}.lock", "x/go.lock", true),
    ("{**/,}pom.xml", "a/b/pom.xml", true), ("{**/,}pom.xml", "pom.xml", true),
    ("\\*", "*", true), ("\\*", "a", false), ("a+b(c)|d^$.", "a+b(c)|d^$.", true),
    ("a.b", "axb", false),
    ("é?", "éa", true), ("{a", "{a", false), ("a}", "a}", true), ("", "", true), ("", "a", false),
    ("{a,b", "a", false), ("[{a]", "a", false), ("[{a}]", "a", true), ("\\{a*", "{ab", true),
    ("[]a]", "a", false), ("[!]", "x", true), ("[a\\-c]", "b", false), ("[a\\-c]", "-", true),
    ("[c-a]", "b", false), ("[!c-a]", "b", true), ("x[/]y", "x/y", false),
    ("x[.-0]y", "x/y", false), ("x[.-0]y", "x0y", true), ("?\\", "a", true),
  ])
  func match(pattern: String, path: String, expected: Bool) {
    #expect(ExistsPattern(pattern, within: Budget())?.matches(path, within: Budget()) == expected)
  }

  @Test("braces with too many alternatives are not known")
  func tooMany() {
    #expect(ExistsPattern(String(repeating: "{a,b}", count: 30), within: Budget()) == nil)
  }

  @Test("braces are charged to the run")
  func budget() {
    let budget = Budget()
    let pattern = String(repeating: "{a,b}", count: 6) + "*"
    var isRead = true
    for _ in 0..<10_000 where isRead { isRead = ExistsPattern(pattern, within: budget) != nil }
    #expect(!isRead)
    #expect(budget.exhausted == .wildcardSteps || budget.exhausted == .patternSteps)
  }
}
