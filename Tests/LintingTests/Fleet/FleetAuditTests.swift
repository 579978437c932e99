import AccessPrediction
import Files
import Foundation
import Linting
import Testing

/// Folders with projects.
@Suite struct FleetAuditTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let tenant = "66666666-7777-8888-9999-000000000000"

  /// One job that works on the default branch.
  private static let deploy = """
    deploy:
      id_tokens: {AZURE_JWT: {aud: api://AzureADTokenExchange}}
      secrets:
        PASSWORD: {azure_key_vault: {name: db-password}, token: $AZURE_JWT}
      script: ./deploy.sh
      rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]

    """

  /// The configuration of a project, with a credential for its default branch.
  private static func configuration(_ project: String?, vault: String = "kv-prod") -> String {
    let claim = project ?? "nobody/none"
    return """
      gitlab: {url: https://gitlab.example.com, default_branch: main}
      azure:
        identities:
          - client_id: \(client)
            tenant_id: \(tenant)
            credentials:
              - name: \(claim.split(separator: "/").last ?? "")
                issuer: https://gitlab.example.com
                subject: project_path:\(claim):ref_type:branch:ref:main
                audiences: [api://AzureADTokenExchange]
      variables:
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://\(vault).vault.azure.net}
        - {key: AZURE_CLIENT_ID, value: \(client)}
        - {key: AZURE_TENANT_ID, value: \(tenant)}

      """
  }

  private func audit(
    _ files: [String: String],
    _ options: WorkspaceOptions = WorkspaceOptions(),
    change: (TemporaryRepository) throws -> Void = { _ in }
  ) throws -> Fleet {
    let repository = try TemporaryRepository(files)
    try change(repository)
    let audit = try FleetAudit(repository.root, options: options)
    return audit.run(audit.paths)
  }

  // MARK: Projects

  @Test("Each topmost folder with a root pipeline is a project, by its path")
  func paths() throws {
    let repository = try TemporaryRepository([
      ".gitlab-ci.yml": "the audit's own: {script: x}", "g/a/.gitlab-ci.yml": "a: {script: x}",
      "g/a/nested/.gitlab-ci.yml": "b: {script: x}", "g/sub/b/.gitlab-ci.yml": "c: {script: x}",
      "g/notes/README.md": "", "g/c/.akvlint.yml": "gitlab: {ci_config_path: ci/main.yml}",
      "g/c/ci/main.yml": "d: {script: x}", "g/empty/.akvlint.project.json": "{}",
      ".akvlint/includes/projects/g/t/.gitlab-ci.yml": "e: {script: x}",
    ])
    try repository.link("g/link", to: "\(repository.root)/g/a")
    let audit = try FleetAudit(repository.root, options: WorkspaceOptions())
    #expect(audit.paths == ["g/a", "g/c", "g/empty", "g/sub/b"])
  }

  @Test("A project with a broken configuration is admitted by its own credentials only")
  func brokenProjects() throws {
    let fleet = try audit([
      "g/a/.gitlab-ci.yml": Self.deploy, "g/a/.akvlint.yml": Self.configuration("g/a"),
      "g/b/.gitlab-ci.yml": Self.deploy, "g/b/.akvlint.yml": "gitlb: {}\n",
    ])
    #expect(FleetView(fleet).credentials.map(\.admitted) == [1])
  }

  @Test("Of some projects only their own credentials are unused")
  func matchedProjects() throws {
    let fleet = try audit([
      ".akvlint.yml": Self.configuration("g/b"), "g/a/.gitlab-ci.yml": Self.deploy,
      "g/b/.gitlab-ci.yml": Self.deploy,
    ])
    let one = fleet.filtered { $0 == "g/a" }.withOwnCredentials()
    #expect(one.credentials.isEmpty)
    #expect(fleet.filtered { $0 == "g/b" }.withOwnCredentials().credentials.count == 1)
  }

  @Test("The path below the folder is the project's")
  func claims() throws {
    let fleet = try audit([
      "g/a/.gitlab-ci.yml": Self.deploy, "g/a/.akvlint.yml": Self.configuration("g/a"),
      "g/b/.gitlab-ci.yml": Self.deploy, "g/b/.akvlint.yml": Self.configuration("g/other"),
    ])
    #expect(fleet.projects.map(\.path) == ["g/a", "g/b"])
    #expect(fleet.projects.map(\.status) == [.works, .fails])
    #expect(fleet.projects[0].uses.map(\.credentials) == [["a"]])
    #expect(fleet.credentials.map(\.name) == ["a", "other"])
    let secret = try #require(fleet.projects[0].uses.first?.secret)
    #expect(secret.label == "kv-prod/db-password")
  }

  @Test("A configuration above concerns all projects without one of their own")
  func sharedConfiguration() throws {
    let fleet = try audit([
      ".akvlint.yml": Self.configuration("g/a"), "g/a/.gitlab-ci.yml": Self.deploy,
      "g/b/.gitlab-ci.yml": Self.deploy,
    ])
    #expect(fleet.projects.map(\.status) == [.works, .fails])
    #expect(fleet.credentials.count == 1)
  }

  @Test("A project's snapshot and the fleet's count together")
  func snapshots() throws {
    let fleet = try audit([
      ".akvlint.snapshot.json": """
      {"schema": 1, "date": "2026-11-29",
       "identities": [{"client_id": "\(Self.client)", "credentials": [
        {"name": "a", "issuer": "https://gitlab.example.com", "audiences":
          ["api://AzureADTokenExchange"], "subject": "project_path:g/a:ref_type:branch:ref:main"}]}]}
      """,
      "g/a/.gitlab-ci.yml": Self.deploy,
      "g/a/.akvlint.snapshot.json": """
      {"schema": 1, "date": "2026-11-29",
       "gitlab": {"url": "https://gitlab.example.com", "default_branch": "main",
        "variables": [
          {"key": "AZURE_KEY_VAULT_SERVER_URL", "value": "https://kv-prod.vault.azure.net"},
          {"key": "AZURE_CLIENT_ID", "value": "\(Self.client)"},
          {"key": "AZURE_TENANT_ID", "value": "\(Self.tenant)"}]}}
      """,
    ])
    #expect(fleet.projects.map(\.status) == [.works])
  }

  // MARK: Includes

  @Test("Local includes are the project's own, others come from the copies or from other projects")
  func includes() throws {
    let fleet = try audit([
      ".akvlint.yml": Self.configuration("g/a"),
      "g/a/.gitlab-ci.yml": """
      include:
        - local: /ci/one.yml
        - {project: platform/templates, file: /two.yml, ref: v1}
        - {project: g/b, file: /ci/three.yml}
      """, "g/a/ci/one.yml": "one: {script: x}", "g/b/ci/three.yml": Self.deploy,
      "g/b/.gitlab-ci.yml": "b: {script: x}",
      ".akvlint/includes/projects/platform/templates/two.yml": "two: {script: x}",
    ])
    #expect(fleet.projects[0].problems == [])
    #expect(fleet.projects[0].uses.map(\.job) == ["deploy"])
  }

  @Test(
    "A project with an include that was not read is unknown; other projects' pipelines are theirs"
  )
  func omitted() throws {
    let fleet = try audit([
      "g/a/.gitlab-ci.yml": "include: {project: platform/t, file: /x.yml}\na: {script: x}\n",
      "g/b/.gitlab-ci.yml": "b: {trigger: g/a}\n",
    ])
    #expect(fleet.projects.map(\.status) == [.unknown, .unused])
    #expect(fleet.projects[0].omitted.map(\.include) == ["project platform/t, file /x.yml"])
  }

  @Test("Each entry of a matrix reads its own secret")
  func matrix() throws {
    let fleet = try audit([
      ".akvlint.yml": Self.configuration("g/a"),
      "g/a/.gitlab-ci.yml": Self.deploy.replacingOccurrences(of: "db-password", with: "db-$REGION")
        + "  parallel: {matrix: [{REGION: [west, north]}]}\n",
    ])
    #expect(fleet.projects[0].uses.map(\.secret?.name) == ["db-west", "db-north"])
    // One job with one secret, on the default branch and on schedule.
    #expect(fleet.projects[0].counts.works == 2)
  }

  // MARK: Problems

  @Test("Mistakes that concern all projects are reported at once")
  func ownMistakes() throws {
    let project = ["g/a/.gitlab-ci.yml": "a: {script: x}"]
    for file in [".akvlint.yml", ".akvlint.snapshot.json"] {
      #expect(throws: UsageError.self, "\(file)") {
        try audit(project.merging([file: "{}: {}"]) { $1 })
      }
    }
    var options = WorkspaceOptions()
    options.evidenceFiles = ["/nonexistent/evidence.json"]
    #expect(throws: UsageError.self) { try audit(project, options) }
  }

  @Test("The evidence of one project leaves no less to the others")
  func evidenceOfMany() throws {
    let padding = String(repeating: " ", count: 2_000_000)
    var files: [String: String] = [:]
    for number in 0..<20 {
      let project = "g/p\(number)"
      files["\(project)/.gitlab-ci.yml"] = Self.deploy
      files["\(project)/.akvlint.yml"] =
        Self.configuration(project) + "  - {file: variables.json}\n"
      files["\(project)/variables.json"] = "[\(padding)]"
    }
    let fleet = try audit(files)
    #expect(fleet.projects.allSatisfy { $0.status == .works })
  }

  @Test("What is wrong with one project is its own, and the others are judged")
  func problems() throws {
    let fleet = try audit([
      "g/a/.gitlab-ci.yml": "a: [", "g/b/.gitlab-ci.yml": "b: {script: x}",
      "g/b/.akvlint.yml": "gitlab: {urls: x}", "g/c/.gitlab-ci.yml": "include: /missing.yml\n",
      "g/d/.gitlab-ci.yml": Self.deploy,
      "g/e/.akvlint.project.json": """
      {"schema": 1, "project": "g/e", "id": 5, "commit": null, "root": null,
        "problems": ["the repository is empty"]}
      """,
    ])
    #expect(
      fleet.projects.map(\.status) == [
        .incomplete, .incomplete, .incomplete, .unknown, .incomplete,
      ]
    )
    #expect(fleet.projects[0].problems.first?.hasPrefix(".gitlab-ci.yml:1:") == true)
    #expect(fleet.projects[1].problems.first?.hasPrefix("g/b/.akvlint.yml:1:10: ") == true)
    #expect(fleet.projects[2].problems.first?.contains("missing.yml") == true)
    #expect(fleet.projects[4].problems == ["the repository is empty"])
  }

  @Test("Links do not lead out of a project")
  func links() throws {
    let fleet = try audit([
      "g/a/.gitlab-ci.yml": "include: /ci.yml\n", "g/b/.gitlab-ci.yml": "b: {script: x}",
      "../outside.yml": Self.deploy,
    ]) { repository in
      try repository.link("g/a/ci.yml", to: "../../../outside.yml")
    }
    #expect(fleet.projects[0].uses.isEmpty)
    #expect(fleet.projects[0].status == .incomplete)
  }

  @Test func noFolder() {
    #expect(throws: UsageError.self) {
      try FleetAudit("/nonexistent/fleet", options: WorkspaceOptions())
    }
  }

  // MARK: Sums

  @Test("Merge requests from forks are not counted, and remain uses")
  func forks() throws {
    let everywhere = Self.deploy.replacingOccurrences(
      of: "if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
      with: "if: $CI_MERGE_REQUEST_IID"
    )
    let fleet = try audit([
      ".akvlint.yml": Self.configuration("g/a"), "g/a/.gitlab-ci.yml": everywhere,
    ])
    #expect(fleet.projects[0].counts.fails == 1)
    #expect(
      fleet.projects[0].uses.flatMap(\.scenarios) == ["merge-request", "fork-merge-request"]
    )
  }

  @Test("The number of cores changes nothing")
  func cores() throws {
    var files = [".akvlint.yml": Self.configuration("g/p7")]
    for number in 0..<40 { files["g/p\(number)/.gitlab-ci.yml"] = Self.deploy }
    let repository = try TemporaryRepository(files)
    let audit = try FleetAudit(repository.root, options: WorkspaceOptions())
    let one = audit.run(audit.paths, jobs: 1)
    let several = audit.run(audit.paths, jobs: 4)
    #expect(one.projects == several.projects)
    #expect(one.projects.count { $0.status == .works } == 1)
  }
}
