# Federated credentials and roles for jobs of GitLab CI/CD, planned by akvlint credentials.
# Review before applying. Providers: hashicorp/azuread >= 3.0, hashicorp/azurerm >= 5.0, and
# azure/azapi >= 2.0 for expressions of managed identities.

variable "credential_ids" {
  description = "IDs of the credentials that exist, by name: az ad app federated-credential list --id CLIENT_ID --query \"[].[name,id]\""
  type        = map(string)
}

# Application 11111111-2222-3333-4444-555555555555
data "azuread_application" "application_11111111_2222_3333_4444_555555555555" {
  client_id = "11111111-2222-3333-4444-555555555555"
}

# keep main, for deploy@default-branch, deploy@schedule
resource "azuread_application_federated_identity_credential" "credential_main" {
  application_id = data.azuread_application.application_11111111_2222_3333_4444_555555555555.id
  display_name   = "main"
  issuer         = "https://gitlab.com"
  audiences      = ["https://gitlab.com"]
  subject        = "project_path:acme/shop:ref_type:branch:ref:main"
}

import {
  to = azuread_application_federated_identity_credential.credential_main
  id = join("/federatedIdentityCredential/", [data.azuread_application.application_11111111_2222_3333_4444_555555555555.object_id, var.credential_ids["main"]])
}

# remove first-release: delete it with akvlint credentials --format az

# add gitlab-acme-shop-tag-v-f7d48bc8, for release@tag
resource "azuread_application_flexible_federated_identity_credential" "credential_gitlab_acme_shop_tag_v_f7d48bc8" {
  application_id             = data.azuread_application.application_11111111_2222_3333_4444_555555555555.id
  display_name               = "gitlab-acme-shop-tag-v-f7d48bc8"
  issuer                     = "https://gitlab.com"
  audience                   = "https://gitlab.com"
  claims_matching_expression = "claims['sub'] matches 'project_path:acme/shop:ref_type:tag:ref:v*' and claims['project_id'] eq '42'"
}

data "azurerm_resources" "vault_acme_shop" {
  type = "Microsoft.KeyVault/vaults"
  name = "acme-shop"
}

data "azuread_service_principal" "principal_11111111_2222_3333_4444_555555555555" {
  client_id = "11111111-2222-3333-4444-555555555555"
}

resource "azurerm_role_assignment" "read_acme_shop_11111111_2222_3333_4444_555555555555" {
  for_each             = toset(["database-password"])
  scope                = join("/secrets/", [data.azurerm_resources.vault_acme_shop.resources[0].id, each.value])
  role_definition_name = "Key Vault Secrets User"
  principal_id         = data.azuread_service_principal.principal_11111111_2222_3333_4444_555555555555.object_id
}
