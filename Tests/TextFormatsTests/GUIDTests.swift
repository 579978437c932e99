import Testing
import TextFormats

@Suite("GUIDs")
struct GUIDTests {
  @Test(
    "distinguishes GUIDs with dashes from everything else",
    arguments: [
      ("11111111-2222-3333-4444-555555555555", true),
      ("AbCdEf01-2222-3333-4444-555555555555", true),
      ("00000000-0000-0000-0000-000000000000", true),
      ("11111111222233334444555555555555", false),
      ("{11111111-2222-3333-4444-555555555555}", false),
      (" 11111111-2222-3333-4444-555555555555", false),
      ("11111111-2222-3333-4444-55555555555", false),
      ("1111111-12222-3333-4444-555555555555", false),
      ("g1111111-2222-3333-4444-555555555555", false),
      ("11111111-2222-3333-4444-555555555555-", false),
      ("example.onmicrosoft.com", false),
      ("", false),
    ]
  )
  func validity(text: String, isValid: Bool) {
    #expect(GUID.isValid(text) == isValid)
  }

  @Test(
    "recognises the spellings that get copied",
    arguments: [
      ("AbCdEf01-2222-3333-4444-555555555555", "abcdef01-2222-3333-4444-555555555555"),
      ("ABCDEF01222233334444555555555555", "abcdef01-2222-3333-4444-555555555555"),
      ("{abcdef01-2222-3333-4444-555555555555}", "abcdef01-2222-3333-4444-555555555555"),
      ("(abcdef01-2222-3333-4444-555555555555)", "abcdef01-2222-3333-4444-555555555555"),
      ("urn:uuid:abcdef01-2222-3333-4444-555555555555", "abcdef01-2222-3333-4444-555555555555"),
      ("  abcdef01-2222-3333-4444-555555555555\n", "abcdef01-2222-3333-4444-555555555555"),
      ("abcdef01-22223333-4444-555555555555", nil),
      ("{}", nil),
      ("{", nil),
      ("contoso.com", nil),
    ] as [(String, String?)]
  )
  func normalised(text: String, expected: String?) {
    #expect(GUID.normalised(text) == expected)
  }

  @Test("compares without regard to spelling, and texts that are none letter for letter")
  func equality() {
    #expect(
      GUID.areEqual(
        "ABCDEF01-2222-3333-4444-555555555555",
        "abcdef01222233334444555555555555"
      )
    )
    #expect(!GUID.areEqual("contoso.com", "Contoso.com"))
    #expect(GUID.areEqual("contoso.com", "contoso.com"))
    #expect(!GUID.areEqual("a", "b"))
  }

  @Test("takes the dashes out of GUIDs only")
  func undashed() {
    let guid = "AbCdEf01-2222-3333-4444-555555555555"
    #expect(GUID.undashed(guid) == "AbCdEf01222233334444555555555555")
    #expect(GUID.undashed("a-b") == nil)
  }
}
