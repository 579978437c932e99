import AccessPrediction
import AzureFederation
import Evidence
import Testing

@testable import AzureSandbox
@testable import Reporting

/// A plan that is posted to Graph, as the sandbox plays it, is accepted, and makes Entra ID decide
/// as the plan promises.
@Suite struct CredentialDirectoryTests {
  private static let tenant = "66666666-7777-8888-9999-000000000000"

  @Test(arguments: 0..<20)
  func lawHolds(block: Int) throws {
    for seed in block * 15..<(block + 1) * 15 {
      var generator = PlanGenerator(seed: UInt64(seed))
      let repository = generator.repository()
      let evidence = try repository.settings().evidence
      let runs = try repository.runs()
      let selection = try generator.selection(repository, runs)
      let plan = CredentialPlan(runs, for: selection, evidence: evidence)
      let comment = "seed \(seed)\n\(repository)\n\(plan)"
      let directory = Directory([Self.tenant(of: plan, evidence)])
      do {
        try Self.post(plan, to: directory)
      } catch {
        Issue.record("\(error)\n\(comment)")
        continue
      }
      let after = try repository.runs(plan.applied(to: evidence))
      for (run, result) in zip(runs.runs, after.runs) {
        for request in result.requests {
          let isAccepted = Self.isAccepted(request, by: directory)
          guard let isAccepted, request.verdict.answer != .unknown, request.isStarted else {
            continue
          }
          let isExpected = request.verdict.answer == .works
          #expect(isAccepted == isExpected, "\(run.name): \(request.verdict)\n\(comment)")
        }
      }
    }
  }

  /// The tenant before the plan is carried out.
  private static func tenant(
    of plan: CredentialPlan,
    _ evidence: ProjectEvidence
  ) -> SandboxSetup.Tenant {
    var tenant = SandboxSetup.Tenant(id: Self.tenant)
    for application in plan.applications {
      let known = evidence.identities.first { $0.clientID == application.clientID }
      var stored = SandboxSetup.Application(clientID: application.clientID)
      stored.credentials = (known?.credentials ?? []).map { credential in
        TrustedCredential(
          name: credential.name,
          issuer: credential.issuer,
          subject: credential.subject,
          audiences: credential.audiences,
          expression: credential.claimsMatchingExpression.map {
            TrustedCredential.Expression(value: $0.value, languageVersion: $0.languageVersion)
          }
        )
      }
      tenant.applications.append(stored)
    }
    return tenant
  }

  /// Carries a plan out with the bodies and in the order of its script, which leaves alone what
  /// others may need.
  private static func post(_ plan: CredentialPlan, to directory: Directory) throws {
    for application in plan.applications {
      for action in [CredentialPlan.Action.remove, .narrow, .add] {
        for item in application.items where item.action == action && !item.isDoubtful {
          try directory.change(credentialsOf: application.clientID, in: tenant) {
            list throws(StoredCredentials.Refusal) in
            try change(&list, item)
          }
        }
      }
    }
  }

  private static func change(
    _ list: inout StoredCredentials,
    _ item: CredentialPlan.Item
  ) throws(StoredCredentials.Refusal) {
    let credential = item.credential
    // `az ad app federated-credential` uses v1.0, which has no expressions.
    let isFlexible = credential.isFlexible
    switch item.action {
    case .keep: break
    case .remove: try list.remove(credential.name)
    case .narrow:
      let body = Array(CredentialBody.graphUpdate(credential).utf8)
      try list.update(credential.name, CredentialChange(body, allowsExpressions: true))
    case .add:
      let body = Array(CredentialBody.graph(credential).utf8)
      _ = try list.add(CredentialChange(body, allowsExpressions: isFlexible))
    }
  }

  /// Whether Entra ID accepts the token of a request; nil when not all of it is known.
  private static func isAccepted(_ request: AccessRequest, by directory: Directory) -> Bool? {
    guard let clientID = request.clientID, let claims = request.claims,
      let issuer = claims.issuer, let subject = claims.subject, let audiences = claims.audiences,
      let credentials = directory.tenants[0].credentials(of: clientID)
    else { return nil }
    // GitLab sends the ID whether it is known or not; the generator's project has this one.
    let others = ["project_id": "42"].merging(claims.others) { $1 }
    let token = PresentedToken(
      issuer: issuer,
      audiences: audiences,
      subject: subject,
      others: others
    )
    if case .accepted = CredentialMatcher(credentials: credentials).answer(to: token) {
      return true
    }
    return false
  }
}

