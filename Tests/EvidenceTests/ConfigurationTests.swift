import AzureFederation
import Evidence
import Testing

@Suite("The configuration")
struct ConfigurationTests {
  static let full = """
    gitlab:
      url: https://gitlab.com
      project: group/project
      version: "18.9"
      ci_config_path: ci/main.yml
      default_branch: main
      protected: {branches: [main, release/*], tags: [v*]}
      sub_claim: [project_path, ref_type, ref]
    azure:
      cloud: usgovernment
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: azure/federated-credentials.json
        - client_id: 22222222-2222-3333-4444-555555555555
          credentials:
            - name: main
              issuer: https://gitlab.com
              subject: project_path:group/project:ref_type:branch:ref:main
              audiences: [https://gitlab.com]
            - name: any-branch
              issuer: https://gitlab.com
              audiences: [https://gitlab.com]
              claimsMatchingExpression:
                languageVersion: 1
                value: claims['sub'] matches 'project_path:group/project:*'
    variables:
      - AZURE_CLIENT_ID
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000, protected: true,
         environment_scope: production}
      - {file: ci-variables.json}
    includes:
      - {project: group/ci-templates, path: ../ci-templates}
    scenarios:
      - {name: nightly, source: schedule, ref: main, variables: {DEPLOY: "1", COUNT: 2}}
    rules:
      AKV209: error
      outdated-pin: {severity: warning}
      AKV505: {params: {environments: [production]}}
      version-format: off
    paths: [{match: "samples/**", ignore: [all]}, {match: old.yml, ignore: [unpinned-version]}]
    rule_packs: [ci/akvlint-rules]
    """

  static let files = [
    "azure/federated-credentials.json": """
    [{"name": "exported", "issuer": "https://gitlab.com", "subject": "project_path:a/b",
      "audiences": ["https://gitlab.com"], "description": null, "id": "1"}]
    """,
    "ci-variables.json": """
    [{"variable_type": "env_var", "key": "AZURE_KEY_VAULT_SERVER_URL",
      "value": "https://kv1.vault.azure.net", "hidden": false, "protected": true, "masked": false,
      "raw": false, "environment_scope": "production", "description": null},
     {"variable_type": "file", "key": "HIDDEN", "value": null, "protected": false,
      "environment_scope": "*"}]
    """,
  ]

  private let read = configuration(full, files: files)

  @Test("has no problem with all of its keys")
  func noProblems() {
    #expect(read.problemLines == [])
  }

  @Test("contains what GitLab knows")
  func gitLab() {
    let gitLab = read.evidence.gitLab
    #expect(gitLab.issuer == "https://gitlab.com")
    #expect(gitLab.projectPath == "group/project")
    #expect(gitLab.version == "18.9")
    #expect(gitLab.defaultBranch == "main")
    #expect(gitLab.protectedBranches == ["main", "release/*"])
    #expect(gitLab.protectedTags == ["v*"])
    #expect(gitLab.subjectComponents == ["project_path", "ref_type", "ref"])
    #expect(gitLab.source?.description == ".akvlint.yml:2")
    #expect(read.gitLab.rootFile == "ci/main.yml")
  }

