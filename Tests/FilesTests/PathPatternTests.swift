import Testing

@testable import Files

@Suite struct PathPatternTests {
  /// Source: GitLab 18.9, `app/models/repository.rb` and its documentation of `include:local`.
  @Test(arguments: [
    ("ci/*.yml", "ci/a.yml", true), ("ci/*.yml", "ci/.yml", true),
    ("ci/*.yml", "ci/a/b.yml", false),
    ("ci/*.yml", "xci/a.yml", false), ("ci/*.yml", "ci/a.yml.bak", false),
    ("ci/**.yml", "ci/a.yml", true), ("ci/**.yml", "ci/a/b.yml", true),
    ("ci/**/*.yml", "ci/a.yml", true), ("ci/**/*.yml", "ci/a/b/c.yml", true),
    ("ci/**/*.yml", "cia.yml", false), ("**/x.yml", "x.yml", true), ("**/x.yml", "a/b/x.yml", true),
    ("**/x.yml", "ax.yml", false), ("**", "a/b", true), ("", "", true), ("", "a", false),
    ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false),
    // Nothing else is a wildcard, and letters are compared by their bytes.
    ("a?.yml", "ab.yml", false), ("a?.yml", "a?.yml", true), ("[ab].yml", "a.yml", false),
    ("\u{E9}*.yml", "\u{E9}1.yml", true), ("\u{E9}*.yml", "e\u{301}1.yml", false),
  ])
  func include(pattern: String, path: String, matches: Bool) {
    #expect(PathPattern(include: pattern).matches(path) == matches)
  }

  /// Source: `gitignore(5)`; each answer is that of `git check-ignore`.
  @Test(arguments: [
    ("*.log", "a.log", true), ("*.log", "ci/a.log", true), ("*.log", "a.logs", false),
    ("/*.log", "a.log", true), ("/*.log", "ci/a.log", false), ("build", "ci/build", true),
    ("ci/build", "ci/build", true), ("ci/build", "a/ci/build", false),
    ("**/build", "build", true), ("**/build", "a/b/build", true), ("**/build", "rebuild", false),
    ("ci/**", "ci/a/b", true), ("ci/**", "ci", false), ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "axb", false),
    // Stars that are not alone between slashes stay in one folder.
    ("a**b/c", "axxb/c", true), ("a**b/c", "ax/xb/c", false), ("**.log", "a.log", true),
    ("ci/***", "ci/a", true), ("ci/***", "ci/a/b", true), ("/**", "a/b", true),
    ("a?c", "abc", true), ("x/a?c", "x/a/c", false), ("a[0-9]", "a5", true),
    ("a[!0-9]", "a5", false),
    ("a[!0-9]", "ax", true), ("\\#a", "#a", true), ("\\!a", "!a", true), ("a\\*", "a*", true),
    ("a\\*", "ab", false), ("a[", "a[", false), ("#a", "#a", false), ("a ", "a", true),
  ])
  func ignore(pattern: String, path: String, isIgnored: Bool) {
    var rules = IgnoreRules()
    rules.add("\(pattern)\n", in: "")
    #expect(rules.ignores(path, isFolder: false) == isIgnored)
  }

  @Test func theLastPatternWins() {
    var rules = IgnoreRules()
    rules.add("*.yml\n!keep.yml\nfolder/\n", in: "")
    rules.add("keep.yml\n/own\n", in: "ci")
    #expect(rules.ignores("a.yml", isFolder: false))
    #expect(!rules.ignores("keep.yml", isFolder: false))
    #expect(rules.ignores("ci/keep.yml", isFolder: false))
    #expect(rules.ignores("ci/own", isFolder: false))
    #expect(!rules.ignores("own", isFolder: false))
    #expect(rules.ignores("folder", isFolder: true))
    #expect(!rules.ignores("folder", isFolder: false))
  }

  @Test func starsTakeNoMoreThanTheProductOfTheLengths() {
    let pattern = PathPattern(include: String(repeating: "**a", count: 60))
    #expect(!pattern.matches(String(repeating: "a", count: 5_000) + "b"))
  }
}
