import AzureFederation
import Files
import GitLabCI
import Testing
import YAMLSyntax

@testable import Diagnosis

/// The configuration and the pipeline add to a log.
@Suite struct ContextTests {
  private static let client = "3f9a1c52-7b1e-4d0a-9c55-0e6d2b7a4410"
  private static let tenant = "a41c0d77-2e63-4b8f-9d10-6c5be1f0a932"

  private func context(kind: IdentityKind? = nil, subject: String? = nil) -> DiagnosisContext {
    var context = DiagnosisContext()
    context.issuer = "https://gitlab.bakery.example"
    context.project = "bakery/shop"
    context.identities = [
      Identity(
        clientID: Self.client,
        tenantID: Self.tenant,
        credentials: [
          FederatedCredential(
            name: "main",
            issuer: "https://gitlab.bakery.example",
            subject: subject ?? "project_path:bakery/shop:ref_type:branch:ref:main",
            audiences: ["https://gitlab.bakery.example"]
          )
        ],
        kind: kind,
        resourceID: kind == .managedIdentity
          ? "/subscriptions/s/resourceGroups/rg-ci/providers/Microsoft.ManagedIdentity"
            + "/userAssignedIdentities/id-bakery-ci" : nil
      )
    ]
    return context
  }

  private func diagnosis(_ log: String, _ context: DiagnosisContext) throws -> LogDiagnosis {
    try #require(Diagnoser(context: context).diagnose(Array(log.utf8)).first)
  }

  private static func subject(_ text: String) -> String {
    "AADSTS700213: x assertion subject '\(text)'. y"
  }

  // MARK: Comparisons

  @Test(arguments: [
    (
      subject("project_path:bakery/shop:ref_type:branch:ref:feature/rye"),
      [
        "The credential \"main\" differs in one part: ref is \"main\" there and \"feature/rye\" in "
          + "the token."
      ]
    ),
    (
      subject("project_path:bakery/shop:ref_type:tag:ref:main"),
      [
        "The credential \"main\" differs in one part: ref_type is \"branch\" there and \"tag\" in "
          + "the token."
      ]
    ),
    (
      subject("project_path:mill/shop:ref_type:branch:ref:main"),
      [
        "The token is for the project mill/shop, and the configuration has bakery/shop: only the "
          + "group differs.",
        "The credential \"main\" differs in one part: project_path is \"bakery/shop\" there and "
          + "\"mill/shop\" in the token.",
      ]
    ),
    (
      subject("project_id:42:ref_type:branch:ref:rye"),
      [
        "The nearest credential \"main\" has the subject "
          + "project_path:bakery/shop:ref_type:branch:ref:main."
      ]
    ),
    (
      "AADSTS700211: x assertion issuer 'https://gitlab.bakery.example/'. y",
      [
        "The token's issuer is https://gitlab.bakery.example/, and that of the configuration is "
          + "https://gitlab.bakery.example. They differ only in the slash at its end."
      ]
    ),
    (
      "AADSTS700212: x assertion audience 'https://gitlab.bakery.example/'. y",
      [
        "The token's audience is https://gitlab.bakery.example/, and the credential has "
          + "https://gitlab.bakery.example. They differ only in the slash at its end."
      ]
    ),
    (
      "AADSTS70025: The client 'b7d25e90-4c1f-4a6e-8d33-2f90c5a1e7b4'(x) has no",
      [
        "The client ID b7d25e90-4c1f-4a6e-8d33-2f90c5a1e7b4 is not in the configuration, which has "
          + "3f9a1c52-7b1e-4d0a-9c55-0e6d2b7a4410."
      ]
    ),
    (
      "AADSTS90002: Tenant 'd20b94e6-8c1f-47a3-b7e5-3f1a60cc9b28' not found.",
      [
        "The tenant that was asked is d20b94e6-8c1f-47a3-b7e5-3f1a60cc9b28, and the configuration "
          + "has a41c0d77-2e63-4b8f-9d10-6c5be1f0a932."
      ]
    ),
  ])
  func namesTheDifference(log: String, notes: [String]) throws {
    #expect(try diagnosis(log, context()).notes == notes)
  }

  // MARK: Whose token

  /// Any issuer except the configured instance is not trusted either.
  @Test func anUnknownIssuerIsNotTrusted() throws {
    let log = "AADSTS700211: x assertion issuer 'https://oidc.mill.example/ci'. y"
    let diagnosis = try diagnosis(log, context())
    #expect(diagnosis.entry.title.contains("not GitLab's"))
    #expect(!diagnosis.commands.contains { $0.text.contains("federated-credential") })
  }

