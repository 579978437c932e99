import AzureFederation
import Testing

/// Entra ID's own limits on federated credentials.
///
/// Source: Microsoft Graph, `federatedIdentityCredential`.
@Suite struct CredentialLimitsTests {
  private static func credential(
    name: String = "main",
    issuer: String = "https://gitlab.com",
    subject: String? = "project_path:g/p:ref_type:branch:ref:main",
    audiences: [String] = ["https://gitlab.com"],
    expression: String? = nil,
    version: Int = 1
  ) -> FederatedCredential {
    FederatedCredential(
      name: name,
      issuer: issuer,
      subject: subject,
      audiences: audiences,
      claimsMatchingExpression: expression.map {
        ClaimsMatchingExpression(languageVersion: version, value: $0)
      }
    )
  }

  private static func flexible(
    _ issuer: String,
    _ expression: String = "claims['sub'] matches 'project_path:g/p:*'",
    version: Int = 1
  ) -> FederatedCredential {
    credential(issuer: issuer, subject: nil, expression: expression, version: version)
  }

  @Test(arguments: [
    credential(), credential(name: ""), credential(name: String(repeating: "a", count: 120)),
    credential(name: "Main-1_x"),
    credential(subject: "project_path:" + String(repeating: "é", count: 587)),
    credential(subject: "project_id:42:ref_type:branch:ref:main"),
    credential(issuer: "https://app.terraform.io", subject: "organization:o:project:p"),
    flexible("https://gitlab.com"), flexible("https://gitlab.example.com"),
    flexible("https://gitlab.example.ca"), flexible("https://app.terraform.io"),
  ])
  func isWithin(credential: FederatedCredential) {
    #expect(CredentialLimits.problem(credential) == nil)
  }

  @Test(arguments: [
    (credential(name: String(repeating: "a", count: 121)), "name"),
    (credential(name: "main branch"), "name"), (credential(name: "é"), "name"),
    (credential(audiences: []), "0 audiences"), (credential(audiences: ["a", "b"]), "2 audiences"),
    (credential(issuer: "https://gitlab.com "), "white space around its issuer"),
    (credential(subject: "\tx"), "white space around its subject"),
    (credential(subject: String(repeating: "x", count: 601)), "600 characters"),
    (credential(audiences: [String(repeating: "x", count: 601)]), "600 characters"),
    (credential(subject: "repo:g/p:ref:refs/heads/main"), "no GitLab token can have"),
    (credential(subject: "project_path:g/p:environment:production"), "environment is not one"),
    (credential(expression: "claims['sub'] eq 'x'"), "exclude each other"),
    (flexible("https://gitlab.com", "claims['project_id'] eq '42'"), "without claims['sub']"),
    (
      flexible("https://gitlab.com", "claims['sub'] eq 'x' and claims['ref'] eq 'main'"),
      "claims['ref']"
    ),
    (
      flexible("https://gitlab.com", "claims['sub'] eq 'x' and claims['project_id'] matches '*'"),
      "accepts only eq"
    ),
    (flexible("https://gitlab.com", version: 2), "language version 2"),
    (flexible("https://gitlab.com", "claims['sub'] like 'x'"), "column 15"),
    (flexible("https://git.example.com"), "gitlab.com"),
    (flexible("https://gitlab.example.org"), "gitlab.com"),
    (flexible("http://gitlab.com"), "gitlab.com"),
  ])
  func isBeyond(credential: FederatedCredential, words: String) throws {
    let problem = try #require(CredentialLimits.problem(credential))
    #expect(problem.contains(words))
  }

  @Test(
    arguments: [
      ("claims['sub'] matches 'project_path:*'", "any project"),
      ("claims['sub'] matches 'project_path:g/*:ref_type:branch:ref:main'", "any project"),
      ("claims['sub'] matches 'project_path:g/p:*'", "any branch"),
      ("claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'", "any branch"),
      ("claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:release-*'", nil),
      ("claims['sub'] matches 'project_path:g/p:*' and claims['project_id'] eq '42'", nil),
      ("claims['sub'] eq 'project_path:g/p:ref_type:branch:ref:main'", nil),
    ] as [(String, String?)]
  )
  func breadth(expression: String, words: String?) {
    let problem = CredentialBreadth.problem(Self.flexible("https://gitlab.com", expression))
    #expect((problem == nil) == (words == nil))
    if let words { #expect(problem?.contains(words) ?? false) }
  }
}
