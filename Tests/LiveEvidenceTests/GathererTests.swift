import AzureFederation
import Evidence
import Files
import GitLabCI
import LiveEvidence
import RuleEngine
import Testing
import YAMLSyntax

@Suite struct GathererTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let tenant = "66666666-7777-8888-9999-000000000000"
  private static let vault = "https://example-vault.vault.azure.net"
  private static let gitLab = "https://gitlab.example.com"
  private static let graph = "https://graph.microsoft.com/beta"
  private static let version = "3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c"

  private static let pipeline = """
    variables:
      AZURE_KEY_VAULT_SERVER_URL: \(vault)/
      AZURE_CLIENT_ID: \(client)
      AZURE_TENANT_ID: \(tenant)
    deploy:
      script: x
      id_tokens: {AZURE_JWT: {aud: \(gitLab)}}
      secrets:
        PASSWORD: {azure_key_vault: {name: db}, token: $AZURE_JWT}
        OTHER: {azure_key_vault: {name: $UNKNOWN}, token: $AZURE_JWT}
    """

  private static let answers: [String: FakeTransport.Answers] = [
    "\(gitLab)/api/v4/projects/team%2Fapp": [
      .json("{\"path_with_namespace\": \"team/app\", \"default_branch\": \"main\"}")
    ],
    "\(gitLab)/api/v4/version": [.json("{\"version\": \"18.9.1-ee\"}")],
    "\(gitLab)/api/v4/namespaces/team": [.json("{\"plan\": \"premium\"}")],
    "\(gitLab)/api/v4/projects/team%2Fapp/protected_branches?per_page=100&page=1": [
      .json("[{\"name\": \"main\"}]")
    ],
    "\(gitLab)/api/v4/projects/team%2Fapp/protected_tags?per_page=100&page=1": [.json("[]")],
    "\(gitLab)/api/v4/projects/team%2Fapp/variables?per_page=100&page=1": [
      .json("[{\"key\": \"DEPLOY_TOKEN\", \"value\": \"hush\", \"protected\": true}]")
    ],
    "\(gitLab)/api/v4/groups/team/variables?per_page=100&page=1": [.json("[]")],
    "\(gitLab)/api/v4/admin/ci/variables?per_page=100&page=1": [
      .json(
        "[{\"key\": \"DEPLOY_TOKEN\", \"value\": \"x\"}, {\"key\": \"ALL\", \"value\": \"hush\"}]"
      )
    ],
    "\(gitLab)/api/v4/projects/team%2Fapp/ci/lint?content_ref=c0ffee": [
      .json("{\"valid\": true, \"errors\": []}")
    ],
    "\(gitLab)/.well-known/openid-configuration": [
      .json("{\"issuer\": \"\(gitLab)\", \"jwks_uri\": \"\(gitLab)/keys\"}")
    ], "\(gitLab)/keys": [.json("{\"keys\": [{\"kty\": \"RSA\"}]}")],
    "https://login.microsoftonline.com/\(tenant)/v2.0/.well-known/openid-configuration": [
      .json("{}")
    ],
    "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0/token": [
      .json("{\"error_description\": \"AADSTS700213: no\"}", status: 401)
    ],
    "\(graph)/applications(appId='\(client)')?$select=id": [.json("{}")],
    "\(graph)/servicePrincipals(appId='\(client)')?$select=id,servicePrincipalType,alternativeNames":
      [.json("{}")],
    "\(graph)/applications(appId='\(client)')/federatedIdentityCredentials": [
      .json(
        "{\"value\": [{\"name\": \"c\", \"issuer\": \"\(gitLab)\", \"subject\": "
          + "\"project_path:team/app:ref_type:branch:ref:main\", \"audiences\": [\"\(gitLab)\"]}]}"
      )
    ],
    "\(vault)/secrets?api-version=7.4": [
      .json(
        "{}",
        status: 401,
        headers: [
          "www-authenticate": "Bearer authorization=\"https://login.windows.net/\(tenant)\", "
            + "resource=\"https://vault.azure.net\""
        ]
      )
    ],
    "\(vault)/secrets/db/versions?api-version=7.4&maxresults=25": [
      .json(
        "{\"value\": [{\"id\": \"\(vault)/secrets/db/\(version)\", \"attributes\": "
          + "{\"enabled\": true, \"created\": 1767261600}}], \"nextLink\": null}"
      )
    ],
  ]

  private func targets() -> LiveTargets {
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(Self.pipeline.utf8)),
      in: InMemoryFiles([:])
    )
    var evidence = ProjectEvidence()
    evidence.gitLab.issuer = Self.gitLab
    evidence.gitLab.projectPath = "team/app"
    var targets = LiveTargets(pipeline, evidence: evidence)
    targets.lint = .commit("c0ffee")
    targets.rootFiles = [".gitlab-ci.yml"]
    return targets
  }

  private func gather(
    _ access: LiveAccess,
    sources: Set<LiveSource> = Set(LiveSource.allCases),
    exchanges: Bool = false
  ) async -> (outcome: Gatherer.Outcome, transport: FakeTransport) {
    let transport = FakeTransport(Self.answers)
    let gatherer = Gatherer(
      Courier.impatient(transport),
      access: access,
      sources: sources,
      exchanges: exchanges,
      cloud: .public,
      date: "2026-11-23"
    )
    return (await gatherer.gather(targets()), transport)
  }

  private var everything: LiveAccess {
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    access.gitLabToken = AccessToken("gitlab")
    access.graphToken = AccessToken("graph")
    access.vaultToken = AccessToken("vault")
    access.idTokens = ["AZURE_JWT": AccessToken("assertion")]
    return access
  }

  @Test func whatAPipelineDependsOn() {
    let targets = targets()
    #expect(targets.tenants == [Self.tenant])
    #expect(targets.clients == [Self.client])
    #expect(targets.secrets == [Self.vault: ["db"]])
    #expect(targets.exchanges.map(\.token) == ["AZURE_JWT"])
  }

  @Test("with full access everything is known, and a snapshot keeps it")
  func everythingKnown() async {
    let (outcome, transport) = await gather(everything, exchanges: true)
    #expect(outcome.undecided.isEmpty)
    let evidence = outcome.evidence
    #expect(evidence.gitLab.tier == "premium")
    #expect(evidence.variables.items.map(\.key) == ["DEPLOY_TOKEN", "ALL"])
    #expect(evidence.variables.items.first?.isProtected == true)
    #expect(evidence.gitLab.version == "18.9.1-ee")
    #expect(evidence.identities.first?.credentials?.map(\.name) == ["c"])
    #expect(evidence.observations.exchanges.first?.code == "AADSTS700213")
    #expect(evidence.observations.vault(Self.vault)?.secret("db")?.newest?.id == Self.version)
    #expect(await transport.requests.count == Self.answers.count)

    let text = SnapshotText.render(evidence, date: "2026-11-23")
    #expect(!text.contains("hush"))
    for token in ["\"gitlab\":\"", "assertion", "\"graph\""] { #expect(!text.contains(token)) }
    let (read, problems) = SnapshotReader.read(Array(text.utf8), path: "s.json")
    #expect(problems.isEmpty)
    #expect(SnapshotText.render(read, date: "2026-11-23") == text)
    #expect(read.observations.vault(Self.vault) != nil)
    #expect(read.variables.isClosed)
  }

  @Test("what only administrators know, and another root file, are notes and no failures")
  func notes() async {
    var answers = Self.answers
    answers["\(Self.gitLab)/api/v4/admin/ci/variables?per_page=100&page=1"] = [
      .json("{}", status: 403)
    ]
    answers["\(Self.gitLab)/api/v4/projects/team%2Fapp"] = [
      .json("{\"path_with_namespace\": \"team/app\", \"ci_config_path\": \"ci/main.yml\"}")
    ]
    let gatherer = Gatherer(
      Courier.impatient(FakeTransport(answers)),
      access: everything,
      sources: [.gitlab],
      exchanges: false,
      cloud: .public,
      date: "2026-11-23"
    )
    let outcome = await gatherer.gather(targets())
    #expect(outcome.undecided.isEmpty)
    #expect(outcome.notes.count == 2)
    #expect(outcome.notes.contains { $0.contains("ci/main.yml") })
    #expect(!outcome.evidence.variables.isClosed)
  }

  @Test("credentials go only where they belong")
  func hosts() async {
    let (_, transport) = await gather(everything, exchanges: true)
    for request in await transport.requests {
      switch request.authorization {
      case .privateToken(let token):
        #expect(request.host == "gitlab.example.com" && token == AccessToken("gitlab"))
      case .bearer(AccessToken("graph")): #expect(request.host == "graph.microsoft.com")
      case .bearer(let token):
        #expect(request.host == "example-vault.vault.azure.net" && token == AccessToken("vault"))
      case .formField(_, let token):
        #expect(request.host == "login.microsoftonline.com" && token == AccessToken("assertion"))
      case .jobToken: Issue.record("the job is missing")
      case nil: break
      }
    }
  }

  @Test("without credentials a little is known, and the rest is reported as missing")
  func nothingAtHand() async {
    let (outcome, transport) = await gather(LiveAccess())
    #expect(outcome.evidence.observations.tenants.map(\.exists) == [true])
    #expect(outcome.evidence.observations.issuers.map(\.problem) == [nil])
    #expect(outcome.evidence.observations.vault(Self.vault)?.tenantID == Self.tenant)
    #expect(await transport.requests.allSatisfy { $0.authorization == nil })
    let reasons = outcome.undecided.map(\.reason.reason)
    for variable in [
      "AKVLINT_GITLAB_URL", "AKVLINT_AZURE_TOKEN_GRAPH", "AKVLINT_AZURE_TOKEN_VAULT",
    ] {
      #expect(reasons.contains { $0.contains(variable) }, "\(reasons)")
    }
  }

  @Test(
    "a vault does not exist when its name does not resolve and others do",
    arguments: [true, false]
  )
  func missingVault(resolvesNames: Bool) async {
    var table: [String: FakeTransport.Answers] = [:]
    if resolvesNames {
      let common = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
      table[common] = [.json("{}")]
    }
    let gatherer = Gatherer(
      Courier.impatient(FakeTransport(table)),
      access: everything,
      sources: [.vault],
      exchanges: false,
      cloud: .public,
      date: "2026-11-23"
    )
    let outcome = await gatherer.gather(targets())
    let exists = outcome.evidence.observations.vault(Self.vault)?.exists
    #expect(exists == (resolvesNames ? false : nil))
    #expect(outcome.undecided.isEmpty == resolvesNames)
  }

  @Test("only those are asked that are named")
  func sources() async {
    let (outcome, transport) = await gather(everything, sources: [.vault])
    #expect(await transport.requests.allSatisfy { $0.host.hasSuffix(".vault.azure.net") })
    #expect(outcome.evidence.observations.tenants.isEmpty)
  }

  @Test(
    "whom the repository names gets no token",
    arguments: [
      "https://evil.example", "https://x.vault.azure.net.evil.example",
      "https://evilvault.azure.net",
      "https://user@x.vault.azure.net", "https://x.vault.azure.net:8443",
      "http://x.vault.azure.net",
      "https://x.vault.azure.net./", "https://x.vault.azure.net@evil.example",
    ]
  )
  func hostile(url: String) async {
    let pipeline = Pipeline(
      SourceText(
        path: ".gitlab-ci.yml",
        bytes: Array(Self.pipeline.replacing("\(Self.vault)/", with: "'\(url)'").utf8)
      ),
      in: InMemoryFiles([:])
    )
    var evidence = ProjectEvidence()
    evidence.gitLab.issuer = "https://evil.example"
    evidence.gitLab.projectPath = "../../evil"
    let transport = FakeTransport([:])
    let gatherer = Gatherer(
      Courier.impatient(transport),
      access: everything,
      sources: Set(LiveSource.allCases),
      exchanges: true,
      cloud: .public,
      date: "2026-11-23"
    )
    _ = await gatherer.gather(LiveTargets(pipeline, evidence: evidence))
    let allowed = ["gitlab.example.com", "graph.microsoft.com", "login.microsoftonline.com"]
    for request in await transport.requests where request.authorization != nil {
      #expect(
        allowed.contains(request.host) || request.host == "x.vault.azure.net",
        "\(request.url)"
      )
    }
  }
}