/// Graph's rules for federated credentials, as the sandbox plays them.
@Suite struct StoredCredentialsTests {
  private static let main = #"{"name":"main","issuer":"https://gitlab.com","# + subject("main")
  private static func subject(_ ref: String) -> String {
    #""subject":"project_path:g/p:ref_type:branch:ref:\#(ref)","audiences":["https://gitlab.com"]}"#
  }

  private static func add(
    _ body: String,
    to list: inout StoredCredentials,
    allowsExpressions: Bool = true
  ) throws(StoredCredentials.Refusal) {
    let change = try CredentialChange(Array(body.utf8), allowsExpressions: allowsExpressions)
    _ = try list.add(change)
  }

  private static let expression =
    #""claimsMatchingExpression":{"languageVersion":1,"value":"claims['sub'] matches 'project_path:g/p:*'"}"#

  @Test(arguments: [
    // The name is unique, in any case of letters.
    (#"{"name":"Main","issuer":"https://gitlab.com",\#(subject("other"))"#, 409),
    // So are issuer and subject.
    (#"{"name":"other","issuer":"https://gitlab.com",\#(subject("main"))"#, 409),
    (#"{"name":"other","issuer":"https://gitlab.com/",\#(subject("main"))"#, nil),
    (#"{"issuer":"https://gitlab.com",\#(subject("other"))"#, 400),
    (#"{"name":"a b","issuer":"https://gitlab.com",\#(subject("other"))"#, 400),
    (#"{"name":"other",\#(subject("other"))"#, 400),
    (#"{"name":"other","issuer":"https://gitlab.com","subject":"x","audiences":["a","b"]}"#, 400),
    (#"{"name":"other","issuer":"https://gitlab.com","subject":"x","audiences":[]}"#, 400),
    (#"{"name":"other","issuer":"https://gitlab.com","audiences":["a"]}"#, 400),
    (#"{"name":"other","issuer":"https://gitlab.com","audiences":["a"],"display":"x"}"#, 400),
    (#"{"name":"other","issuer":"https://gitlab.com","audiences":["a"],\#(expression)}"#, nil),
    (
      #"{"name":"other","issuer":"https://gitlab.com","subject":"x","audiences":["a"],\#(expression)}"#,
      400
    ),
    // Entra ID takes expressions only from some hosts.
    (#"{"name":"other","issuer":"https://git.example.org","audiences":["a"],\#(expression)}"#, 400),
    ("[]", 400),
    ("{", 400),
  ])
  func answers(body: String, status: Int?) throws {
    var list = StoredCredentials([])
    try Self.add(Self.main, to: &list)
    do throws(StoredCredentials.Refusal) {
      try Self.add(body, to: &list)
      #expect(status == nil)
    } catch {
      #expect(error.status == status, "\(error.message)")
      #expect(list.credentials.count == 1)
    }
  }

  @Test func versionOneHasNoExpressions() throws {
    var list = StoredCredentials([])
    let body = #"{"name":"x","issuer":"https://gitlab.com","audiences":["a"],\#(Self.expression)}"#
    #expect(throws: StoredCredentials.Refusal.self) {
      try Self.add(body, to: &list, allowsExpressions: false)
    }
  }

  @Test func thereAreAtMostTwenty() throws {
    var list = StoredCredentials([])
    for index in 1...20 {
      let subject = Self.subject("r\(index)")
      try Self.add(#"{"name":"n\#(index)","issuer":"https://gitlab.com",\#(subject)"#, to: &list)
    }
    #expect(throws: StoredCredentials.Refusal.self) { try Self.add(Self.main, to: &list) }
    try list.remove("n7")
    try Self.add(Self.main, to: &list)
    #expect(list.credentials.count == 20)
  }

  @Test func aChangeKeepsWhatItDoesNotName() throws {
    var list = StoredCredentials([])
    try Self.add(Self.main, to: &list)
    let body = #"{"subject":null,\#(Self.expression)}"#
    try list.update("main", CredentialChange(Array(body.utf8), allowsExpressions: true))
    let changed = try list.find(list.credentials[0].id)
    #expect(changed.subject == nil)
    #expect(changed.expression?.value == "claims['sub'] matches 'project_path:g/p:*'")
    #expect(changed.audiences == ["https://gitlab.com"])
    #expect(throws: StoredCredentials.Refusal.self) {
      let body = Array(#"{"name":"another"}"#.utf8)
      try list.update("main", CredentialChange(body, allowsExpressions: true))
    }
    #expect(throws: StoredCredentials.Refusal.self) { try list.remove("another") }
  }
}
