import AccessPrediction
import ShellSyntax
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

  @Test(
    arguments: [
      // The libraries read the file that AZURE_FEDERATED_TOKEN_FILE names.
      (
        ["echo \"$T\" > \"$AZURE_FEDERATED_TOKEN_FILE\""], nil,
        ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]
      ),
      (
        ["export AZURE_FEDERATED_TOKEN_FILE=/tmp/t", "printf '%s' \"${T}\" > /tmp/t"], nil,
        ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]
      ),
      (
        ["printf %s $T > \"$CI_PROJECT_DIR/t\""], "$CI_PROJECT_DIR/t",
        ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]
      ),
      (["echo -n $T | tee /tmp/t > /dev/null"], "/tmp/t", ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]),
      (
        [
          "FILE=$(mktemp)", "printf '%s' \"$T\" > \"$FILE\"",
          "export AZURE_FEDERATED_TOKEN_FILE=$FILE AZURE_CLIENT_ID=x",
        ], nil, ["T/x/$AZURE_TENANT_ID"]
      ),
      (
        ["echo $T > /tmp/t", "AZURE_FEDERATED_TOKEN_FILE=/tmp/t terraform apply"], nil,
        ["T/$AZURE_CLIENT_ID/$AZURE_TENANT_ID"]
      ),
      (
        ["printf '%s' $T > t", "az login --federated-token \"$(cat t)\" -u a -t b"], nil, ["T/a/b"]
      ),
      // Another file, another text, no file at all.
      (["echo $T > /tmp/t"], nil, []), (["echo $T > /tmp/t"], "/tmp/u", []),
      (["echo a$T > /tmp/t"], "/tmp/t", []), (["echo $T >> /tmp/t"], "/tmp/t", []),
      (["echo '$T' > /tmp/t"], "/tmp/t", []),
      (["export AZURE_FEDERATED_TOKEN_FILE=/tmp/t"], nil, []),
      (["echo $T > '$AZURE_FEDERATED_TOKEN_FILE'"], nil, []),
      (["echo \"$T > \"$AZURE_FEDERATED_TOKEN_FILE\""], nil, []),
      (["export AZURE_FEDERATED_TOKEN_FILE=/tmp/u", "echo $T > /tmp/t"], "/tmp/t", []),
    ] as [([String], String?, [String])]
  )
  func findsFiles(commands: [String], tokenFile: String?, expected: [String]) {
    let scripts = commands.map { ShellScript(Array($0.utf8)[...]) }
    let found = ScriptSignIn.find(in: scripts, tokenFile: tokenFile).map {
      "\($0.token)/\($0.clientID ?? "-")/\($0.tenant ?? "-")"
    }
    #expect(found == expected)
  }
}
