import Files
import Foundation
import TestSupport
import Testing

/// `akvlint diff` on repositories that Git itself made.
@Suite("diff", .enabled(if: ProgramCall.find("git") != nil)) struct DiffTests {
  static let configuration = """
    gitlab: {url: https://gitlab.com, project: example/shop, default_branch: main}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: azure/credentials.json
    variables:
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://shop.vault.azure.net}
      - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}

    """
  static let credentials = """
    [{"name": "main", "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
      "subject": "project_path:example/shop:ref_type:branch:ref:main"}]
    """

  static func job(_ name: String = "deploy", token: String = "AZURE_JWT") -> String {
    """
    \(name):
      script: ./deploy.sh
      rules: [{if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "main"'}]
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets: {PASSWORD: {azure_key_vault: {name: password}, token: $\(token)}}

    """
  }

  /// The JSON document, as the design defines it.
  struct Changes: Decodable {
    struct Change: Decodable {
      struct Verdict: Decodable, Equatable {
        let verdict: String?
        let code: String?
      }
      struct Location: Decodable {
        struct Position: Decodable { let line, column: Int }
        let path: String
        let start, end: Position
      }
      let kind, job: String
      let scenario, secret, vault, name, clientId: String?
      let before, after: Verdict
      let location: Location?
    }
    struct Token: Decodable {
      let kind, job, token: String
      let before, after: [String]
    }
    struct Findings: Decodable {
      struct Finding: Decodable { let rule, fingerprint: String }
      let new, fixed: [Finding]
    }
    let schema: Int
    let base, head: String
    let changes: [Change]
    let tokens: [Token]
    let findings: Findings
    let evidenceChanged: [String]
  }

  static let files = [
    ".gitlab-ci.yml": "build: {script: make}\n", ".akvlint.yml": configuration,
    "azure/credentials.json": credentials,
  ]

  /// A monorepo: the jobs of its other pipelines are named after their root files.
  @Test func allRootsAreCompared() throws {
    let settings = [".akvlint.yml": Self.configuration, "azure/credentials.json": Self.credentials]
    let repository = try GitRepository(
      committed: settings.merging([
        ".gitlab-ci.yml": "trigger: {trigger: {include: app/child.yml}}\n",
        "app/child.yml": Self.job("in-child").replacing("push", with: "parent_pipeline"),
        "app/.gitlab-ci.yml": Self.job().replacing("./deploy.sh", with: "./deploy.sh app"),
        "other/.gitlab-ci.yml": "build: {script: make}\n",
      ]) { $1 }
    )
    try repository.commit([
      "app/child.yml": Self.job("in-child").replacing("push", with: "parent_pipeline")
        .replacing("name: password", with: "name: other"),
      "app/.gitlab-ci.yml": "build: {script: make}\n",
      "other/.gitlab-ci.yml": Self.job() + Self.job("second", token: "NOPE"),
    ])
    let report = try repository.changes(["HEAD~1", "HEAD"])
    #expect(
      Set(report.changes.map { "\($0.kind) \($0.job)" }).sorted() == [
        "changed other/.gitlab-ci.yml:second", "gained app/child.yml:in-child",
        "gained other/.gitlab-ci.yml:deploy", "lost app/.gitlab-ci.yml:deploy",
        "lost app/child.yml:in-child",
      ]
    )
    #expect(report.findings.new.map(\.rule) == ["AKV202"])
    let without = try GitRepository(
      committed: settings.merging(["app/.gitlab-ci.yml": Self.job()]) { $1 }
    )
    try without.commit(["app/.gitlab-ci.yml": "build: {script: make}\n"])
    let text = try without.akvlint(["diff", "HEAD~1", "HEAD"]).output
    #expect(text.contains("app/.gitlab-ci.yml:deploy"), "\(text)")
  }

  @Test func theDocumentIsAsTheContractSays() throws {
    let repository = try GitRepository(committed: Self.files)
    let base = try repository.git(["rev-parse", "HEAD"])
    try repository.write([".gitlab-ci.yml": "build: {script: make}\n" + Self.job()])
    let changes = try repository.changes(["main"])
    #expect(changes.schema == 1)
    #expect(changes.base == base)
    #expect(changes.head == "working tree")
    let change = try #require(changes.changes.first)
    #expect(changes.changes.count == 1)
    #expect([change.kind, change.job, change.scenario] == ["gained", "deploy", "default-branch"])
    #expect([change.secret, change.vault, change.name] == ["PASSWORD", "shop", "password"])
    #expect(change.clientId == "11111111-2222-3333-4444-555555555555")
    #expect(change.before == .init(verdict: nil, code: nil))
    #expect(change.after == .init(verdict: "works", code: nil))
    #expect(change.location?.path == ".gitlab-ci.yml")
    #expect(change.location?.start.line == 6)
    #expect(change.location?.start.column == 13)
    #expect(changes.tokens.first?.kind == "added")
    #expect(changes.tokens.first?.after == ["https://gitlab.com"])
    #expect(changes.evidenceChanged.isEmpty)
  }

  /// Each side is judged with its own evidence, which is listed when it differs.
  @Test func evidenceOfEachSide() throws {
    let repository = try GitRepository(
      committed: Self.files.merging([".gitlab-ci.yml": Self.job()]) { $1 }
    )
    try repository.write([
      "azure/credentials.json": Self.credentials.replacing("ref:main", with: "ref:other"),
      "azure/notes.json": "{}",
      ".akvlint.yml": Self.configuration + "# nothing else\n",
      "services/.akvlint.yml": "rules: {AKV202: off}\n",
    ])
    let changes = try repository.changes(["HEAD"])
    #expect(changes.changes.map(\.kind) == ["broken"])
    #expect(changes.changes.first?.after == .init(verdict: "fails", code: "AADSTS700213"))
    #expect(changes.evidenceChanged == [".akvlint.yml", "azure/credentials.json"])
  }

  @Test func findingsOfEachSide() throws {
    let repository = try GitRepository(committed: Self.files)
    let wrong = Self.job(token: "NOPE")
    try repository.commit([".gitlab-ci.yml": "# more\n\n" + wrong])
    let there = try repository.changes(["HEAD~1", "HEAD"])
    let back = try repository.changes(["HEAD", "HEAD~1"])
    #expect(there.findings.new.contains { $0.rule == "AKV202" })
    #expect(there.findings.fixed.isEmpty)
    #expect(back.findings.fixed.map(\.fingerprint) == there.findings.new.map(\.fingerprint))
    try repository.write([".gitlab-ci.yml": wrong])
    #expect(try repository.changes(["HEAD"]).findings.new.isEmpty)
  }

  /// A finding is the same when only the name of its job differs.
  @Test func findingsOfRenamedJobs() throws {
    let files = [
      ".gitlab-ci.yml": Self.job(token: "OTHER_JWT"), ".akvlint.yml": Self.configuration,
      "azure/credentials.json": Self.credentials,
    ]
    let repository = try GitRepository(committed: files)
    try repository.write([".gitlab-ci.yml": Self.job("release", token: "OTHER_JWT")])
    let renamed = try repository.akvlint(["diff", "HEAD", "--fail-on", "any"])
    #expect(renamed.output.contains("renamed release, formerly deploy"), "\(renamed.output)")
    #expect(!renamed.output.contains("findings"), "\(renamed.output)")
    try repository.write([
      ".gitlab-ci.yml": Self.job("release", token: "OTHER_JWT") + Self.job("next", token: "NO_JWT")
    ])
    let more = try repository.akvlint(["diff", "HEAD"]).output
    #expect(more.contains("1 new finding") && !more.contains("fixed finding"), "\(more)")
  }

  @Test func evidenceThatChangesNoVerdict() throws {
    let files = [
      ".gitlab-ci.yml": Self.job(), ".akvlint.yml": Self.configuration,
      "azure/credentials.json": Self.credentials,
    ]
    let repository = try GitRepository(committed: files)
    try repository.write(["azure/credentials.json": Self.credentials + "\n"])
    let output = try repository.akvlint(["diff", "HEAD"]).output
    #expect(output.contains("evidence that changed\n"), "\(output)")
  }

  /// Text has paths from the working directory, JSON those of the repository.
  @Test func pathsInText() throws {
    let repository = try GitRepository(committed: Self.files)
    try repository.write([".gitlab-ci.yml": Self.job(token: "NOPE"), "ci/a.yml": ""])
    for (format, path) in [("text", "  ../.gitlab-ci.yml:"), ("json", "\".gitlab-ci.yml\"")] {
      let outcome = try Tool.run(
        ["diff", "HEAD", "--format", format],
        in: "\(repository.path)/ci",
        environment: GitRepository.environment
      )
      #expect(outcome.output.contains(path))
    }
  }

  @Test(arguments: [
    ("gained", ["gained", "any"]), ("broken", ["broken", "any"]), ("fixed", ["any"]),
    ("lost", ["any"]), ("none", []),
  ])
  func exitCodes(kind: String, thresholds: [String]) throws {
    let (idle, works, fails) = ("build: {script: x}\n", Self.job(), Self.job(token: "NOPE"))
    let sides = [
      "gained": (idle, works), "lost": (works, idle), "broken": (works, fails),
      "fixed": (fails, works), "none": (works, works + idle),
    ]
    let (before, after) = try #require(sides[kind])
    let repository = try GitRepository(
      committed: Self.files.merging([".gitlab-ci.yml": before]) { $1 }
    )
    try repository.write([".gitlab-ci.yml": after])
    for threshold in ["gained", "broken", "any", "never"] {
      let outcome = try repository.akvlint(["diff", "HEAD", "--fail-on", threshold])
      #expect(outcome.status == (thresholds.contains(threshold) ? 1 : 0), "\(threshold)")
    }
  }

  @Test func theBaseIsThatOfTheMergeRequestOrOfTheDefaultBranch() throws {
    let repository = try GitRepository(committed: Self.files)
    let first = try repository.git(["rev-parse", "HEAD"])
    try repository.git(["checkout", "-qb", "topic"])
    let second = try repository.commit(["a": "a"])
    try repository.git(["checkout", "-q", "main"])
    try repository.commit(["b": "b"])
    try repository.git(["checkout", "-q", "topic"])
    // The configuration names main.
    #expect(try repository.changes().base == first)
    #expect(try repository.changes(environment: ["CI_DEFAULT_BRANCH": "topic"]).base == second)
    let merge = ["CI_MERGE_REQUEST_DIFF_BASE_SHA": second, "CI_DEFAULT_BRANCH": "main"]
    #expect(try repository.changes(environment: merge).base == second)
    #expect(try repository.changes([first], environment: merge).base == first)
    #expect(try repository.changes([first, second]).head == second)
    try repository.git(["update-ref", "refs/remotes/origin/trunk", "HEAD"])
    try repository.git([
      "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk",
    ])
    #expect(try repository.changes().base == second)
  }

  @Test func theIndexIsTheHead() throws {
    let repository = try GitRepository(committed: Self.files)
    try repository.write([".gitlab-ci.yml": Self.job()])
    #expect(try repository.changes(["--staged"]).changes.isEmpty)
    try repository.git(["add", "-A"])
    try repository.write([".gitlab-ci.yml": "build: {script: x}\n"])
    let staged = try repository.changes(["--staged"])
    #expect(staged.changes.map(\.kind) == ["gained"])
    #expect(staged.head == "index")
    #expect(try repository.changes().changes.isEmpty)
  }

  @Test(arguments: [
    (["nope"], "this clone has no commit nope"),
    (["--", "--upload-pack=x"], "this clone has no commit --upload-pack=x"),
    (["main", "nope"], "this clone has no commit nope"),
    (["main:.gitlab-ci.yml"], "this clone has no commit main:.gitlab-ci.yml"),
  ])
  func wrongRevisions(arguments: [String], message: String) throws {
    let repository = try GitRepository(committed: Self.files)
    let outcome = try repository.akvlint(["diff"] + arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errors == "akvlint: \(message)\n")
  }

  @Test func wrongCalls() throws {
    let repository = try GitRepository(committed: Self.files)
    #expect(try repository.akvlint(["diff", "--staged", "main", "HEAD"]).status == 2)
    #expect(try repository.akvlint(["diff", "--fail-on", "lost"]).status == 2)
    try repository.write([".akvlint.yml": "gitlap: {}\n"])
    #expect(try repository.akvlint(["diff", "main"]).status == 2)
    let outside = try TemporaryRepository(text: [".gitlab-ci.yml": "a: {script: x}\n"])
    let outcome = try Tool.run(["diff"], in: outside.path, environment: GitRepository.environment)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("is not in a Git repository"))
    #expect(try Tool.run(["diff"], in: outside.path).errors.contains("git, which is not on PATH"))
  }

  /// A pipeline that cannot be parsed makes the answer incomplete; one that could not be parsed
  /// before does not: the change fixes it.
  @Test func brokenPipelines() throws {
    let repository = try GitRepository(
      committed: Self.files.merging([".gitlab-ci.yml": Self.job()]) { $1 }
    )
    try repository.commit([".gitlab-ci.yml": "a: [\n"])
    let there = try repository.akvlint(["diff", "HEAD~1"])
    #expect(there.status == 3)
    #expect(there.output.contains("lost deploy"))
    let back = try repository.akvlint(["diff", "HEAD", "HEAD~1"])
    #expect(back.status == 0)
    #expect(back.output.contains("gained deploy"))
    #expect(back.errors.contains("not all of the pipeline could be read at"))
  }

  /// A state that exceeds a limit is not compared, in either direction, and is not a base for findings.
  @Test func statesThatAreTooBig() throws {
    let repository = try GitRepository(committed: Self.files)
    let blob = try repository.git(["rev-parse", "HEAD:.gitlab-ci.yml"])
    // Three levels of folders with 33 entries each are 35,937 pipelines.
    var entry = "100644 blob \(blob)\t#.gitlab-ci.yml"
    for _ in 0..<3 {
      let entries = (0..<33).map { entry.replacing("#", with: "\($0)") }
      try repository.write(["tree": entries.joined(separator: "\n") + "\n"])
      entry = "040000 tree \(try repository.tree(listedIn: "tree"))\t#"
    }
    let tree = String(entry.dropFirst(12).prefix(40))
    let commit = try repository.git(["commit-tree", "-m", "x", tree])
    for (range, count) in [(["HEAD", commit], 1), ([commit, "HEAD"], 0)] {
      let text = try repository.akvlint(["diff"] + range)
      #expect(text.status == 3)
      #expect(text.output.contains("access is not compared between"))
      #expect(text.output.components(separatedBy: "[AKV003]").count == count + 1)
      let note = try repository.akvlint(["diff", "--format", "markdown"] + range)
      #expect(note.output.contains("### Access is not compared"))
    }
    let since = try repository.akvlint(["check", ".", "--format", "concise", "--since", commit])
    #expect(since.status == 3)
    #expect(since.output.contains("[AKV003]"))
    #expect(since.errors.contains("not all of the pipeline could be read at"))
  }

  @Test func shallowClonesSayWhatToFetch() throws {
    let repository = try GitRepository(committed: Self.files)
    let first = try repository.git(["rev-parse", "HEAD"])
    try repository.commit([".gitlab-ci.yml": Self.job()])
    let clone = "\(repository.path)/clone"
    try repository.git(["clone", "-q", "--depth", "1", "file://\(repository.path)", clone])
    func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Tool.Outcome {
      try Tool.run(
        ["diff"] + arguments,
        in: clone,
        environment: GitRepository.environment.merging(environment) { $1 }
      )
    }
    let outcome = try run([], ["CI_MERGE_REQUEST_DIFF_BASE_SHA": first])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("git fetch --depth=1 origin \(first)"))
    #expect(try run([first]).errors.contains("git fetch --depth=1 origin \(first)"))
    let program = try #require(ProgramCall.find("git"))
    let fetch = try Tool.run(
      program,
      ["-c", "protocol.file.allow=always", "fetch", "-q", "--depth=1", "origin", first],
      in: clone,
      environment: GitRepository.environment
    )
    #expect(fetch.status == 0, "\(fetch.errors)")
    let fetched = try run([], ["CI_MERGE_REQUEST_DIFF_BASE_SHA": first])
    #expect(fetched.status == 0)
    #expect(fetched.output.contains("gained deploy"))
  }

  /// Nothing in a name reaches GitLab as Markdown, HTML, a mention or a quick action.
  @Test func namesAreShownAsCode() throws {
    let repository = try GitRepository(committed: Self.files)
    let name = #""x\n/close\n@all `y` <img src=x> | \\| [a](b) </details>""#
    try repository.write([".gitlab-ci.yml": Self.job(name)])
    let outcome = try repository.akvlint(["diff", "HEAD", "--format", "markdown"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("@all") })
    #expect(!lines.contains { $0.hasPrefix("/") })
    for line in lines {
      // The text without code contains nothing of the name.
      let rest = Self.withoutCode(line)
      for text in ["@all", "<img", "[a]", "</details>x", "/close"] {
        #expect(!rest.contains(text), "\(line)")
      }
    }
  }

  /// A line without its code spans, found as CommonMark finds them, after a table's cells were cut.
  private static func withoutCode(_ line: Substring) -> String {
    var cells: [[Character]] = [[]]
    var isEscaped = false
    for character in line {
      if character == "|", !isEscaped {
        cells.append([])
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells.map { cell in
      var rest = ""
      var index = 0
      while index < cell.count {
        let ticks = cell[index...].prefix { $0 == "`" }.count
        guard ticks > 0 else {
          rest.append(cell[index])
          index += 1
          continue
        }
        var end = index + ticks
        while end < cell.count {
          let closing = cell[end...].prefix { $0 == "`" }.count
          if closing == ticks { break }
          end += max(1, closing)
        }
        index = end < cell.count ? end + ticks : index + ticks
      }
      return rest
    }.joined(separator: "|")
  }

  @Test func aNoteOfManyChangesIsShort() throws {
    let repository = try GitRepository(committed: Self.files)
    let jobs = (0..<1_500).map { Self.job("\"job \($0) \(String(repeating: "|", count: 100))\"") }
    try repository.write([".gitlab-ci.yml": jobs.joined()])
    let outcome = try repository.akvlint(["diff", "HEAD", "--format", "markdown"])
    #expect(outcome.output.unicodeScalars.count < 1_000_000)
    #expect(outcome.output.contains("1500 gained"))
    #expect(outcome.output.contains("and 1300 more."))
  }

  /// The output in the guide is that of the commands before it, except for the commit's ID.
  @Test func theGuideIsTrue() throws {
    let guide = try String(contentsOfFile: "\(Tool.packageRoot)/docs/diff.md", encoding: .utf8)
    let blocks = guide.split(separator: "```")
    let commands = try #require(blocks.first { $0.hasPrefix("sh\n") }).dropFirst(3)
    let shown = try #require(blocks.first { $0.hasPrefix("text\n") }).dropFirst(5)
    let script = commands.split(separator: "\n").filter { !$0.contains("--format") }
    let path = try #require(GitRepository.environment["PATH"])
    let outcome = try Tool.run(
      "/bin/sh",
      ["-eu", "-c", script.joined(separator: "\n")],
      in: Tool.packageRoot,
      environment: ["PATH": "\(RepositoryPath.folder(of: Tool.path)):\(path)"]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let commit = /between [0-9a-f]{12} and/
    #expect(
      outcome.output.replacing(commit, with: "between")
        == String(shown).replacing(commit, with: "between")
    )
  }
}

extension GitRepository {
  /// The changes that `akvlint diff` reports.
  fileprivate func changes(
    _ arguments: [String] = [],
    environment: [String: String] = [:]
  ) throws -> DiffTests.Changes {
    let outcome = try akvlint(["diff", "--format", "json"] + arguments, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(DiffTests.Changes.self, from: Data(outcome.output.utf8))
  }
}
