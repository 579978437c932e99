/// Each consumer of a token, set up right and in three wrong ways: another audience, another
/// application, another tenant.
///
/// The set-ups are those of the tools' documentation.
extension SignInCase {
  /// A job in which `~AUD~`, `~CLIENT~` and `~TENANT~` are the audience and the variables with the
  /// client ID and the tenant.
  struct SetUp {
    let name: String
    let job: String
    let files: [String: String]
    /// The variables with a client ID that has the credential, and with one that has another.
    let clients: (right: String, wrong: String)

    init(
      _ name: String,
      _ job: String,
      _ files: [String: String] = [:],
      clients: (right: String, wrong: String) = ("MAIN", "RELEASE")
    ) {
      self.name = name
      self.job = job
      self.files = files
      self.clients = clients
    }
  }

  static let consumers: [SignInCase] = (setUps + SetUp.further).flatMap { item in
    func variant(
      _ title: String,
      _ audience: String,
      _ client: String,
      _ tenant: String,
      _ expected: String,
      _ rule: String?
    ) -> SignInCase {
      func filled(_ text: String) -> String {
        var result = ""
        for piece in text.split(separator: "~", omittingEmptySubsequences: false) {
          switch piece {
          case "AUD": result += audience
          case "CLIENT": result += client
          case "TENANT": result += tenant
          default: result += piece
          }
        }
        return result
      }
      return SignInCase(
        title: "\(item.name): \(title)",
        job: filled(item.job),
        files: item.files.mapValues(filled),
        expected: expected,
        rule: rule
      )
    }
    let (right, wrong) = item.clients
    return [
      variant("right", exchange, right, "TENANT", "works", nil),
      variant("audience", "https://x", right, "TENANT", "fails AADSTS700212", "AKV401"),
      variant("application", exchange, wrong, "TENANT", "fails AADSTS700213", "AKV402"),
      variant("tenant", exchange, right, "STRANGE", "fails AADSTS700016", "AKV412"),
    ]
  }

  private static let setUps: [SetUp] = [
    SetUp(
      "az login",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - az login --service-principal -u "$~CLIENT~" -t "$~TENANT~" --federated-token "$T"
      """
    ),
    SetUp(
      "az login @file",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - printf %s "$T" > /tmp/t
        - az login --service-principal --username=$~CLIENT~ --tenant=$~TENANT~ --federated-token @/tmp/t
      """
    ),
    SetUp(
      "az login in a function of a script in a script",
      """
      id_tokens: {T: {aud: ~AUD~}}
      before_script:
        - |
          login() {
            bash -c 'az login --service-principal -u "$A" -t "$~TENANT~" --federated-token "$T"'
          }
      script:
        - export A=$~CLIENT~
        - login
      """
    ),
    SetUp(
      "Connect-AzAccount",
      """
      image: mcr.microsoft.com/azure-powershell
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - Connect-AzAccount -ServicePrincipal -ApplicationId $env:~CLIENT~ -TenantId $env:~TENANT~ -FederatedToken $env:T
      """
    ),
    SetUp(
      "Connect-AzAccount with a hash table",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - |
          $login = @{
            ServicePrincipal = $true; ApplicationId = $env:~CLIENT~
            Tenant = $env:~TENANT~
            FederatedToken = $env:T
          }
          Connect-AzAccount @login
      """
    ),
    SetUp(
      "azd",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - export AZURE_OIDC_TOKEN="$T"
        - azd auth login --client-id $~CLIENT~ --tenant-id $~TENANT~ --federated-credential-provider oidc
      """
    ),
    SetUp(
      "Terraform by its environment",
      """
      id_tokens: {ARM_OIDC_TOKEN: {aud: ~AUD~}}
      variables: {ARM_USE_OIDC: "true", ARM_CLIENT_ID: $~CLIENT~, ARM_TENANT_ID: $~TENANT~}
      script: [terraform apply -auto-approve]
      """,
      ["main.tf": "provider \"azurerm\" {\n  features {}\n}\n"]
    ),
    SetUp(
      "Terraform by its files",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {TF_VAR_t: $T, TF_VAR_client: $~CLIENT~}
      script: [terraform -chdir=infra plan -var "tenant=$~TENANT~"]
      """,
      [
        "infra/main.tf": """
        variable "t" { sensitive = true }
        provider "azapi" {
          use_oidc = true # always
          oidc_token = var.t
          client_id = var.client
          tenant_id = "${var.tenant}"
        }
        """
      ]
    ),
    SetUp(
      "Terraform's backend",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - echo -n "$T" > token
        - terraform init -backend-config="client_id=$~CLIENT~" -backend-config "tenant_id=$~TENANT~"
      """,
      [
        "main.tf":
          "terraform {\n  backend \"azurerm\" {\n    use_oidc = true\n    oidc_token_file_path = \"token\"\n  }\n}\n"
      ]
    ),
    SetUp(
      "OpenTofu with a token file",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - echo "$T" > "$CI_PROJECT_DIR/.oidc"
        - ARM_USE_OIDC=true ARM_OIDC_TOKEN_FILE_PATH=.oidc ARM_CLIENT_ID=$~CLIENT~ ARM_TENANT_ID=$~TENANT~ tofu plan
      """
    ),
    SetUp(
      "Pulumi",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: $T, ARM_CLIENT_ID: $~CLIENT~, ARM_TENANT_ID: $~TENANT~}
      script: [pulumi up --yes]
      """
    ),
    SetUp(
      "kubelogin by its flags",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - echo "$T" > /tmp/t
        - kubelogin convert-kubeconfig -l workloadidentity --client-id $~CLIENT~ --tenant-id $~TENANT~ --federated-token-file /tmp/t
      """
    ),
    SetUp(
      "kubelogin, whose environment beats its flags",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {AZURE_CLIENT_ID: $~CLIENT~, AZURE_TENANT_ID: $~TENANT~, AZURE_FEDERATED_TOKEN_FILE: /tmp/t}
      script:
        - echo "$T" > /tmp/t
        - kubelogin convert-kubeconfig -l workloadidentity --client-id x --tenant-id y --federated-token-file z
      """
    ),
    SetUp(
      "Ansible",
      """
      id_tokens: {AZURE_FEDERATED_TOKEN: {aud: ~AUD~}}
      variables: {AZURE_CLIENT_ID: $~CLIENT~, AZURE_TENANT: $~TENANT~}
      script: [ansible-playbook site.yml]
      """
    ),
    SetUp(
      "the SDK's environment",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {AZURE_CLIENT_ID: $~CLIENT~, AZURE_TENANT_ID: $~TENANT~, AZURE_FEDERATED_TOKEN_FILE: $CI_PROJECT_DIR/t}
      script:
        - cat <<< "$T" > t
        - python deploy.py
      """
    ),
    SetUp(
      "curl",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - >-
          curl --data "client_id=$~CLIENT~&client_assertion=$T&grant_type=client_credentials"
          https://login.microsoftonline.com/$~TENANT~/oauth2/v2.0/token
      """
    ),
    SetUp(
      "wget",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - URL="https://login.microsoftonline.com/$~TENANT~/oauth2/v2.0/token"
        - wget -qO- --post-data="client_id=$~CLIENT~&client_assertion=${T}" "$URL"
      """
    ),
    SetUp(
      "Invoke-RestMethod",
      """
      tags: [windows]
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - |
          $body = @{ client_id = $env:~CLIENT~; client_assertion = $env:T }
          Invoke-RestMethod -Method Post -Body $body `
            -Uri "https://login.microsoftonline.com/$env:~TENANT~/oauth2/v2.0/token"
      """
    ),
  ]
}
