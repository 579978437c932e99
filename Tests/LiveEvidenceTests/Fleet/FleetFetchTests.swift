import Evidence
import LiveEvidence
import Testing

/// A fleet that is fetched.
@Suite struct FleetFetchTests {
  private typealias Project = FetchFixture.Project

  private static let deploy = "deploy: {script: x}\n"

  @Test("A project's files are those that its pipeline needs, with a note and a snapshot")
  func files() async throws {
    let fixture = FetchFixture([
      Project(
        path: "g/a",
        files: [
          ".gitlab-ci.yml": """
          include: [/ci/one.yml]
          child: {trigger: {include: ci/child.yml}}
          """, "ci/one.yml": "include: /ci/two.yml\n", "ci/two.yml": Self.deploy,
          "ci/child.yml": Self.deploy, "README.md": "not needed",
          ".akvlint.yml": "azure: {identities: [{client_id: x, credentials: azure/fic.json}]}",
          "azure/fic.json": "[]",
        ]
      )
    ])
    let summary = await fixture.fetch(fixture.transport)
    #expect(summary.fetched == 1 && summary.problems.isEmpty, "\(summary.problems)")
    #expect(
      fixture.store.files.keys.sorted() == [
        "g/a/.akvlint.project.json", "g/a/.akvlint.snapshot.json", "g/a/.akvlint.yml",
        "g/a/.gitlab-ci.yml", "g/a/azure/fic.json", "g/a/ci/child.yml", "g/a/ci/one.yml",
        "g/a/ci/two.yml",
      ]
    )
    let note = try #require(
      FetchManifest(Array((fixture.store.files["g/a/.akvlint.project.json"] ?? "").utf8))
    )
    #expect(note.project == "g/a" && note.id == 1000 && note.root == ".gitlab-ci.yml")
    let snapshot = fixture.store.files["g/a/.akvlint.snapshot.json"] ?? ""
    #expect(snapshot.contains("\"key\":\"TOKEN\""))
    #expect(!snapshot.contains("hidden"))
  }

  @Test("A template is fetched once for all projects, each version by itself")
  func includes() async {
    let include = { (ref: String) in
      "include: [{project: platform/t, file: /x.yml, ref: \(ref)}]\n"
    }
    var fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": include("v1")]),
      Project(path: "g/b", files: [".gitlab-ci.yml": include("v1")]),
      Project(path: "g/c", files: [".gitlab-ci.yml": include("release/2")]),
    ])
    fixture.projects.append(
      Project(
        path: "platform/t",
        files: ["x.yml": "include: /y.yml\n", "y.yml": Self.deploy],
        isArchived: true
      )
    )
    let transport = fixture.transport
    let summary = await fixture.fetch(transport)
    #expect(summary.fetched == 3 && summary.problems.isEmpty, "\(summary.problems)")
    #expect(
      fixture.store.files.keys.filter { $0.hasPrefix(".akvlint/") }.sorted() == [
        ".akvlint/includes/projects/platform/t@release%2F2/x.yml",
        ".akvlint/includes/projects/platform/t@release%2F2/y.yml",
        ".akvlint/includes/projects/platform/t@v1/x.yml",
        ".akvlint/includes/projects/platform/t@v1/y.yml",
      ]
    )
    let urls = await transport.urls
    #expect(Set(urls).count == urls.count)
    #expect(urls.count { $0.contains("platform%2Ft/repository/files/x.yml") } == 2)
    #expect(urls.count { $0.contains("groups/g/variables") } == 1)
  }

  @Test(
    arguments: [
      ("ci/main.yml", "ci/main.yml", ["ci/main.yml": "x: {script: x}"]),
      ("x.yml@platform/t", ".gitlab-ci.yml", [:]), ("x.yml@platform/t:v1", ".gitlab-ci.yml", [:]),
    ] as [(String, String, [String: String])]
  )
  func otherRoots(configPath: String, root: String, files: [String: String]) async {
    let fixture = FetchFixture([
      Project(path: "g/a", files: files, configPath: configPath),
      Project(path: "platform/t", files: ["x.yml": Self.deploy], isArchived: true),
    ])
    let summary = await fixture.fetch(fixture.transport)
    #expect(summary.problems.isEmpty, "\(summary.problems)")
    #expect(fixture.store.files["g/a/\(root)"] != nil)
    let isElsewhere = configPath.contains("@")
    #expect(
      fixture.store.files.keys.contains { $0.hasPrefix(".akvlint/includes/") } == isElsewhere
    )
  }

  @Test("A project whose commit is the same is not fetched again; a changed one loses old files")
  func unchanged() async {
    var fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": Self.deploy]),
      Project(path: "g/b", files: [".gitlab-ci.yml": "include: /x.yml\n", "x.yml": Self.deploy]),
    ])
    _ = await fixture.fetch(fixture.transport)
    #expect(fixture.store.files["g/b/x.yml"] != nil)
    fixture.projects[1].commit = String(repeating: "b", count: 40)
    fixture.projects[1].files = [".gitlab-ci.yml": Self.deploy]
    let transport = fixture.transport
    let summary = await fixture.fetch(transport, id: "2")
    #expect(summary.fetched == 1 && summary.unchanged == 1)
    #expect(fixture.store.files["g/b/x.yml"] == nil)
    #expect(await transport.urls.count { $0.contains("projects/g%2Fa") } == 1)
  }

  @Test("New versions of what an unchanged project includes are fetched, its own files are not")
  func moving() async {
    var fixture = FetchFixture([
      Project(
        path: "g/a",
        files: [
          ".gitlab-ci.yml": """
          include:
            - {project: platform/t, file: /x.yml, ref: main}
            - {project: platform/t, file: /x.yml, ref: \(Self.commit)}
            - {local: /optional.yml, rules: [{if: $NEVER}]}
          child: {trigger: {include: absent.yml}}
          """
        ]
      ),
      Project(path: "platform/t", files: ["x.yml": "x: {script: x}\n"], isArchived: true),
    ])
    _ = await fixture.fetch(fixture.transport)
    let copies = ".akvlint/includes/projects/platform/t"
    #expect(fixture.store.files["\(copies)@main/x.yml"] == "x: {script: x}\n")
    fixture.projects[1].files = ["x.yml": "include: /y.yml\n", "y.yml": Self.deploy]
    let transport = fixture.transport
    let summary = await fixture.fetch(transport, id: "2")
    #expect(summary.unchanged == 1 && summary.fetched == 0 && summary.problems.isEmpty)
    #expect(fixture.store.files["\(copies)@main/x.yml"] == "include: /y.yml\n")
    #expect(fixture.store.files["\(copies)@main/y.yml"] == Self.deploy)
    #expect(fixture.store.files["\(copies)@\(Self.commit)/x.yml"] == "x: {script: x}\n")
    let own = await transport.urls.filter { $0.contains("projects/g%2Fa") }
    #expect(own.map { $0.hasSuffix("/repository/branches/main") } == [true])
  }

  private static let commit = String(repeating: "c", count: 40)

  @Test("Another root pipeline in the settings is a change")
  func otherRoot() async {
    var fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": Self.deploy, "ci.yml": Self.deploy])
    ])
    _ = await fixture.fetch(fixture.transport)
    fixture.projects[0].configPath = "ci.yml"
    let summary = await fixture.fetch(fixture.transport, id: "2")
    #expect(summary.fetched == 1)
    #expect(fixture.store.files["g/a/ci.yml"] != nil)
  }

  @Test("A project that the group lost is removed, those of other groups are kept")
  func removed() async {
    var fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": Self.deploy]),
      Project(path: "g/old", files: [".gitlab-ci.yml": Self.deploy]),
    ])
    _ = await fixture.fetch(fixture.transport)
    let note = fixture.store.files["g/a/.akvlint.project.json"] ?? ""
    try? fixture.store.write(Array(note.utf8), to: "other/b/.akvlint.project.json")
    fixture.projects[1].isArchived = true
    let summary = await fixture.fetch(fixture.transport, id: "2")
    #expect(summary.removed == 1)
    #expect(
      fixture.store.files.keys.filter { $0.hasSuffix(".project.json") }.sorted() == [
        "g/a/.akvlint.project.json", "other/b/.akvlint.project.json",
      ]
    )
    #expect(!fixture.store.files.keys.contains { $0.hasPrefix("g/old/") })
  }

  @Test("After an interruption the rest is fetched, and no project twice")
  func resumed() async {
    let projects = (0..<20).map {
      Project(path: "g/p\($0)", files: [".gitlab-ci.yml": Self.deploy])
    }
    let fixture = FetchFixture(projects)
    let first = fixture.transport
    await first.stop(after: 60)
    let interrupted = await fixture.fetch(first)
    // How many projects are complete by then depends on the order of the answers.
    #expect(interrupted.fetched < 20)
    let asked = await Set(first.urls)
    #expect(fixture.store.files.keys.contains { $0.hasPrefix(".akvlint/answers/") })
    #expect(!fixture.store.files.values.contains { $0.contains("hidden") })
    let complete = fixture.store.files.keys.filter { $0.hasSuffix("project.json") }
      .map { String($0.dropLast("/.akvlint.project.json".count)) }
    #expect(complete.count == interrupted.fetched)
    let second = fixture.transport
    let summary = await fixture.fetch(second, id: "2")
    #expect(summary.resumed == complete.count && summary.fetched == 20 - complete.count)
    #expect(summary.problems.isEmpty, "\(summary.problems)")
    #expect(await asked.isDisjoint(with: second.urls))
    #expect(!fixture.store.files.keys.contains { $0.hasPrefix(".akvlint/answers/") })
  }

  @Test("What cannot be read is a problem of its project alone")
  func problems() async {
    var fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": Self.deploy]),
      Project(path: "g/empty", isEmpty: true), Project(path: "g/none"),
      Project(path: "g/../../evil", files: [".gitlab-ci.yml": Self.deploy]),
      Project(
        path: "g/include",
        files: [".gitlab-ci.yml": "include: [{project: g/hidden, file: x.yml}]\n"]
      ),
    ])
    fixture.others["\(FetchFixture.api)/projects/g%2Fa/variables?per_page=100&page=1"] = [
      .json("{\"message\": \"403 Forbidden\"}", status: 403)
    ]
    let summary = await fixture.fetch(fixture.transport)
    #expect(summary.fetched == 4)
    #expect(summary.problems.map(\.path) == ["g/../../evil", "g/a", "g/include"])
    #expect(summary.problems[1].reason.contains("403 Forbidden"))
    #expect(summary.problems[2].reason.contains("g/hidden"))
    #expect(!fixture.store.files.keys.contains { $0.contains("evil") })
    #expect(fixture.store.files["g/empty/.akvlint.project.json"] != nil)
  }

  @Test func lists() async {
    let fixture = FetchFixture([
      Project(path: "g/a", files: [".gitlab-ci.yml": Self.deploy]),
      Project(path: "g/old", isArchived: true), Project(path: "g/b"),
    ])
    let listed = await fixture.fetch(
      fixture.transport,
      source: .projects(["g/a", "g/old", "g/missing"])
    )
    #expect(listed.fetched == 1)
    #expect(listed.problems.map(\.path) == ["g/missing"])
    let matched = await fixture.fetch(fixture.transport, match: "g/b")
    #expect(matched.fetched == 1)
    #expect(fixture.store.files["g/b/.akvlint.project.json"] != nil)
  }

  @Test func noList() async {
    var fixture = FetchFixture([])
    fixture.others = fixture.table.mapValues { _ in [.json("{}", status: 404)] }
    let summary = await fixture.fetch(fixture.transport)
    #expect(summary.failure != nil)
  }
}
