import AzureFederation
import Evidence
import Testing

@Suite("Exported credentials")
struct CredentialExportTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let file = "azure/fic.json"
  private static let command =
    "az rest --method get --url \"https://graph.microsoft.com/beta/applications"
    + "(appId='\(client)')/federatedIdentityCredentials\""

  private func read(_ json: String) -> Configuration {
    configuration(
      "azure: {identities: [{client_id: \(Self.client), credentials: \(Self.file)}]}",
      files: [Self.file: json]
    )
  }

  private static func classic(_ path: String) -> FederatedCredential {
    FederatedCredential(
      name: "main",
      issuer: "https://gitlab.com",
      subject: "project_path:a/b",
      audiences: ["https://gitlab.com"],
      source: EvidenceSource(path: file, jsonPath: path)
    )
  }

  private static func flexible(_ path: String) -> FederatedCredential {
    FederatedCredential(
      name: "flexible",
      issuer: "https://gitlab.com",
      subject: nil,
      audiences: ["https://gitlab.com"],
      claimsMatchingExpression: ClaimsMatchingExpression(
        languageVersion: 1,
        value: "claims['sub'] eq 'a'"
      ),
      source: EvidenceSource(path: file, jsonPath: path)
    )
  }

  private static let classicJSON = """
    {"@odata.id": "x", "audiences": ["https://gitlab.com"], "description": null, "id": "1",
     "issuer": "https://gitlab.com", "name": "main", "subject": "project_path:a/b"}
    """
  private static let flexibleJSON = """
    {"audiences": ["https://gitlab.com"], "issuer": "https://gitlab.com", "name": "flexible",
     "subject": null,
     "claimsMatchingExpression": {"languageVersion": 1, "value": "claims['sub'] eq 'a'"}}
    """

  @Test(
    "are read in every shape in which Microsoft's tools give them",
    arguments: [
      // az ad app federated-credential list
      ("[]", []),
      ("[\(classicJSON)]", [classic("$[0]")]),
      ("[\(flexibleJSON), \(classicJSON)]", [flexible("$[0]"), classic("$[1]")]),
      // az identity federated-credential list
      (
        """
        [{"audiences": ["https://gitlab.com"], "claimsMatchingExpression": null, "id": "/sub/x",
          "issuer": "https://gitlab.com", "name": "main", "resourceGroup": "rg",
          "subject": "project_path:a/b", "systemData": null, "type": "Microsoft.X/y"}]
        """, [classic("$[0]")]
      ),
      // Microsoft Graph, beta
      (
        """
        {"@odata.context": "https://graph.example/$metadata",
         "value": [\(classicJSON), \(flexibleJSON)]}
        """, [classic("$.value[0]"), flexible("$.value[1]")]
      ),
      // Azure Resource Manager
      (
        """
        {"value": [
          {"id": "/sub/x", "name": "main", "type": "t",
           "properties": {"issuer": "https://gitlab.com", "subject": "project_path:a/b",
                          "audiences": ["https://gitlab.com"]}},
          {"name": "flexible",
           "properties": {"issuer": "https://gitlab.com", "subject": "",
                          "audiences": ["https://gitlab.com"],
                          "claimsMatchingExpression": {"value": "claims['sub'] eq 'a'",
                                                       "languageVersion": 1}}}],
         "nextLink": null}
        """, [classic("$.value[0]"), flexible("$.value[1]")]
      ),
    ] as [(String, [FederatedCredential])]
  )
  func shapes(json: String, credentials: [FederatedCredential]) {
    let read = read(json)
    #expect(read.problemLines == [])
    let known = read.evidence.identities.first?.credentials?.map(Self.withoutPosition)
    #expect(known == credentials)
  }

  private static func withoutPosition(_ credential: FederatedCredential) -> FederatedCredential {
    FederatedCredential(
      name: credential.name,
      issuer: credential.issuer,
      subject: credential.subject,
      audiences: credential.audiences,
      claimsMatchingExpression: credential.claimsMatchingExpression,
      source: credential.source.map { EvidenceSource(path: $0.path, jsonPath: $0.jsonPath) }
    )
  }

  @Test("have the lines and columns of the entries and of their subjects")
  func positions() {
    let json = """
      [
        \(Self.classicJSON),
        {"name": "ä", "issuer": "i", "audiences": ["a"], "subject": "s"}
      ]
      """
    let credentials = read(json).evidence.identities.first?.credentials ?? []
    let places = credentials.flatMap { [$0.source, $0.subjectSource] }
      .map { "\($0?.line ?? 0):\($0?.column ?? 0)" }
    #expect(places == ["2:3", "3:61", "4:3", "4:63"])
  }

  @Test("may be in UTF-16, as PowerShell redirects them")
  func utf16() {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in "[\(Self.classicJSON)]".utf16 {
      bytes += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
    }
    let text = "azure: {identities: [{client_id: \(Self.client), credentials: a.json}]}"
    let read = ConfigurationReader.read(
      Array(text.utf8),
      path: ".akvlint.yml",
      rules: []
    ) { _ in bytes }
    #expect(read.problemLines == [])
    #expect(read.evidence.identities.first?.credentials?.map(\.name) == ["main"])
  }

  @Test(
    "are refused with the JSON path and what was expected",
    arguments: [
      ("", ["1:1: the file is empty, not JSON"]),
      ("{\n  \"value\": [,]}", ["2:13: the file is not valid JSON"]),
      ("[1", ["1:3: the file is not valid JSON"]),
      ("12", ["1:1: $: the export must be a list or a mapping, not a number"]),
      (
        "{}",
        [
          "1:1: $: \"value\" is missing, so this is not a list of credentials; export it with: "
            + command
        ]
      ),
      ("{\"value\": {}}", ["1:11: $.value: \"value\" must be a list, not a mapping"]),
      (
        "[1, null]",
        [
          "1:2: $[0]: each entry of the export must be a mapping, not a number",
          "1:5: $[1]: each entry of the export must be a mapping, not empty",
        ]
      ),
      (
        "[{\"issuer\": 1, \"subject\": true, \"audiences\": [\"a\", 2.5]}]",
        [
          "1:13: $[0].issuer: \"issuer\" must be text, not a number; put it in quotes",
          "1:27: $[0].subject: \"subject\" must be text, not a truth value; put it in quotes",
          "1:52: $[0].audiences[1]: each entry of \"audiences\" must be text, not a number; "
            + "put it in quotes",
        ]
      ),
      (
        "[{\"issuer\": \"i\", \"subject\": \"s\", \"audience\": [\"a\"]}]",
        [
          "1:46: $[0].audience: unknown key \"audience\" in a federated credential; "
            + "did you mean \"audiences\"?"
        ]
      ),
      (
        "{\"value\": [{\"properties\": {\"issuer\": \"i\", \"audiences\": [\"a\"]}}]}",
        [
          "1:27: $.value[0].properties: a federated credential needs \"subject\" or "
            + "\"claimsMatchingExpression\""
        ]
      ),
      (
        "{\"value\": [], \"@odata.nextLink\": \"https://x.example\"}",
        [
          "1:34: $[\"@odata.nextLink\"]: this is only the first page of the credentials; "
            + "export them with: \(command)"
        ]
      ),
      (
        "{\"error\": {\"code\": \"Authorization_RequestDenied\", \"message\": \"no\"}}",
        ["1:1: $: this is the error Authorization_RequestDenied, not a list of credentials"]
      ),
      (
        "{\"format_version\": \"1.0\", \"values\": {}}",
        ["1:1: $: the state has no federated credential of 11111111-2222-3333-4444-555555555555"]
      ),
      (
        classicJSON,
        ["1:1: $: this is one credential; export the list of all with: \(command)"]
      ),
    ] as [(String, [String])]
  )
  func problems(json: String, problems: [String]) {
    let read = read(json)
    #expect(read.problemLines == problems.map { "\(Self.file):\($0)" })
    #expect(read.problems.allSatisfy { $0.path == Self.file })
  }

  @Test("name the call that works when Graph v1.0 broke off at a flexible one")
  func cutShort() {
    let json = """
      {"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#applications('0000')/\
      federatedIdentityCredentials","value":[{"id":"0001","name":"any-branch",\
      "issuer":"https://gitlab.com"{"error":{"code":"InternalServerError","message":\
      "The property 'subject[Nullable=False]' of type 'Edm.String' has a null value, which is \
      not allowed.","innerError":{"date":"2026-01-02T03:04:05"}}}
      """
    #expect(
      read(json).problemLines == [
        "\(Self.file):1:1: Graph v1.0 broke off at a flexible credential, which only Graph beta "
          + "can list; export the credentials with: \(Self.command)"
      ]
    )
  }

  @Test("may be nested to any depth without harm")
  func depth() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(read(deep).problems.count == 1)
    let closed = String(repeating: "[", count: 400) + String(repeating: "]", count: 400)
    #expect(read(closed).problems.count == 1)
  }
}
