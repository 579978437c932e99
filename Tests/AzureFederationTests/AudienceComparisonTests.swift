import AzureFederation
import Testing

@Suite("Audiences")
struct AudienceComparisonTests {
  @Test(
    "finds the difference between nearly equal audiences",
    arguments: [
      ("https://gitlab.com", "https://gitlab.com", nil),
      ("https://gitlab.com", "https://gitlab.com/", [.trailingSlash]),
      ("https://gitlab.com//", "https://gitlab.com", [.trailingSlash]),
      ("http://gitlab.com", "https://gitlab.com", [.scheme]),
      ("gitlab.com", "https://gitlab.com", [.scheme]),
      ("api://AzureADTokenExchange", "AzureADTokenExchange", [.scheme]),
      ("api://azureADTokenExchange", "api://AzureADTokenExchange", [.letterCase]),
      (" https://gitlab.com", "https://gitlab.com\n", [.whiteSpace]),
      ("https://GitLab.com", "https://gitlab.com/", [.trailingSlash, .letterCase]),
      ("http://gitlab.com/", "https://gitlab.com", [.trailingSlash, .scheme]),
      ("https://gitlab.com", "https://gitlab.example.com", nil),
      ("https://gitlab.com", "", nil),
      ("/", "//", nil),
      (" ", "", nil),
    ] as [(String, String, [AudienceDifference]?)]
  )
  func nearMiss(left: String, right: String, differences: [AudienceDifference]?) {
    #expect(AudienceComparison.nearMiss(left, right)?.differences == differences)
    #expect(AudienceComparison.nearMiss(right, left)?.differences == differences)
  }

  @Test("describes the differences")
  func words() {
    #expect(
      AudienceComparison.nearMiss("https://GitLab.com", "https://gitlab.com/")?.words
        == "the slash at its end and upper and lower case"
    )
  }
}

@Suite("Clouds")
struct CloudTests {
  @Test(
    "has a spelling, a resource and an audience each",
    arguments: [
      (
        Cloud.public, "public", "https://vault.azure.net", "login.microsoftonline.com",
        "api://AzureADTokenExchange"
      ),
      (
        .usGovernment, "usgovernment", "https://vault.usgovcloudapi.net",
        "login.microsoftonline.us", "api://AzureADTokenExchangeUSGov"
      ),
      (
        .china, "china", "https://vault.azure.cn", "login.partner.microsoftonline.cn",
        "api://AzureADTokenExchangeChina"
      ),
      (
        .france, "france", "https://vault.sovcloud-api.fr", "login.sovcloud-identity.fr",
        "api://AzureADTokenExchangeFrance"
      ),
    ]
  )
  func names(cloud: Cloud, spelling: String, resource: String, authority: String, audience: String)
  {
    #expect(cloud.rawValue == spelling)
    #expect(cloud.vaultResource == resource)
    #expect(cloud.authorityHosts.first == authority)
    #expect(cloud.recommendedAudience == audience)
    #expect(Cloud(vaultHost: "KV1\(cloud.vaultSuffix)") == cloud)
  }
}
