import Testing
import TextFormats

/// Parts of JSON as they are written.
@Suite struct JSONPartsTests {
  private func texts(_ parts: [ArraySlice<UInt8>]) -> [String] {
    parts.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("[]", []), (" [ ] ", []), ("[1]", ["1"]),
      ("[1, [2,3] ,{\"a\":[4,5]}]", ["1", "[2,3]", "{\"a\":[4,5]}"]),
      (#"["a,b","]","\",","\\"]"#, [#""a,b""#, #""]""#, #""\",""#, #""\\""#]),
    ] as [(String, [String])]
  )
  func elements(list: String, expected: [String]) {
    #expect(texts(JSONParts.elements(of: Array(list.utf8)[...])) == expected)
  }

  @Test func members() {
    let object = Array(#"{"a": 1, "b" : {"a": [":", "{"]}, "c":"x:y"}"#.utf8)
    let members = JSONParts.members(of: object[...]).mapValues {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(members == ["a": "1", "b": #"{"a": [":", "{"]}"#, "c": #""x:y""#])
    #expect(JSONParts.members(of: Array("{}".utf8)[...]).isEmpty)
  }
}
