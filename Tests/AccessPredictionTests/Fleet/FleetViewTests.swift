import AccessPrediction
import Testing

/// A fleet seen from Azure's side.
@Suite struct FleetViewTests {
  @Test("A secret is one, however its vault and its name are spelt")
  func spelling() {
    let fleet = FleetSample.fleet([
      FleetSample.project("g/a", [FleetSample.use(vault: "KV-PROD", "DB")]),
      FleetSample.project("g/b", [FleetSample.use(vault: "kv-prod", "db")]),
    ])
    let view = FleetView(fleet)
    #expect(view.secrets.map(\.secret.label) == ["kv-prod/DB"])
    #expect(view.secrets[0].readers.map(\.project) == ["g/a", "g/b"])
    #expect(view.vaults.map(\.projectCount) == [2])
  }

  @Test("A job is one reader for each verdict, with all its scenarios and versions")
  func readers() throws {
    let project = FleetSample.project(
      "g/a",
      [
        FleetSample.use(scenarios: ["default-branch"]),
        FleetSample.use(version: "1", credentials: ["tags"], scenarios: ["tag"]),
        FleetSample.use(verdict: .fails, scenarios: ["merge-request", "fork-merge-request"]),
      ]
    )
    let readers = FleetView(FleetSample.fleet([project])).secrets[0].readers
    #expect(readers.map(\.verdict) == [.works, .fails])
    #expect(readers[0].scenarios == ["default-branch", "tag"])
    #expect(readers[0].versions == ["1"])
    #expect(readers[1].codes == ["AADSTS700213"])
    #expect(FleetView(FleetSample.fleet([project])).secrets[0].projectCount == 1)
  }

  @Test("Credentials without users are kept, and users go by the credential's name")
  func users() {
    let fleet = FleetSample.fleet(
      [FleetSample.project("g/a", [FleetSample.use(credentials: ["main"])])],
      [FleetSample.credential("main", subject: "x"), FleetSample.credential("old", subject: "y")]
    )
    let credentials = FleetView(fleet).credentials
    #expect(credentials.map(\.credential.name) == ["main", "old"])
    #expect(credentials.map { $0.users.map(\.project) } == [["g/a"], []])
  }

  /// An expression or a subject, and which of the projects `a/x`, `a/y` and `b/x` it admits.
  @Test(arguments: [
    ("claims['sub'] matches 'project_path:a/*:ref_type:branch:ref:main'", 2),
    ("claims['sub'] matches 'project_path:*'", 3),
    ("claims['sub'] matches 'project_path:a/x:ref_type:tag:ref:v*'", 1),
    ("claims['sub'] eq 'project_path:b/x:ref_type:branch:ref:main'", 1),
    ("claims['sub'] matches 'project_path:c/*'", 0),
    // Entra ID compares only some of the claims.
    ("claims['sub'] matches 'project_path:a/*' and claims['project_path'] eq 'a/y'", 0),
    ("claims['sub'] matches '*:ref_type:branch:ref:main'", 3), ("not an expression", 0),
  ])
  func expressions(expression: String, admitted: Int) {
    let projects = ["a/x", "a/y", "b/x"].map { FleetSample.project($0) }
    let fleet = FleetSample.fleet(
      projects,
      [FleetSample.credential("any", expression: expression)]
    )
    #expect(FleetView(fleet).credentials[0].admitted == admitted)
  }

  @Test(arguments: [
    ("project_path:a/x:ref_type:branch:ref:main", "https://gitlab.example.com", 1),
    ("project_path:a/x:ref_type:branch:ref:main", "https://gitlab.com", 0),
    ("project_path:a/x:ref_type:branch", "https://gitlab.example.com", 0),
    ("project_path:a/X:ref_type:branch:ref:main", "https://gitlab.example.com", 0),
    ("project_path:a/x:ref_type:tag:ref:v1.0", "https://gitlab.example.com", 1),
  ])
  func subjects(subject: String, issuer: String, admitted: Int) {
    let fleet = FleetSample.fleet(
      ["a/x", "a/y"].map { FleetSample.project($0) },
      [FleetSample.credential("one", subject: subject, issuer: issuer)]
    )
    #expect(FleetView(fleet).credentials[0].admitted == admitted)
  }

  @Test("A project with other components of the subject is found by those")
  func components() {
    var project = FleetSample.project("a/x")
    project.tokens.id = 42
    project.tokens.components = ["project_id", "ref_type"]
    let fleet = FleetSample.fleet(
      [project, FleetSample.project("a/y")],
      [
        FleetSample.credential("id", subject: "project_id:42:ref_type:branch"),
        FleetSample.credential("path", subject: "project_path:a/x:ref_type:branch:ref:main"),
      ]
    )
    #expect(FleetView(fleet).credentials.map(\.admitted) == [1, 0])
  }

  @Test("The parts of a fleet give the whole in any order")
  func merging() {
    let projects = (0..<20).map {
      FleetSample.project(
        "g/p\($0)",
        [FleetSample.use("\($0 % 3)", verdict: $0 % 2 == 0 ? .works : .fails)]
      )
    }
    let credentials = [FleetSample.credential("main", subject: "x")]
    let whole = FleetSample.fleet(projects, credentials)
    var merged = Fleet()
    for part in projects.reversed() { merged.merge(FleetSample.fleet([part], credentials)) }
    #expect(merged.projects == whole.projects)
    #expect(merged.credentials == whole.credentials)
  }
}
