import Testing
import TextFormats

@Suite struct JSONValueTests {
  @Test(arguments: [
    ("null", "null"), ("true", "bool(true)"), ("\"a\\u00e9\"", "text(\"aé\")"), ("7", "integer(7)"),
    ("-1.5", "number(-1.5)"), ("1e400", "unreadable"), ("[]", "list([])"),
    ("-0", "integer(0)"), ("1e2", "integer(100)"), ("1.0", "integer(1)"), ("{}", "mapping([:])"),
    (" [ 1 , 2 ] ", "list([integer(1), integer(2)])"), ("\"\\ud83d\\ude00\"", "text(\"😀\")"),
    ("\"\\ud83d\"", "unreadable"), ("\"\\ud83d\\u0041\"", "unreadable"),
    ("\"\\\"\\/\\n\"", "text(\"\\\"/\\n\")"),
    ("[\"\\udc00\", 1]", "list([unreadable, integer(1)])"),
    ("{\"a\": 1, \"a\": 2}", "mapping([\"a\": integer(1)])"),
    ("12345678901234567890", "number(1.2345678901234567e+19)"),
  ])
  func values(text: String, expected: String) throws {
    let value = try #require(JSONValue(reading: Array(text.utf8)))
    #expect("\(value)".replacing("TextFormats.JSONValue.", with: "") == expected)
  }

  /// Columns count Unicode scalars, and each of the three line breaks ends a line.
  @Test func places() throws {
    let text = "{\"ä\": \"ü\", \"a\":\r\n [1,\r  {\"b\": null}],\n\"a\": 2}"
    let (_, place) = try #require(JSONValue.placed(Array(text.utf8)))
    let list = try #require(place.members["a"])
    let inner = try #require(list.elements[1].members["b"])
    let places = [place, place.members["ä"], list, list.elements[0], list.elements[1], inner]
      .map { "\($0?.line ?? 0):\($0?.column ?? 0)" }
    #expect(places == ["1:1", "1:7", "2:2", "2:3", "3:3", "3:9"])
    #expect(list.elements.count == 2)
  }

  @Test func objectsAndLists() throws {
    let value = try #require(JSONValue(reading: Array(#"{"a": [1, {"b": null}]}"#.utf8)))
    guard case .mapping(let members) = value, case .list(let elements)? = members["a"],
      case .integer(1) = elements[0], case .mapping(let inner) = elements[1],
      case .null? = inner["b"]
    else {
      Issue.record("\(value)")
      return
    }
    #expect(members.count == 1 && elements.count == 2 && inner.count == 1)
  }

  /// PowerShell redirects in UTF-16.
  @Test func utf16() {
    let bytes = Array("[1]".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    guard case .list? = JSONValue(reading: [0xFF, 0xFE] + bytes) else {
      Issue.record("not read")
      return
    }
  }

  @Test(arguments: [
    "", "{", "{a: 1}", "[1,]x", "'a'", "[1,]", "{\"a\": 1,}", "01", "1.", "+1", "-", ".5", "1e",
    "tru", "nulls", "\"a\nb\"", "\"\\x\"", "\"\\u12g4\"", "[1 2]", "{\"a\" 1}", "1 2", "\"a",
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
  ])
  func isNotJSON(text: String) {
    if let value = JSONValue(reading: Array(text.utf8)) { Issue.record("\(value)") }
  }
}
