import Files
import Foundation
import Testing

/// akvlint's own CI/CD component.
@Suite("The component") struct ComponentTests {
  private static let template = "\(Tool.packageRoot)/templates/akvlint/template.yml"

  /// A project that includes it, with a copy of it where components are found offline.
  private func project(inputs: String) throws -> TemporaryRepository {
    let component = try String(contentsOfFile: Self.template, encoding: .utf8)
    return try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include:
        - component: gitlab.example.com/platform/akvlint/akvlint@0.1.0
          inputs: \(inputs)
      """,
      "copies/components/gitlab.example.com/platform/akvlint/akvlint.yml": component,
    ])
  }

  /// The component's job, as GitLab composes it.
  private struct Job: Decodable {
    let script: [String]
    let variables: [String: String]
  }

  private func job(in repository: TemporaryRepository) throws -> Job {
    struct Model: Decodable { let jobs: [String: Job] }
    let model = try Tool.run(["model", "--includes", "copies"], in: repository.path)
    let jobs = try JSONDecoder().decode(Model.self, from: Data(model.output.utf8)).jobs
    return try #require(jobs["akvlint"])
  }

  @Test("The component for fleets is clean, and its commands are those of akvlint")
  func fleet() throws {
    let template = "\(Tool.packageRoot)/templates/fleet/template.yml"
    let outcome = try Tool.run(["--fail-on", "warning", template])
    #expect(outcome.status == 0, "\(outcome.output)")
    let text = try String(contentsOfFile: template, encoding: .utf8)
    let repository = try TemporaryRepository(text: [
      "fleet/g/a/.gitlab-ci.yml": "a: {script: x}\n", "fleet/g/b/.gitlab-ci.yml": "b: [\n",
    ])
    let commands = text.split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix("- ") && !$0.contains("fetch") && !$0.contains("CI_PIPELINE") }
      .map { $0.dropFirst(2) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    for _ in 0..<2 {
      // The audit of one share ends with 3, because one project cannot be parsed.
      let script = commands.map { $0.contains("--shard") ? "\($0) || [ $? = 3 ]" : $0[...] }
      let run = try Tool.run(
        "/bin/sh",
        ["-eu", "-c", script.joined(separator: "\n")],
        in: repository.path,
        environment: [
          "PATH": "\(RepositoryPath.folder(of: Tool.path)):\(path)", "CI_NODE_INDEX": "1",
          "CI_NODE_TOTAL": "1",
        ]
      )
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
    let page = try String(contentsOfFile: "\(repository.path)/public/index.html", encoding: .utf8)
    #expect(page.contains("Changes (0)"))
  }

  @Test("is clean to itself")
  func isClean() throws {
    let outcome = try Tool.run(["--fail-on", "info", Self.template])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.hasPrefix("no findings"))
  }

  /// GitLab accepts the pipeline that tests and releases the component, which takes its inputs.
  @Test func isReleased() throws {
    let pipeline = try String(
      contentsOfFile: "\(Tool.packageRoot)/ci/pipeline.yml",
      encoding: .utf8
    )
    let component = try String(contentsOfFile: Self.template, encoding: .utf8)
    let repository = try TemporaryRepository(text: [
      "ci/pipeline.yml": pipeline.replacing("akvlint@$CI_COMMIT_SHA", with: "akvlint@0.1.0"),
      ".akvlint.yml": """
      gitlab:
        url: https://gitlab.example.com
        project: platform/akvlint
        ci_config_path: ci/pipeline.yml
      """,
      "copies/components/gitlab.example.com/platform/akvlint/akvlint.yml": component,
    ])
    let outcome = try Tool.run(["--includes", "copies", "--fail-on", "info"], in: repository.path)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    let model = try Tool.run(
      ["model", "--includes", "copies", "-f", "yaml", "--job", "component", "--job", "release"],
      in: repository.path
    )
    #expect(model.output.contains("needs:\n    - container-list\n"), "\(model.output)")
    #expect(model.output.contains("paths [\"samples/clean\", \"samples/typo\"]"), "\(model.output)")
    #expect(model.output.contains("tag_name: $CI_COMMIT_TAG"))
  }

  @Test("gives one job with the inputs' values")
  func job() throws {
    let repository = try project(
      inputs: "{image: registry.example.com/akvlint:1, stage: build, fail-on: warning, live: true}"
    )
    let checked = try Tool.run(
      ["--includes", "copies", "--fail-on", "info", "--strict-resolution", ".gitlab-ci.yml"],
      in: repository.path
    )
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let model = try Tool.run(["model", "--includes", "copies"], in: repository.path)
    #expect(model.output.contains("\"akvlint\""))
    #expect(model.output.contains("--fail-on warning"))
    #expect(model.output.contains("[ \\\"true\\\" = true ]"))
  }

  @Test("describes the mistakes in inputs", arguments: ["{paths: a.yml}", "{fail-on: fatal}"])
  func inputs(inputs: String) throws {
    let repository = try project(inputs: inputs)
    let outcome = try Tool.run(["--includes", "copies"], in: repository.path)
    #expect(outcome.status != 0, "\(outcome.output)")
  }

  /// Runs its script in a shell, with a stand-in that prints its arguments.
  @Test("asks only on protected refs", arguments: ["true", "false"], ["true", "false"])
  func asking(live: String, protected: String) throws {
    let repository = try project(inputs: "{image: x, live: \(live)}")
    let job = try job(in: repository)
    let outcome = try Tool.run(
      "/bin/sh",
      ["-eu", "-c", "akvlint() { echo \"$*\"; }\n" + job.script.joined(separator: "\n")],
      in: repository.path,
      environment: job.variables.merging(["CI_COMMIT_REF_PROTECTED": protected]) { $1 }
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("--live") == (live == "true" && protected == "true"))
    #expect(outcome.output.contains("--output gitlab-codequality=gl-code-quality-report.json"))
  }

  /// Names with spaces and quotes reach the check as they are.
  @Test(
    "lints the paths of an array",
    arguments: [
      ("[]", []), ("[a.yml]", ["a.yml"]),
      ("[a.yml, 'ci/b c.yml', \"d'e.yml\"]", ["a.yml", "ci/b c.yml", "d'e.yml"]),
    ]
  )
  func paths(array: String, expected: [String]) throws {
    let words = try run(inputs: "{paths: \(array)}", prints: "for word; do echo \"<$word>\"; done")
      .outcome.output
    let end = try #require(words.range(of: "<junit=akvlint.xml>\n")).upperBound
    #expect(words[end...] == expected.map { "<\($0)>\n" }.joined()[...])
  }

  // MARK: Access

  /// Runs its script in a shell, with stand-ins for programs; `curl` answers from files, and writes
  /// down its method, its path and its body.
  private func run(
    inputs: String,
    prints: String = "echo \"$*\"",
    diff: Int = 0,
    user: String = "{\"id\": 7}",
    notes: [String] = ["[]"],
    environment: [String: String] = [:]
  ) throws -> (outcome: Tool.Outcome, requests: [String]) {
    let repository = try project(inputs: inputs)
    let job = try job(in: repository)
    try repository.write("user", Array(user.utf8))
    for (number, page) in notes.enumerated() {
      try repository.write("notes\(number + 1)", Array(page.utf8))
    }
    let programs = """
      akvlint() {
        \(prints)
        [ "$1" = diff ] || return 0
        echo "### Who can read what: 1 gained" > akvlint-access.md
        return \(diff)
      }
      git() { echo "git $*"; }
      curl() {
        header=$(cat)
        [ "$header" = 'header = "PRIVATE-TOKEN: s3cret"' ] || return 2
        for word; do case $word in https:*) url=$word;; esac; done
        method=$(echo " $*" | sed 's/.* --request \\([A-Z]*\\) .*/\\1/')
        echo "$method $url" >> requests
        case $url in
          */user) cat user ;;
          *page=*) cat "notes${url##*page=}" ;;
          *) cat akvlint-note.md >> requests ;;
        esac
      }

      """
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let outcome = try Tool.run(
      "/bin/sh",
      ["-eu", "-c", programs + job.script.joined(separator: "\n")],
      in: repository.path,
      environment: job.variables.merging([
        "CI_MERGE_REQUEST_IID": "5", "CI_MERGE_REQUEST_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc", "PATH": path,
        "CI_API_V4_URL": "https://gitlab.example.com/api/v4", "CI_COMMIT_REF_PROTECTED": "false",
      ]) { $1 }.merging(environment) { $1 }
    )
    let requests =
      (try? String(contentsOfFile: "\(repository.path)/requests", encoding: .utf8)) ?? ""
    return (outcome, requests.split(separator: "\n").map(String.init))
  }

  @Test("compares in merge requests when it is asked to")
  func comparing() throws {
    let silent = try run(inputs: "{image: x}")
    #expect(!silent.outcome.output.contains("diff"))
    let branch = try run(
      inputs: "{image: x, access-diff: true}",
      environment: ["CI_MERGE_REQUEST_IID": ""]
    )
    #expect(!branch.outcome.output.contains("diff"))
    let compared = try run(inputs: "{image: x, access-diff: true}")
    #expect(compared.outcome.status == 0, "\(compared.outcome.errors)")
    #expect(compared.outcome.output.contains("git fetch --quiet --no-tags --depth=1 origin abc\n"))
    #expect(
      compared.outcome.output.contains(
        "diff abc --fail-on never --format markdown -o akvlint-access.md\ncheck"
      )
    )
    #expect(compared.requests.isEmpty)
  }

  @Test("compares merged results with the target branch")
  func mergedResults() throws {
    let outcome = try run(
      inputs: "{image: x, access-diff: true}",
      environment: ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "def"]
    ).outcome
    #expect(outcome.output.contains("diff def --fail-on"))
  }

  @Test("fails as the comparison does, after the check")
  func failing() throws {
    let outcome = try run(inputs: "{image: x, access-diff: true, access-fail-on: gained}", diff: 1)
      .outcome
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("--fail-on gained --format markdown"))
    #expect(outcome.output.contains("\ncheck --fail-on error"))
  }

  private static let notes =
    "https://gitlab.example.com/api/v4/projects/3/merge_requests/5/notes"

  /// A page of notes; the last one is as given.
  private static func page(_ count: Int, last: String) -> String {
    let others = Array(
      repeating: #"{"id": 1, "body": "hi", "author": {"id": 9}}"#,
      count: count - 1
    )
    return "[\((others + [last]).joined(separator: ", "))]"
  }

  private static let own =
    #"{"id": 42, "body": "<!-- akvlint: access -->\n\nold", "author": {"id": 7}}"#
  private static let foreign =
    #"{"id": 43, "body": "<!-- akvlint: access -->", "author": {"id": 8}}"#

  @Test("keeps one note up to date", .enabled(if: Self.hasPrograms))
  func note() throws {
    let token = ["AKVLINT_NOTE_TOKEN": "s3cret"]
    let inputs = "{image: x, access-diff: true}"
    for (pages, request) in [
      (["[]"], "POST \(Self.notes)"),
      ([Self.page(3, last: Self.foreign)], "POST \(Self.notes)"),
      ([Self.page(2, last: Self.own)], "PUT \(Self.notes)/42"),
      ([Self.page(100, last: Self.foreign), Self.page(1, last: Self.own)], "PUT \(Self.notes)/42"),
    ] {
      let (outcome, requests) = try run(inputs: inputs, notes: pages, environment: token)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      #expect(requests.contains(request), "\(requests)")
      #expect(requests.suffix(2).first == "<!-- akvlint: access -->")
      #expect(requests.last == "### Who can read what: 1 gained")
      #expect(!outcome.output.contains("s3cret"))
    }
  }

  /// Nothing is written when GitLab does not answer, and the job goes on.
  @Test("writes no note without an answer", .enabled(if: Self.hasPrograms))
  func withoutAnswer() throws {
    let (outcome, requests) = try run(
      inputs: "{image: x, access-diff: true}",
      user: "",
      environment: ["AKVLINT_NOTE_TOKEN": "s3cret"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.errors == "akvlint: the note was not written\n")
    #expect(requests == ["GET https://gitlab.example.com/api/v4/user"])
  }

  private static let hasPrograms = ProgramCall.find("jq") != nil
}
