/// Further consumers and set-ups of a token.
extension SignInCase.SetUp {
  static let further: [Self] = [
    Self(
      "az login for a managed identity",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - az login --service-principal -u "$~CLIENT~" -t "$~TENANT~" --federated-token "$T"
          --allow-no-subscriptions
      """,
      clients: ("IDENTITY", "RELEASE_IDENTITY")
    ),
    Self(
      "Bicep, deployed after a sign-in",
      """
      id_tokens: {T: {aud: ~AUD~}}
      before_script:
        - az login --service-principal -u "$~CLIENT~" -t "$~TENANT~" --federated-token "$T"
      script:
        - az bicep build -f main.bicep
        - az deployment group create -g shop -f main.bicep
      """,
      ["main.bicep": "param name string\n"]
    ),
    Self(
      "azurerm with its own arguments",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {TF_VAR_token: $T, TF_VAR_client: $~CLIENT~, TF_VAR_tenant: $~TENANT~}
      script: [terraform plan]
      """,
      [
        "main.tf":
          "provider \"azurerm\" {\n  features {}\n  use_oidc = true\n  oidc_token = var.token\n"
          + "  client_id = var.client\n  tenant_id = var.tenant\n}\n"
      ]
    ),
    Self(
      "azuread",
      """
      id_tokens: {ARM_OIDC_TOKEN: {aud: ~AUD~}}
      variables: {ARM_USE_OIDC: "true", TF_VAR_client: $~CLIENT~, ARM_TENANT_ID: $~TENANT~}
      script: [terraform apply -auto-approve]
      """,
      ["main.tf": "provider \"azuread\" {\n  client_id = var.client\n}\n"]
    ),
    Self(
      "azurestack",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {ARM_OIDC_TOKEN: $T, ARM_USE_OIDC: "true", ARM_CLIENT_ID: $~CLIENT~}
      script: [ARM_TENANT_ID=$~TENANT~ terraform apply -auto-approve]
      """,
      ["main.tf": "provider \"azurestack\" {\n  features {}\n}\n"]
    ),
    Self(
      "OpenTofu's backend, in a file that the script writes",
      """
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - |
          cat > azure.tfbackend <<END
          use_oidc   = true
          oidc_token = "$T"
          client_id  = "$~CLIENT~"
          tenant_id  = "$~TENANT~"
          END
        - tofu init -backend-config=azure.tfbackend
      """,
      ["main.tf": "terraform {\n  backend \"azurerm\" {}\n}\n"]
    ),
    Self(
      "GitLab's OpenTofu component",
      """
      image: registry.gitlab.com/components/opentofu/gitlab-opentofu:latest
      id_tokens: {ARM_OIDC_TOKEN: {aud: ~AUD~}}
      variables:
        GITLAB_TOFU_ROOT_DIR: infra
        ARM_USE_OIDC: "true"
        ARM_CLIENT_ID: $~CLIENT~
        ARM_TENANT_ID: $~TENANT~
      script: [gitlab-tofu apply]
      """,
      ["infra/main.tf": "provider \"azurerm\" {\n  features {}\n}\n"]
    ),
    Self(
      "GitLab's Terraform template",
      """
      image: registry.gitlab.com/gitlab-org/terraform-images/releases/1.4
      id_tokens: {ARM_OIDC_TOKEN: {aud: ~AUD~}}
      variables:
        TF_ROOT: ${CI_PROJECT_DIR}/infra
        ARM_USE_OIDC: "true"
        ARM_CLIENT_ID: $~CLIENT~
        ARM_TENANT_ID: $~TENANT~
      script:
        - cd "${TF_ROOT}"
        - gitlab-terraform plan
      """,
      ["infra/main.tf": "provider \"azurerm\" {\n  features {}\n}\n"]
    ),
    Self(
      "Pulumi, set up by commands",
      """
      id_tokens: {ARM_OIDC_TOKEN: {aud: ~AUD~}}
      script:
        - pulumi config set azure-native:useOidc true
        - pulumi config set azure-native:clientId "$~CLIENT~"
        - pulumi config set azure-native:tenantId "$~TENANT~"
        - pulumi preview
      """
    ),
    Self(
      "Ansible with a token file",
      """
      id_tokens: {T: {aud: ~AUD~}}
      variables: {AZURE_FEDERATED_TOKEN_FILE: /tmp/t, AZURE_CLIENT_ID: $~CLIENT~}
      script:
        - echo "$T" > /tmp/t
        - AZURE_TENANT=$~TENANT~ ansible-playbook site.yml
      """
    ),
    Self(
      "Connect-AzAccount with the variables that the runner sets",
      """
      image: mcr.microsoft.com/azure-powershell
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - Connect-AzAccount -ServicePrincipal -ApplicationId $~CLIENT~ -Tenant $~TENANT~ -FederatedToken $T
      """
    ),
    Self(
      "Invoke-RestMethod with all parameters in a hash table",
      """
      tags: [windows]
      id_tokens: {T: {aud: ~AUD~}}
      script:
        - |
          $request = @{
            Method = 'Post'
            Uri = "https://login.microsoftonline.com/$($env:~TENANT~)/oauth2/v2.0/token"
            Body = @{ client_id = $env:~CLIENT~; client_assertion = $env:T }
          }
          Invoke-RestMethod @request
      """
    ),
  ]
}
