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
