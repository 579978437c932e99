import Files
import GitLabCI
import LiveEvidence
import Testing
import YAMLSyntax

@Suite struct IncludeRoundsTests {
  private static let files =
    "https://gitlab.example.com/api/v4/projects/team%2Fci/repository/files"

  private func run(
    _ pipeline: String,
    _ answers: [String: FakeTransport.Answers]
  ) async -> (outcome: IncludeRounds.Outcome, composition: Composition, transport: FakeTransport) {
    let transport = FakeTransport(answers)
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    let fetcher = IncludeFetcher(Courier.impatient(transport), access: access, date: "2026-11-23")
    let outcome = await IncludeRounds(fetcher) { [compose(pipeline, $0)] }.run()
    return (outcome, compose(pipeline, outcome.files), transport)
  }

  @Test("what an included file includes is fetched as well, at the same ref")
  func nested() async {
    let (outcome, composition, transport) = await run(
      "include: {project: team/ci, file: a.yml, ref: v1}\njob: {extends: .c, script: x}",
      [
        "\(Self.files)/a.yml/raw?ref=v1": [.json("include: ci/b.yml")],
        "\(Self.files)/ci%2Fb.yml/raw?ref=v1": [
          .json("include: 'https://files.company.com/c.yml'")
        ],
        "https://files.company.com/c.yml": [.json(".c: {stage: test}")],
      ]
    )
    #expect(outcome.undecided.isEmpty)
    #expect(
      outcome.files.keys.sorted() == [
        "projects/team/ci/a.yml", "projects/team/ci/ci/b.yml", "remotes/files.company.com/c.yml",
      ]
    )
    #expect(composition.unresolvedIncludes.isEmpty && composition.problems.isEmpty)
    #expect(composition.files.count == 4)
    #expect(await transport.requests.count == 3)
  }

  @Test("each failure is undecided once, and the rest is fetched")
  func failures() async {
    let (outcome, composition, transport) = await run(
      """
      include:
        - {project: team/ci, file: a.yml}
        - {project: team/ci, file: none.yml}
        - remote: https://10.0.0.1/x.yml
      job: {script: x}
      """,
      [
        "\(Self.files)/a.yml/raw?ref=HEAD": [.json(".a: {stage: test}")],
        "\(Self.files)/none.yml/raw?ref=HEAD": [.json("{}", status: 404)],
      ]
    )
    #expect(outcome.files.count == 1)
    #expect(outcome.undecided.count == 2)
    #expect(composition.unresolvedIncludes.count == 2)
    #expect(await transport.requests.count == 2)
  }

  @Test("files that include each other come to an end")
  func cycle() async {
    let (outcome, _, transport) = await run(
      "include: {project: team/ci, file: a.yml}\njob: {script: x}",
      ["\(Self.files)/a.yml/raw?ref=HEAD": [.json("include: {project: team/ci, file: a.yml}")]]
    )
    #expect(outcome.files.count == 1)
    #expect(await transport.requests.count == 1)
  }

  @Test("no more than GitLab's limit is fetched")
  func limit() async {
    let includes = (0..<200).map { "  - {project: team/ci, file: f\($0).yml}" }
    let (outcome, _, transport) = await run(
      "include:\n\(includes.joined(separator: "\n"))\njob: {script: x}",
      [:]
    )
    #expect(outcome.undecided.isEmpty == false)
    #expect(await transport.requests.count <= 150)
  }

  @Test("a file in two versions is reported, in any round")
  func versions() async {
    let (outcome, _, _) = await run(
      """
      include:
        - {project: team/ci, file: a.yml, ref: v1}
        - {project: team/ci, file: b.yml, ref: v1}
      job: {script: x}
      """,
      [
        "\(Self.files)/a.yml/raw?ref=v1": [.json(".a: {stage: one}")],
        "\(Self.files)/b.yml/raw?ref=v1": [
          .json("include: {project: team/ci, file: a.yml, ref: v2}")
        ],
        "\(Self.files)/a.yml/raw?ref=v2": [.json(".a: {stage: two}")],
      ]
    )
    #expect(outcome.undecided.map(\.reason).contains { $0.contains("two versions") })
  }

  @Test("a pattern in another project is not known to match nothing")
  func pattern() async {
    let (_, composition, _) = await run(
      "include: {project: team/ci, file: a.yml}\njob: {script: x}",
      ["\(Self.files)/a.yml/raw?ref=HEAD": [.json("include: 'ci/*.yml'")]]
    )
    #expect(composition.unresolvedIncludes.count == 1)
  }
}

private func compose(_ pipeline: String, _ files: IncludeFetcher.Files) -> Composition {
  var library = IncludeLibrary()
  library.add(files)
  return Composer.compose(
    .file(SourceText(path: ".gitlab-ci.yml", bytes: Array(pipeline.utf8))),
    in: InMemoryFiles([String: [UInt8]]()),
    library: library
  )
}
