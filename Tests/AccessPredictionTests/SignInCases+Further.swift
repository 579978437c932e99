/// Other ways in which scripts write a sign-in, and what is none.
extension SignInCase {
  static let further: [SignInCase] = written + terraform + requests + others

  private static let login =
    "az login --service-principal -u $MAIN -t $TENANT --federated-token $T"

  private static func scripted(
    _ title: String,
    _ lines: String,
    _ expected: String,
    rule: String? = nil,
    audience: String = exchange,
    extra: String = "",
    files: [String: String] = [:]
  ) -> SignInCase {
    let script = lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "    \($0)\n" }.joined()
    return SignInCase(
      title: title,
      job: "id_tokens: {T: {aud: \(audience)}}\n\(extra)script:\n  - |\n\(script)",
      files: files,
      expected: expected,
      rule: rule
    )
  }

  private static let released = "fails AADSTS700213"

  private static let written = [
    scripted(
      "az: values after the letters",
      "az login --service-principal -u$MAIN -t$TENANT --federated-token \"$T\"",
      "works"
    ),
    scripted(
      "az: the beginnings of options",
      "az login --service-p --user \"$RELEASE\" --ten \"$TENANT\" --federated \"$T\"",
      released,
      rule: "AKV402"
    ),
    scripted(
      "az: options before the command, in a variable",
      "AZ=\"az -o none --only-show-errors\"\n$AZ login --service-principal -u $RELEASE -t $TENANT "
        + "--federated-token $T",
      released,
      rule: "AKV402"
    ),
    scripted(
      "az: a user, not a service principal",
      "az login -u $MAIN -t $TENANT --federated-token $T",
      "none"
    ),
    scripted(
      "az: an array of arguments",
      """
      args=(--service-principal -u "$RELEASE"
        # the tenant
        -t "$TENANT")
      args+=(--federated-token "$T")
      az login "${args[@]}"
      """,
      released,
      rule: "AKV402"
    ),
    scripted(
      "az: a default that replaces a value",
      "az login --service-principal -u \"${APP:-$RELEASE}\" -t \"$TENANT\" --federated-token \"$T\"",
      released,
      rule: "AKV402"
    ),
    scripted(
      "az: a function's argument with a default",
      """
      sign_in() {
        local app="${1:-$RELEASE}"
        az login --service-principal -u "$app" -t "$TENANT" --federated-token "$T"
      }
      sign_in
      """,
      released,
      rule: "AKV402"
    ),
    scripted("az: a heredoc for the shell", "bash <<EOF\n\(login)\nEOF", "works"),
    scripted("az: a quoted heredoc for the shell", "sh -s <<'EOF'\n\(login)\nEOF", "works"),
    scripted(
      "az: in a container",
      "docker run --rm -e T -e MAIN -e TENANT mcr.microsoft.com/azure-cli sh -c '\(login)'",
      "works"
    ),
    scripted("az: another cloud", "az cloud set --name AzureUSGovernment\n\(login)", "unknown"),
    scripted(
      "az: an empty variable",
      "az login --service-principal -u $MAIN -t $TENANT --federated-token $TOKEN",
      "fails",
      rule: "AKV412"
    ),
    scripted("az: BusyBox does not hide it", "busybox env A=b \(login)", "works"),
    scripted(
      "PowerShell: a file",
      "pwsh -File ci/login.ps1",
      released,
      rule: "AKV402",
      files: [
        "ci/login.ps1": "Connect-AzAccount -ServicePrincipal -ApplicationId $env:RELEASE "
          + "-Tenant $env:TENANT -FederatedToken $env:T\n"
      ]
    ),
    scripted(
      "PowerShell: another cloud",
      "Connect-AzAccount -Environment AzureChinaCloud -ServicePrincipal -ApplicationId $env:MAIN "
        + "-Tenant $env:TENANT -FederatedToken $env:T",
      "unknown"
    ),
  ]

  private static let provider = """
    variable "app" {}
    provider "azurerm" {
      features {}
      use_oidc   = true
      oidc_token = var.token
      client_id  = var.app
      tenant_id  = "66666666-7777-8888-9999-000000000000"
    }
    variable "token" {}
    """
  private static let release = "app = \"22222222-2222-3333-4444-555555555555\"\n"
  private static let passed = "variables: {TF_VAR_token: $T, TF_VAR_app: $MAIN}\n"

  private static let terraform = [
    scripted(
      "Terraform: terraform.tfvars beats the environment",
      "terraform plan",
      released,
      rule: "AKV402",
      extra: passed,
      files: ["main.tf": provider, "terraform.tfvars": release]
    ),
    scripted(
      "Terraform: *.auto.tfvars",
      "terraform plan",
      released,
      rule: "AKV402",
      extra: passed,
      files: ["main.tf": provider, "a.auto.tfvars": release]
    ),
    scripted(
      "Terraform: -var-file",
      "terraform -chdir=infra plan -var-file=prod.tfvars",
      released,
      rule: "AKV402",
      extra: passed,
      files: ["infra/main.tf": provider, "infra/prod.tfvars": release]
    ),
    scripted(
      "Terraform: -var after -var-file",
      "terraform plan -var-file=prod.tfvars -var \"app=$MAIN\"",
      "works",
      extra: passed,
      files: ["main.tf": provider, "prod.tfvars": release]
    ),
    scripted(
      "Terraform: a file of variables that is not there",
      "terraform plan -var-file=\"$ENV.tfvars\"",
      "unknown",
      extra: passed,
      files: ["main.tf": provider]
    ),
    scripted(
      "Terraform: -backend-config=FILE",
      "terraform init -backend-config=prod.hcl -backend-config=\"oidc_token=$T\"",
      released,
      rule: "AKV402",
      files: [
        "main.tf": "terraform {\n  backend \"azurerm\" {}\n}\n",
        "prod.hcl": "use_oidc = true\nclient_id = \"22222222-2222-3333-4444-555555555555\"\n"
          + "tenant_id = \"66666666-7777-8888-9999-000000000000\"\n",
      ]
    ),
    scripted(
      "Terraform: a provider in a comment",
      "terraform plan",
      "none",
      extra: "variables: {ARM_OIDC_TOKEN: $T, ARM_USE_OIDC: \"true\"}\n",
      files: ["main.tf": "# provider \"azurerm\" {}\nprovider \"google\" {}\n"]
    ),
    scripted(
      "Terraform: a client secret is used first",
      "terraform plan",
      "none",
      extra: "variables: {ARM_OIDC_TOKEN: $T, ARM_USE_OIDC: \"true\", ARM_CLIENT_SECRET: x}\n",
      files: ["main.tf": "provider \"azurerm\" {}\n"]
    ),
    scripted(
      "Terraform: a file of variables that refers to itself",
      "terraform plan",
      "unknown",
      extra: "variables: {TF_VAR_token: $T}\n",
      files: ["main.tf": provider, "terraform.tfvars": "app = var.app\n"]
    ),
    scripted(
      "Pulumi: the stack's file",
      "pulumi up --yes --stack prod",
      released,
      rule: "AKV402",
      extra: "variables: {ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT}\n",
      files: [
        "Pulumi.prod.yaml": "config:\n  azure-native:useOidc: \"true\"\n"
          + "  azure-native:clientId: 22222222-2222-3333-4444-555555555555\n"
      ]
    ),
  ]

  private static let address = "https://login.microsoftonline.com/$TENANT/oauth2/v2.0/token"
  private static let body = "grant_type=client_credentials&client_id=$RELEASE&client_assertion=$T"

  private static let requests = [
    scripted(
      "curl: the body in a variable",
      "BODY=\"\(body)\"\ncurl -s \"\(address)\" -d \"$BODY\"",
      released,
      rule: "AKV402"
    ),
    scripted(
      "curl: the body in a file",
      "echo \"\(body)\" > body\ncurl -s \"\(address)\" -d @body",
      released,
      rule: "AKV402"
    ),
    scripted(
      "curl: the body in a heredoc",
      "curl -s \"\(address)\" -d @- <<EOF\n\(body)\nEOF",
      released,
      rule: "AKV402"
    ),
    scripted(
      "curl: another cloud",
      "curl -s \"https://login.microsoftonline.us/$TENANT/oauth2/v2.0/token\" -d \"\(body)\"",
      "unknown"
    ),
    scripted(
      "curl: any tenant",
      "curl -s \"https://login.microsoftonline.com/common/oauth2/v2.0/token\" -d \"\(body)\"",
      "unknown"
    ),
    scripted(
      "BusyBox's wget",
      "busybox wget -qO- --post-data \"\(body)\" \"\(address)\"",
      released,
      rule: "AKV402"
    ),
  ]

  private static let environment = """
    echo "$T" > "$PWD/t"
    export AZURE_FEDERATED_TOKEN_FILE=$(pwd)/t AZURE_CLIENT_ID=$MAIN AZURE_TENANT_ID=$TENANT

    """

  private static let others = [
    scripted("SDK: a program", environment + "python deploy.py", "works"),
    scripted("SDK: no program", environment + "ls -l t", "none"),
    scripted(
      "SDK: another application for one program",
      environment + "AZURE_CLIENT_ID=$RELEASE ./deploy",
      released,
      rule: "AKV402"
    ),
    scripted(
      "SDK: a client secret is used first",
      environment + "export AZURE_CLIENT_SECRET=x\n./deploy",
      "none"
    ),
    scripted(
      "SDK: another cloud",
      environment + "export AZURE_AUTHORITY_HOST=https://login.microsoftonline.us/\n./deploy",
      "unknown"
    ),
    scripted(
      "kubelogin: the method from its environment",
      environment + "export AAD_LOGIN_METHOD=workloadidentity\nkubelogin convert-kubeconfig",
      "works"
    ),
  ]
}
