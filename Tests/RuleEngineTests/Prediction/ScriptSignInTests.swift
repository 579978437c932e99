import Testing

@testable import RuleEngine

@Suite struct ScriptSignInTests {
  @Test(arguments: [
    (
      "az login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID --federated-token $T",
      ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]
    ),
    ("az login --federated-token=\"${T}\" --username x --tenant=y", ["T/x/y"]),
    ("az login \\\n  --service-principal \\\n  --federated-token \"$T\"", ["T/-/-"]),
    (
      "az login --federated-token $A -u a && az logout; az login --federated-token $B -u b",
      ["A/a/-", "B/b/-"]
    ),
    ("az login --federated-token \"$(cat token)\"", []), ("az login --identity", []),
    ("echo --federated-token $T", []), ("az account show --federated-token $T", []),
    ("az login --federated-token", []), ("", []),
  ])
  func finds(command: String, expected: [String]) {
    let found = ScriptSignIn.find(in: command).map {
      "\($0.token)/\($0.clientID ?? "-")/\($0.tenant ?? "-")"
    }
    #expect(found == expected)
  }
}