  @Test func theInstanceMayBeAnywhere() throws {
    var context = context()
    context.issuer = "https://app.terraform.io"
    let log = "AADSTS700211: x assertion issuer 'https://app.terraform.io/'. y"
    let diagnosis = try diagnosis(log, context)
    #expect(diagnosis.commands.contains { $0.text.contains("federated-credential update") })
  }

  // MARK: Kinds of identities

  @Test func applicationsHaveTheirCommands() throws {
    let commands = try diagnosis(Self.subject("x"), context(kind: .application)).commands
    #expect(commands.map(\.kind) == [.application, .application])
    #expect(commands.allSatisfy { $0.text.contains("az ad app federated-credential") })
  }

  @Test func managedIdentitiesHaveTheirs() throws {
    let commands = try diagnosis(Self.subject("x"), context(kind: .managedIdentity)).commands
    #expect(
      commands.map(\.text).first
        == "az identity federated-credential list --identity-name id-bakery-ci "
        + "--resource-group rg-ci"
    )
    #expect(commands.allSatisfy { $0.kind == .managedIdentity })
    #expect(commands.last?.missing == [.audience])
  }

  /// The vault names the resource of a managed identity, so it needs no configuration.
  @Test func theVaultNamesTheKind() throws {
    let log = try #require(LogCase.all.first { $0.name == "caller-identity" }).log
    let diagnoses = Diagnoser().diagnose(log)
    let diagnosis = try #require(diagnoses.first)
    #expect(diagnosis.facts[.identityName] == "id-bakery-ci")
    #expect(diagnosis.facts[.resourceGroup] == "rg-ci")
  }

  // MARK: Logs from elsewhere

  /// A log of another project or tenant gets no command for the configuration's own application.
  @Test(arguments: [
    subject("project_path:acme/billing/api:ref_type:branch:ref:main"),
    subject("project_path:mill/shop:ref_type:branch:ref:main"),
    "tenant d20b94e6-8c1f-47a3-b7e5-3f1a60cc9b28: "
      + "https://login.microsoftonline.com/d20b94e6-8c1f-47a3-b7e5-3f1a60cc9b28/oauth2/v2.0/token\n"
      + "AADSTS700213: x assertion subject 's'. y",
  ])
  func getNothingOfTheConfiguration(log: String) throws {
    for kind in IdentityKind.allCases {
      let commands = try diagnosis(log, context(kind: kind)).commands
      #expect(!commands.isEmpty)
      #expect(!commands.contains { $0.text.contains(Self.client) }, "\(commands)")
      #expect(!commands.contains { $0.text.contains("id-bakery-ci") }, "\(commands)")
    }
  }

  /// The pipeline of the repository is not the one of another project's log.
  @Test func getNothingOfThePipeline() throws {
    let log = Self.subject("project_path:acme/billing/api:ref_type:branch:ref:main")
    let diagnoser = Diagnoser(pipelines: [Self.root], job: "mill", context: context())
    let diagnosis = try #require(diagnoser.diagnose(Array(log.utf8)).first)
    #expect(diagnosis.places.isEmpty)
    #expect(diagnosis.commands.first?.missing == [.application])
  }

  /// Paths of projects have no two spellings, and the log's own application decides the tenant.
  @Test(arguments: [
    subject("project_path:Bakery/Shop:ref_type:branch:ref:main"),
    subject("project_id:42:ref_type:branch:ref:main"),
  ])
  func ofTheProjectGetTheConfiguration(log: String) throws {
    let commands = try diagnosis(log, context()).commands
    #expect(commands.contains { $0.text.contains(Self.client) }, "\(commands)")
  }

  // MARK: Places

  private static func pipeline(_ path: String, _ text: String) -> Pipeline {
    Pipeline(SourceText(path: path, bytes: Array(text.utf8)), in: InMemoryFiles([:]))
  }

  private static let root = pipeline(
    ".gitlab-ci.yml",
    """
    bake:
      variables:
        AZURE_CLIENT_ID: 3f9a1c52-7b1e-4d0a-9c55-0e6d2b7a4410
        AZURE_KEY_VAULT_SERVER_URL: https://kv-bakery.vault.azure.net
      id_tokens: {AZURE_JWT: {aud: https://gitlab.bakery.example}}
      secrets: {PASSWORD: {azure_key_vault: {name: flour}, token: $AZURE_JWT}}
      script: bake
    mill:
      variables:
        AZURE_CLIENT_ID: 58089eb3-53b1-446f-8181-3958e9ba0e09
        AZURE_TENANT_ID: a41c0d77-2e63-4b8f-9d10-6c5be1f0a932
        AZURE_KEY_VAULT_SERVER_URL: https://kv-mill.vault.azure.net/
      id_tokens: {AZURE_JWT: {aud: https://gitlab.bakery.example}}
      secrets: {PASSWORD: {azure_key_vault: {name: grain}, token: $AZURE_JWT}}
      script: mill

    """
  )
  private static let child = child(
    "ci/child.yml",
    """
    sell:
      id_tokens: {SHOP_JWT: {aud: https://gitlab.bakery.example}, A_LONGER_JWT: {aud: x}}
      secrets:
        LONG_NAME: {azure_key_vault: {name: till}, token: $A_LONGER_JWT}
        SHORT: {azure_key_vault: {name: safe}, token: $SHOP_JWT}
      script: sell

    """
  )

  /// A child pipeline, as a trigger job starts it.
  private static func child(_ path: String, _ text: String) -> Pipeline {
    let parent = pipeline(".gitlab-ci.yml", "start: {trigger: {include: \(path)}}")
    let configuration = ChildConfiguration(of: parent.children[0], in: parent)
    return Pipeline(.child(configuration), in: InMemoryFiles(text: [path: text]))
  }

  private func places(_ log: String, job: String? = nil) -> [String] {
    Diagnoser(pipelines: [Self.root, Self.child], job: job).diagnose(Array(log.utf8))
      .flatMap(\.places).map { "\($0.path) \($0.jobs.joined(separator: " "))" }
  }

  @Test(arguments: [
    // An application or a vault points only at the jobs that use it.
    (
      "AADSTS70025: The client '58089eb3-53b1-446f-8181-3958e9ba0e09'(x) has no",
      [".gitlab-ci.yml mill", "ci/child.yml ci/child.yml:sell"]
    ),
    (
      "GET https://kv-bakery.vault.azure.net/secrets/flour/\nRESPONSE 403\nForbiddenByRbac",
      [".gitlab-ci.yml bake"]
    ),
    (
      "CI_JOB_NAME=sell\nAADSTS700213: x assertion subject 's'. y",
      ["ci/child.yml ci/child.yml:sell"]
    ),
    ("A secret with (name/id) safe was not found", ["ci/child.yml ci/child.yml:sell"]),
  ])
  func pointAtTheRightJobs(log: String, places expected: [String]) {
    let places = places(log)
    #expect(Set(places).isSubset(of: expected) && places.first == expected.first, "\(places)")
  }

  @Test func theJobsVariablesFillCommands() throws {
    let diagnoser = Diagnoser(pipelines: [Self.root, Self.child], job: "mill")
    let diagnosis = try #require(diagnoser.diagnose(Array("AADSTS700213: x".utf8)).first)
    #expect(
      diagnosis.commands.first?.text
        == "az ad app federated-credential list --id 58089eb3-53b1-446f-8181-3958e9ba0e09"
    )
    let rbac = try #require(diagnoser.diagnose(Array("ForbiddenByRbac".utf8)).first)
    #expect(rbac.commands.first?.text.contains("--name kv-mill ") == true)
    #expect(rbac.commands.first?.missing == [])
  }

  /// PostgreSQL's jsonb sorts names by length: SHORT comes first, and its token serves both.
  @Test func theShortestSecretDecidesTheToken() throws {
    let diagnoser = Diagnoser(pipelines: [Self.child], job: "sell")
    let log = Array("AADSTS700222: AAD-issued tokens may not be used".utf8)
    let diagnosis = try #require(diagnoser.diagnose(log).first)
    #expect(diagnosis.commands.first?.text.contains("\"$SHOP_JWT\"") == true)
  }

  /// A variable of the project wins over one of the YAML.
  @Test func projectVariablesWin() throws {
    var context = DiagnosisContext()
    context.variables = ["AZURE_CLIENT_ID": "b7d25e90-4c1f-4a6e-8d33-2f90c5a1e7b4"]
    let diagnoser = Diagnoser(pipelines: [Self.root], job: "mill", context: context)
    let diagnosis = try #require(diagnoser.diagnose(Array("AADSTS700213: x".utf8)).first)
    #expect(
      diagnosis.commands.first?.text.hasSuffix("b7d25e90-4c1f-4a6e-8d33-2f90c5a1e7b4") == true
    )
  }
}
