// Federated credentials and roles for jobs of GitLab CI/CD, planned by akvlint credentials.
// Review before deploying, to the resource group of the vaults and managed identities.
// bicepconfig.json must name the extensions for Microsoft Graph.

extension microsoftGraphV1
extension microsoftGraphBeta

// Application 11111111-2222-3333-4444-555555555555
@description('The unique name of the application 11111111-2222-3333-4444-555555555555')
param application_11111111_2222_3333_4444_555555555555_uniqueName string
resource application_11111111_2222_3333_4444_555555555555 'Microsoft.Graph/applications@v1.0' existing = {
  uniqueName: application_11111111_2222_3333_4444_555555555555_uniqueName
}

// keep main, for deploy@default-branch, deploy@schedule
resource credential_main 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${application_11111111_2222_3333_4444_555555555555.uniqueName}/main'
  issuer: 'https://gitlab.com'
  audiences: ['https://gitlab.com']
  subject: 'project_path:acme/shop:ref_type:branch:ref:main'
}

// remove first-release: delete it with akvlint credentials --format az

// add gitlab-acme-shop-tag-v-f7d48bc8, for release@tag
resource credential_gitlab_acme_shop_tag_v_f7d48bc8 'Microsoft.Graph/applications/federatedIdentityCredentials@beta' = {
  name: '${application_11111111_2222_3333_4444_555555555555.uniqueName}/gitlab-acme-shop-tag-v-f7d48bc8'
  issuer: 'https://gitlab.com'
  audiences: ['https://gitlab.com']
  claimsMatchingExpression: {
    languageVersion: 1
    value: 'claims[\'sub\'] matches \'project_path:acme/shop:ref_type:tag:ref:v*\' and claims[\'project_id\'] eq \'42\''
  }
}

// Key Vault Secrets User on https://acme-shop.vault.azure.net for 11111111-2222-3333-4444-555555555555
resource vault_acme_shop 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'acme-shop'
}
resource principal_11111111_2222_3333_4444_555555555555 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '11111111-2222-3333-4444-555555555555'
}
resource secret_acme_shop_database_password 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault_acme_shop
  name: 'database-password'
}
resource read_secret_acme_shop_database_password 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: secret_acme_shop_database_password
  name: guid(secret_acme_shop_database_password.id, '11111111-2222-3333-4444-555555555555', subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6'))
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
    principalId: principal_11111111_2222_3333_4444_555555555555.id
    principalType: 'ServicePrincipal'
  }
}
