import AzureFederation
import Testing

@Suite struct OriginTests {
  @Test(arguments: [
    "https://oic.prod-aks.azure.com/a41c0d77-2e63-4b8f-9d10-6c5be1f0a932/",
    "https://westeurope.oic.prod-aks.azure.com/a/b/", "https://kubernetes.default.svc",
    "https://kubernetes.default.svc.cluster.local", "https://oidc.eks.us-east-1.amazonaws.com/id/A",
    "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c",
    "https://token.actions.githubusercontent.com", "https://token.actions.bakery.ghe.com",
    "https://github.bakery.example/_services/token", "https://app.terraform.io",
    "https://app.eu.terraform.io", "https://vstoken.dev.azure.com/5c2e7a10",
    "https://login.microsoftonline.com/t/v2.0", "https://sts.windows.net/t/",
    "https://login.microsoftonline.us/t/v2.0",
  ])
  func issuersThatAreNotGitLab(issuer: String) {
    #expect(TokenOrigin(issuer: issuer, subject: nil) != nil)
  }

  @Test(arguments: [
    "system:serviceaccount:ci:default", "repo:bakery/shop:ref:refs/heads/main",
    "organization:bakery:project:shop:workspace:main:run_phase:apply", "sc://bakery/shop/azure",
    "/eid1/c/pub/t/x/a/y/sc/z",
  ])
  func subjectsThatAreNotGitLab(subject: String) {
    #expect(TokenOrigin(issuer: nil, subject: subject) != nil)
  }

  @Test(arguments: [
    ("https://gitlab.com", "project_path:bakery/shop:ref_type:branch:ref:main"),
    ("https://gitlab.bakery.example", "project_id:42:ref_type:branch:ref:main"),
    ("https://git.bakery.example/gitlab", "project_path:repo/app:ref_type:tag:ref:v1"),
    ("https://kubernetes-tools.bakery.example", "job_project_path:a/b:ref_type:branch:ref:x"),
  ])
  func tokensOfGitLab(issuer: String, subject: String) {
    #expect(TokenOrigin(issuer: issuer, subject: subject) == nil)
  }

  @Test(arguments: [
    ("https://vault.azure.net", ResourceName.keyVault(.public)),
    ("https://VAULT.azure.cn/", .keyVault(.china)), ("vault.azure.net", .keyVault(.public)),
    ("https://kv-bakery.vault.usgovcloudapi.net", .oneVault(.usGovernment)),
    ("spn:cfa8b339-82a2-471a-a3c9-0fc0be7a4093", .keyVaultByID),
    ("https://management.core.windows.net/", .management), ("https://graph.microsoft.us", .graph),
    ("api://bakery", .other), ("https://vault.azure.net.example", .other),
  ])
  func resources(text: String, name: ResourceName) {
    #expect(ResourceName(text) == name)
  }
}
