import AzureFederation
import LiveEvidence
import Testing
import TextFormats

/// `{"aud": …}` as the middle of a token; what is around it does not matter.
private func token(_ audience: String) -> AccessToken {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
  var text = ""
  var bits = 0
  var count = 0
  for byte in "{\"aud\": \"\(audience)\"}".utf8 {
    bits = bits << 8 | Int(byte)
    count += 8
    while count >= 6 {
      count -= 6
      text.append(alphabet[bits >> count & 63])
    }
    bits &= 0xFF
  }
  if count > 0 { text.append(alphabet[bits << (6 - count) & 63]) }
  return AccessToken("e30.\(text).c2ln")
}

@Suite struct AzureServiceTests {
  @Test(
    "a token is for the service that its audience names",
    arguments: [
      ("https://graph.microsoft.com", Cloud.public, AzureService.graph),
      ("https://graph.microsoft.com/", .public, .graph),
      ("00000003-0000-0000-c000-000000000000", .china, .graph),
      ("https://management.azure.com/", .public, .resourceManager),
      ("https://management.core.windows.net/", .public, .resourceManager),
      ("https://management.usgovcloudapi.net", .usGovernment, .resourceManager),
      ("https://vault.azure.net", .public, .vault),
      ("cfa8b339-82a2-471a-a3c9-0fc0be7a4093", .public, .vault),
      ("https://vault.azure.cn", .china, .vault),
    ]
  )
  func audiences(audience: String, cloud: Cloud, service: AzureService) {
    #expect(AzureService(of: token(audience), in: cloud) == service)
    var access = LiveAccess()
    let isTaken = access.take(token(audience), in: cloud)
    #expect(isTaken)
    #expect(AzureService.allCases.filter { access[$0] != nil } == [service])
  }

  @Test("and for no other", arguments: ["https://vault.azure.cn", "https://evil.example", ""])
  func others(audience: String) {
    var access = LiveAccess()
    let isTaken = access.take(token(audience), in: .public)
    #expect(!isTaken)
    #expect(AzureService.allCases.allSatisfy { access[$0] == nil })
  }

  @Test(arguments: ["", "x", "a.b.c", "e30.e30.e30", "e30.!!.e30"])
  func noToken(text: String) {
    #expect(AzureService(of: AccessToken(text), in: .public) == nil)
  }

  @Test("a token for one service does not take the place of the one that was named for it")
  func precedence() {
    var access = LiveAccess()
    access.vaultToken = AccessToken("named")
    let isTaken = access.take(token("https://vault.azure.net"), in: .public)
    #expect(isTaken)
    #expect(access.vaultToken == AccessToken("named"))
  }

  @Test(arguments: [
    ("", [UInt8]()), ("Zg==", Array("f".utf8)), ("Zm8", Array("fo".utf8)),
    ("Zm9vYmFy", Array("foobar".utf8)), ("-_8=", [0xFB, 0xFF]), ("+/8", [0xFB, 0xFF]),
  ])
  func base64(text: String, bytes: [UInt8]) {
    #expect(Base64.decode(text) == bytes)
  }

  @Test(arguments: ["Z", "Zm9v!", "=", "Z m8"])
  func noBase64(text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
