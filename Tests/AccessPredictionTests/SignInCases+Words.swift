/// The words that the shell makes of variables, and sign-ins that certainly lack a value.
extension SignInCase {
  static let words = split + inner + lacking + malformed + hidden + containers + shells

  private static let refused = "fails AADSTS700213"

  private static func login(
    _ client: String,
    tenant: String = "$TENANT",
    token: String = "$T"
  )
    -> String
  {
    "az login --service-principal -u \(client) -t \(tenant) --federated-token \(token)"
  }

  private static let options = "--service-principal -u $MAIN -t $TENANT"

  // Source: POSIX, "Field Splitting"; about_Splatting.
  private static let split = [
    script(
      "an option in a variable",
      "az login $SP -u $RELEASE -t $TENANT --federated-token $T",
      refused,
      "AKV402",
      extra: "variables: {SP: --service-principal}\n"
    ),
    script(
      "options in a variable of the job",
      "az login $LOGIN_ARGS --federated-token \"$T\"",
      "works",
      extra: "variables: {LOGIN_ARGS: \(options)}\n"
    ),
    script(
      "options with the token in a variable of the job",
      "az login $LOGIN_ARGS",
      "works",
      extra: "variables: {LOGIN_ARGS: \(options) --federated-token $T}\n"
    ),
    script(
      "options that the script sets",
      "ARGS=\"--service-principal -u $RELEASE -t $TENANT\"\naz login $ARGS --federated-token \"$T\"",
      refused,
      "AKV402"
    ),
    script(
      "quotes keep options together",
      "ARGS=\"\(options)\"\naz login \"$ARGS\" --federated-token \"$T\"",
      "none"
    ),
    script("an empty word is none", "az $NONE login \(options) --federated-token $T", "works"),
    script("an empty command is none", "$SUDO \(login("$RELEASE"))", refused, "AKV402"),
    script(
      "a program in a variable",
      "$AZ login \(options) --federated-token $T",
      "works",
      extra: "variables: {AZ: az}\n"
    ),
    script(
      "Terraform in a variable",
      "$TF init\n\"$TF\" plan",
      refused,
      "AKV402",
      extra: """
        variables: {TF: tofu, ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, ARM_CLIENT_ID: $RELEASE, \
        ARM_TENANT_ID: $TENANT}

        """,
      files: ["main.tf": "provider \"azurerm\" {}\n"]
    ),
    script(
      "settings of a backend in a variable",
      "terraform init $BACKEND",
      refused,
      "AKV402",
      extra: """
        variables: {ARM_OIDC_TOKEN: $T, BACKEND: "-backend-config=use_oidc=true \
        -backend-config=client_id=$RELEASE -backend-config=tenant_id=$TENANT"}

        """,
      files: ["main.tf": "terraform {\n  backend \"azurerm\" {}\n}\n"]
    ),
    script("unknown options", "az login $(./options) --federated-token $T", "unknown"),
    script(
      "an unknown program",
      "TOOL=$(./tool)\n$TOOL login \(options) --federated-token $T",
      "unknown"
    ),
    script(
      "PowerShell: an array of arguments",
      """
      $loginArgs = @("--service-principal", "-u", $env:RELEASE,
        "-t", $env:TENANT)
      $loginArgs += @("--federated-token", $env:T)
      az login @loginArgs
      """,
      refused,
      "AKV402"
    ),
    script(
      "xargs",
      "echo \"$T\" | xargs -I{} \(login("$RELEASE", token: "{}"))",
      refused,
      "AKV402"
    ),
    script(
      "xargs with unknown input",
      "./token | xargs -I{} \(login("$MAIN", token: "{}"))",
      "unknown"
    ),
  ]

  private static let inner = [
    script(
      "eval of a variable of the job",
      "eval \"$LOGIN\"",
      refused,
      "AKV402",
      extra: "variables: {LOGIN: \(login("$RELEASE"))}\n"
    ),
    script(
      "a shell that gets a variable of the job",
      "bash -c \"$LOGIN\"",
      "works",
      extra: "variables: {LOGIN: \(login("$MAIN"))}\n"
    ),
    script(
      "a shell that gets unknown commands",
      "bash -c \"$CI_JOB_IMAGE\"",
      "unknown",
      extra: "variables: {ARM_USE_OIDC: 'true'}\n"
    ),
    script("eval of several words", "eval \(login("$RELEASE"))", refused, "AKV402"),
  ]