  @Test("contains what Azure knows")
  func azure() throws {
    #expect(read.evidence.cloud == .usGovernment)
    let identities = read.evidence.identities
    #expect(identities.map(\.clientID).map { $0.prefix(4) } == ["1111", "2222"])
    #expect(identities.map(\.tenantID) == ["66666666-7777-8888-9999-000000000000", nil])
    #expect(identities.map { $0.source?.description } == [".akvlint.yml:12", ".akvlint.yml:15"])
    #expect(identities[0].credentials?.map(\.name) == ["exported"])
    #expect(
      identities[1].credentials == [
        FederatedCredential(
          name: "main",
          issuer: "https://gitlab.com",
          subject: "project_path:group/project:ref_type:branch:ref:main",
          audiences: ["https://gitlab.com"],
          source: EvidenceSource(path: ".akvlint.yml", line: 17, column: 11),
          subjectSource: identities[1].credentials?.first?.subjectSource
        ),
        FederatedCredential(
          name: "any-branch",
          issuer: "https://gitlab.com",
          subject: nil,
          audiences: ["https://gitlab.com"],
          claimsMatchingExpression: ClaimsMatchingExpression(
            value: "claims['sub'] matches 'project_path:group/project:*'"
          ),
          source: EvidenceSource(path: ".akvlint.yml", line: 21, column: 11)
        ),
      ]
    )
  }

  @Test("closes the world of variables, from names, mappings and files")
  func variables() {
    let variables = read.evidence.variables
    #expect(variables.isClosed)
    #expect(
      variables.items == [
        ProjectEvidence.ProjectVariable(
          key: "AZURE_CLIENT_ID",
          value: nil,
          source: EvidenceSource(path: ".akvlint.yml", line: 28, column: 5)
        ),
        ProjectEvidence.ProjectVariable(
          key: "AZURE_TENANT_ID",
          value: "66666666-7777-8888-9999-000000000000",
          isProtected: true,
          environmentScope: "production",
          source: EvidenceSource(path: ".akvlint.yml", line: 29, column: 35)
        ),
        ProjectEvidence.ProjectVariable(
          key: "AZURE_KEY_VAULT_SERVER_URL",
          value: "https://kv1.vault.azure.net",
          isProtected: true,
          environmentScope: "production",
          source: EvidenceSource(
            path: "ci-variables.json",
            line: 2,
            column: 12,
            jsonPath: "$[0].value"
          )
        ),
        ProjectEvidence.ProjectVariable(
          key: "HIDDEN",
          value: nil,
          source: EvidenceSource(
            path: "ci-variables.json",
            line: 4,
            column: 2,
            jsonPath: "$[1]"
          ),
          isFile: true
        ),
      ]
    )
  }

  @Test("contains everything else")
  func rest() {
    #expect(read.includes.map(\.project) == ["group/ci-templates"])
    #expect(read.includes.map(\.path) == ["../ci-templates"])
    #expect(read.scenarios.map(\.name) == ["nightly"])
    #expect(read.scenarios.map(\.source) == ["schedule"])
    #expect(read.scenarios.map(\.ref) == ["main"])
    #expect(read.scenarios.map(\.variables) == [["DEPLOY": "1", "COUNT": "2"]])
    #expect(read.rules["AKV209"]?.severity == "error")
    #expect(read.rules["AKV807"]?.severity == "warning")
    #expect(read.rules["AKV207"]?.isOff == true)
    #expect(read.rules["AKV505"]?.severity == nil)
    #expect(read.rules["AKV505"]?.isOff == false)
    #expect(read.rules["AKV505"]?.params["environments"]?.value.texts == ["production"])
    #expect(read.paths.map(\.match) == ["samples/**", "old.yml"])
    #expect(read.paths.map(\.ignore) == [["all"], ["AKV209"]])
    #expect(read.rulePacks == ["ci/akvlint-rules"])
  }

  @Test(
    "may be empty, or have keys with nothing after them",
    arguments: [
      "", "# nothing yet\n", "---\n", "{}", "gitlab:\nazure:\nvariables:\nrules:\n",
      "gitlab: {url: , protected: {branches: }}",
    ]
  )
  func empty(text: String) {
    let read = configuration(text)
    #expect(read.problemLines == [])
    #expect(read.evidence == ProjectEvidence() || read.evidence.gitLab.source != nil)
    #expect(!read.evidence.variables.isClosed)
  }

  @Test("takes an empty list of variables for the statement that there are none")
  func noVariables() {
    #expect(configuration("variables: []").evidence.variables.isClosed)
  }

  @Test(
    "drops the slash that the issuer does not have",
    arguments: ["https://gitlab.example.com/", "https://gitlab.example.com"]
  )
  func issuer(url: String) {
    let read = configuration("gitlab: {url: '\(url)'}")
    #expect(read.problemLines == [])
    #expect(read.evidence.gitLab.issuer == "https://gitlab.example.com")
  }

  @Test("reads files relative to itself, and shows them relative to the repository")
  func relativeFiles() {
    let read = configuration(
      "variables: [{file: ../exports/v.json}]",
      path: "ci/.akvlint.yml",
      files: ["exports/v.json": #"[{"key": "A", "value": "1"}]"#]
    )
    #expect(read.problemLines == [])
    #expect(read.evidence.variables.items.map(\.source.path) == ["exports/v.json"])
  }

  @Test("knows one client in two tenants as two identities")
  func twoTenants() {
    let client = "11111111-2222-3333-4444-555555555555"
    let read = configuration(
      """
      azure:
        identities:
          - {client_id: \(client), tenant_id: 66666666-7777-8888-9999-000000000000}
          - {client_id: \(client), tenant_id: 66666666-7777-8888-9999-000000000001}
      """
    )
    #expect(read.problemLines == [])
    #expect(read.evidence.identities.map(\.credentials) == [nil, nil])
  }
}
