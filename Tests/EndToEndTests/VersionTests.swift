import Foundation
import GitLabCI
import Testing

/// Which keywords are accepted depends on the version of GitLab.
@Suite struct VersionTests {
  private static let pipeline = """
    job:
      script: make
      inputs: {target: {default: all}}
      retry: {when: [no_updates_running]}
      rules: [{changes: {regexp: "^src/"}}]
      unheard_of: true
    """

  private func check(version: String?) throws -> Tool.Outcome {
    var files = [".gitlab-ci.yml": Self.pipeline]
    files[".akvlint.yml"] = version.map { "gitlab: {version: \"\($0)\"}\n" }
    let repository = try TemporaryRepository(text: files)
    return try Tool.run(["--format", "concise"], in: repository.path)
  }

  @Test func theNewestApplies() throws {
    let outcome = try check(version: nil)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\"unheard_of\" is not allowed"))
    #expect(outcome.output.split(separator: "\n").count == 1, "\(outcome.output)")
  }

  @Test func anOlderOneLacksKeywords() throws {
    let output = try check(version: "18.9").output
    #expect(output.contains("\"inputs\" needs GitLab 18.10, and the configuration names 18.9"))
    #expect(output.contains("\"no_updates_running\" needs GitLab 19.1"))
    #expect(output.contains("\"regexp\" needs GitLab 19.2"))
  }

  @Test func aNewerOneMayHaveMore() throws {
    let outcome = try check(version: "23.1")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("info: \"unheard_of\" is not a keyword up to GitLab"))
  }

  @Test(arguments: [
    ("retry: {when: unheard_of}", "info: \"unheard_of\" is not a value up to GitLab"),
    ("artifacts: {access: unheard_of}", "info: \"unheard_of\" is not a value up to GitLab"),
    ("when: unheard_of", "info: \"unheard_of\" is not a value up to GitLab"),
    ("secrets: {S: {unheard_of: {name: n}}}", "info: \"unheard_of\" is not a keyword up to GitLab"),
  ])
  func aNewerOneMayHaveMoreValues(keyword: String, note: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "job:\n  script: make\n  \(keyword)\n",
      ".akvlint.yml": "gitlab: {version: \"23.1\"}\n",
    ])
    let outcome = try Tool.run(["--format", "concise"], in: repository.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(note), "\(outcome.output)")
  }

  @Test(arguments: [
    ("unheard_of: {a: b}\njob: {script: make}", "\"unheard_of\" is not a keyword up to GitLab"),
    (
      "variables: {A: {value: b, unheard_of: c}}\njob: {script: make}",
      "\"unheard_of\" is not a keyword up to"
    ),
    ("job: {trigger: {unheard_of: a}}", "\"unheard_of\" is not a keyword up to GitLab"),
    ("job: {run: [{name: a, unheard_of: b}]}", "disallowed additional property up to GitLab"),
    (
      "include: [{unheard_of: a}]\njob: {script: make}",
      "\"unheard_of\" is not an include up to GitLab"
    ),
    (
      "spec: {inputs: {a: {type: unheard_of, default: x}}}\n---\njob: {script: '$[[ inputs.a ]]'}",
      ""
    ),
    ("spec: {inputs: {a: {default: x}}}\n---\njob: {script: '$[[ inputs.a | unheard_of ]]'}", ""),
  ])
  func aNewerOneHidesNothing(yaml: String, note: String) throws {
    let secrets =
      "next: {script: make, secrets: {S: {azure_key_vault: {name: n, version: latest}}}}"
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "\(yaml)\n\(secrets)\n", ".akvlint.yml": "gitlab: {version: \"23.1\"}\n",
    ])
    let output = try Tool.run(["--format", "concise"], in: repository.path).output
    #expect(note.isEmpty || output.contains(note), "\(output)")
    let errors = output.split(separator: "\n").filter { $0.contains(": error: ") }
    // A token may come from the include.
    let rules = yaml.hasPrefix("include") ? ["[AKV207]"] : ["[AKV204]", "[AKV207]"]
    #expect(errors.map { $0.suffix(8) } == rules.map { $0[...] }, "\(output)")
  }

  @Test func messagesOfOlderVersionsAreShown() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "job: {script: make, rules: [{changes: {}}]}\n"
    ])
    let output = try Tool.run([], in: repository.path).output
    let words = "jobs:job:rules:rule:changes config"
    #expect(
      output.contains("GitLab says: \(words) must use exactly one of these keys: paths, regexp")
    )
    #expect(
      output.contains("GitLab says before 19.2: \(words) missing required keys: paths")
    )
  }

  @Test func theNewestIsNamed() throws {
    let newest = "GitLab up to \(GitLabFeature.newest)"
    #expect(try Tool.run(["--version"], in: Tool.packageRoot).output.contains(newest))
    let list = try Tool.run(["rules", "list"], in: Tool.packageRoot).output
    #expect(list.contains("up to GitLab \(GitLabFeature.newest)"))
    let page = try String(
      contentsOfFile: "\(Tool.packageRoot)/docs/gitlab-versions.md",
      encoding: .utf8
    )
    #expect(page.contains("GitLab \(GitLabFeature.newest)"))
    for feature in GitLabFeature.all {
      let row = "| `\(feature.place.rawValue)` | `\(feature.name)` | \(feature.since) |"
      #expect(page.contains(row), "\(row)")
    }
  }
}