  // Source: Azure CLI, `profile/custom.py`; Connect-AzAccount; go-azure-sdk, `sdk/auth/auth.go`.
  private static let lacking = [
    script("no client ID", login("$NOBODY"), "fails", "AKV412"),
    script("a default client ID", ": ${CLIENT:=$MAIN}\n" + login("$CLIENT"), "works"),
    script("no client ID between quotes", login("\"$NOBODY\""), "fails", "AKV412"),
    script(
      "an empty client ID",
      login("$CLIENT"),
      "fails",
      "AKV412",
      extra: "variables: {CLIENT: ''}\n"
    ),
    script(
      "no options at all",
      "az login --service-principal $NOTHING --federated-token $T",
      "fails",
      "AKV412"
    ),
    script("no word for the tenant", login("$MAIN", tenant: "$NOBODY"), "fails", "AKV412"),
    script(
      "Terraform with a managed identity",
      "terraform plan",
      "unknown",
      extra: "variables: {ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, ARM_USE_MSI: 'true'}\n",
      files: ["main.tf": "provider \"azurerm\" {}\n"]
    ),
    script("an empty tenant", login("$MAIN", tenant: "\"$NOBODY\""), "unknown"),
    script(
      "Terraform without a client ID",
      "terraform plan",
      "fails",
      "AKV412",
      extra: "variables: {ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT}\n",
      files: ["main.tf": "provider \"azurerm\" {}\n"]
    ),
    script(
      "Terraform without a client ID after az login",
      login("$MAIN") + "\nterraform plan",
      "unknown",
      extra: "variables: {ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT}\n",
      files: ["main.tf": "provider \"azurerm\" {}\n"]
    ),
    script(
      "Connect-AzAccount without a client ID",
      "Connect-AzAccount -ServicePrincipal -ApplicationId $env:NOBODY -Tenant $env:TENANT "
        + "-FederatedToken $env:T",
      "fails",
      "AKV412"
    ),
  ]

  private static let notAToken = "fails AADSTS50027"

  private static let malformed = [
    script("single quotes", login("$MAIN", token: "'$T'"), notAToken, "AKV412"),
    script("the name alone", login("$MAIN", token: "T"), notAToken, "AKV412"),
    script("percent signs", login("$MAIN", token: "%T%"), notAToken, "AKV412"),
    script("a path", login("$MAIN", token: "./token.jwt"), notAToken, "AKV412"),
    script("a text like a token", login("$MAIN", token: "aa.bb.cc"), "unknown"),
    script(
      "a variable that is a word",
      login("$MAIN", token: "$WORD"),
      notAToken,
      "AKV412",
      extra: "variables: {WORD: placeholder}\n"
    ),
  ]

  private static let hidden = [
    script(
      "a variable hides the token",
      login("$MAIN"),
      notAToken,
      "AKV104",
      extra: "variables: {T: placeholder}\n"
    )
  ]

  // Source: Docker CLI reference, `docker container run`.
  private static let containers = [
    script(
      "a container without variables",
      "docker run --rm mcr.microsoft.com/azure-cli sh -c '\(login("$MAIN"))'",
      "fails",
      "AKV412"
    ),
    script(
      "a container that gets the token only",
      "docker run -e T mcr.microsoft.com/azure-cli sh -c '\(login("$MAIN"))'",
      "fails",
      "AKV412"
    ),
    script(
      "a container without the token",
      "podman run --env MAIN --env=TENANT x/y:1 sh -c '\(login("$MAIN"))'",
      "fails",
      "AKV412"
    ),
    script(
      "a container whose command the job's shell expands",
      "docker run mcr.microsoft.com/azure-cli sh -c \"\(login("$RELEASE"))\"",
      refused,
      "AKV402"
    ),
    script(
      "a container with other values",
      "docker run -e T -e A=$RELEASE -e TENANT x/y sh -c '\(login("$A"))'",
      refused,
      "AKV402"
    ),
    script(
      "a container with a file",
      "docker run --env-file e x sh -c '\(login("$MAIN"))'",
      "unknown"
    ),
    script(
      "a container whose shell reads what the job's shell expands",
      "docker run -i mcr.microsoft.com/azure-cli sh <<END\n\(login("$RELEASE"))\nEND",
      refused,
      "AKV402"
    ),
    script(
      "a container whose shell reads what is not expanded",
      "docker run -i mcr.microsoft.com/azure-cli sh <<'END'\n\(login("$RELEASE"))\nEND",
      "fails",
      "AKV412"
    ),
    script(
      "a program in a container",
      "docker run mcr.microsoft.com/azure-cli \(login("$RELEASE"))",
      refused,
      "AKV402"
    ),
  ]

  private static let shells = [
    script(
      "PowerShell's names in a shell",
      login("$MAIN", token: "\"$env:T\""),
      notAToken,
      "AKV412",
      extra: "image: mcr.microsoft.com/azure-cli:2.70.0\n"
    ),
    script(
      "PowerShell's names in an unknown image",
      login("$env:MAIN", tenant: "$env:TENANT", token: "$env:T"),
      "unknown",
      extra: "image: registry.example.com/tools\n"
    ),
  ]
}
