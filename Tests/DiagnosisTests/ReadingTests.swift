import AzureFederation
import Testing

@testable import Diagnosis

@Suite struct ReadingTests {
  private func codes(_ log: String) -> [String] {
    Diagnoser().diagnose(Array(log.utf8)).map(\.entry.code)
  }

  @Test(arguments: [
    // Commands, links and akvlint's own words are not answers.
    "$ echo \"AADSTS700213: x\"", "+ echo ForbiddenByRbac", "https://example.com/#AADSTS700213",
    "fails with AADSTS700213 at the stage exchange",
    // Another service's answer, after the vault was named.
    "https://kv-shop.vault.azure.net\nGET https://shop.blob.core.windows.net/a\nRESPONSE 403: x",
    // Other clouds have the same words.
    "An error occurred (AccessDenied) when calling", "{\"error\": {\"code\": \"Throttled\"}}",
    "{\"code\": 403, \"vault\": \"https://kv-shop.vault.azure.net\"}", "lookup db: no such host",
    "RESPONSE 403: 403 Forbidden", "secret not found", "Vault: hashicorp",
  ])
  func findsNothingWhereNothingIs(log: String) {
    #expect(codes(log) == [])
  }

  @Test(arguments: [
    ("ERROR: AADSTS700213: a\nERROR: AADSTS700212: b", ["AADSTS700213", "AADSTS700212"]),
    ("AADSTS700213: a AADSTS700213: a", ["AADSTS700213"]),
    (
      "A secret with (name/id) a was not found\nA secret with (name/id) b was not found",
      ["SecretNotFound", "SecretNotFound"]
    ),
    (
      "ERROR: (SecretNotFound) A secret with (name/id) a was\n"
        + "ERROR: (SecretNotFound) A secret with (name/id) b was",
      ["SecretNotFound", "SecretNotFound"]
    ),
    (
      "Operation get is not allowed on a disabled secret.\nForbiddenByFirewall",
      ["SecretDisabled", "ForbiddenByFirewall"]
    ),
    // An unknown inner code does not hide the text.
    (
      "{\"error\":{\"code\":\"Forbidden\",\"message\":\"Public network access is disabled\","
        + "\"innererror\":{\"code\":\"ForbiddenByFirewall\"}}}",
      ["ForbiddenByFirewall"]
    ),
  ])
  func tellsEachOnce(log: String, expected: [String]) {
    #expect(codes(log) == expected)
  }

  @Test func readsTheIDs() {
    let log = """
      AADSTS700016: Application with identifier 'not-an-id' was not found.
      Trace ID: 11111111-2222-4333-8444-555555555555 Correlation ID: x Timestamp: now
      """
    let facts = Diagnoser().diagnose(Array(log.utf8)).first?.facts
    #expect(facts == [.traceID: "11111111-2222-4333-8444-555555555555"])
    let tenant = Diagnoser().diagnose(
      Array("POST https://login.microsoftonline.us/bakery.example/oauth2/\nAADSTS90002: x".utf8)
    )
    #expect(tenant.first?.facts == [.tenant: "bakery.example"])
  }
}
