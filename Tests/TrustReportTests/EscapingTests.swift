import Testing
import TextFormats

@testable import TrustReport

/// Names and values come from branches of strangers; nothing of them may become markup.
@Suite struct EscapingTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\" onload=\"x", "&quot; onload=&quot;x"), ("' onload='x", "&#39; onload=&#39;x"),
    ("a & b", "a &amp; b"), ("&lt;", "&amp;lt;"), ("`x`", "&#96;x&#96;"),
    ("\u{0}\u{1B}[31m", "\\u{0}\\u{1B}[31m"), ("a\nb", "a\\u{A}b"),
    ("\u{202E}txt", "\\u{202E}txt"), ("\u{FFFF}", "\u{FFFD}"), ("日本 ä", "日本 ä"),
  ])
  func html(text: String, expected: String) {
    #expect(HTMLText.escaped(text) == expected)
    var html = HTMLText()
    html.element("p", [("title", text)], text: text)
    #expect(html.text == "<p title=\"\(expected)\">\(expected)</p>")
  }

  @Test(arguments: [
    ("{\"a\":\"</script><script>\"}", "{\"a\":\"\\u003C/script\\u003E\\u003Cscript\\u003E\"}"),
    ("\"<!--\"", "\"\\u003C!--\""), ("\"&\"", "\"\\u0026\""),
    ("\"\u{2028}\u{2029}\"", "\"\\u2028\\u2029\""), ("{\"a\":1}", "{\"a\":1}"),
  ])
  func scriptData(json: String, expected: String) {
    #expect(HTMLText.scriptSafe(json) == expected)
  }

  @Test(arguments: [
    ("https://example.com/x", true), ("http://example.com", false),
    ("javascript:alert(1)", false), ("//example.com", false),
    ("data:text/html,x", false),
  ])
  func onlyAddressesOfTheWebBecomeLinks(address: String, isLink: Bool) {
    var html = HTMLText()
    html.link(address, "x")
    #expect(html.text.hasPrefix("<a ") == isLink)
  }

  @Test(arguments: [
    ("deploy", "`deploy`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "`a\\|b`"),
    ("@everyone /close", "`@everyone /close`"), ("a\n/close", "`a\\u{A}/close`"),
    ("</details>", "`</details>`"), ("", "` `"), ("``x`", "``` ``x` ```"),
    ("a\\|@all", "`a\\\\u{7C}@all`"), ("a\\", "`a\\`"),
  ])
  func markdown(text: String, expected: String) {
    #expect(MarkdownText.code(text) == expected)
  }

  @Test(arguments: [
    ("deploy", "deploy"), ("a\"]b", "a#34;#93;b"), ("<b>", "#60;b#62;"), ("#35;", "#35;35#59;"),
    ("a\nb", "a#92;u#123;A#125;b"), ("ä", "#228;"),
  ])
  func mermaid(text: String, expected: String) {
    #expect(GraphText.mermaidEscaped(text) == expected)
  }

  @Test(arguments: [
    ("deploy", "deploy"), ("a\"b", "a\\\"b"), ("a\\", "a\\\\"), ("a\\n", "a\\\\n"),
    ("&amp;", "&amp;amp;"), ("a\nb", "a\\\\u{A}b"),
  ])
  func dot(text: String, expected: String) {
    #expect(GraphText.dotEscaped(text) == expected)
  }

  /// Vectors of RFC 4648 and FIPS 180-4 together: `printf abc | openssl dgst -sha256 -binary | base64`.
  @Test(arguments: [
    ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
  ])
  func policyHash(text: String, expected: String) {
    #expect(ContentPolicy.hash(text) == expected)
  }
}
