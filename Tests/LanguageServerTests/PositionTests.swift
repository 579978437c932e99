import LanguageServer
import Testing
import YAMLSyntax

@Suite struct PositionTests {
  static let source = SourceText(path: "", bytes: Array("a\nä🔑b: c\r\nd".utf8))

  @Test(arguments: [
    (1, 1, PositionEncoding.utf8, 0, 0),
    (2, 2, .utf8, 1, 2), (2, 3, .utf8, 1, 6), (2, 4, .utf8, 1, 7),
    (2, 2, .utf16, 1, 1), (2, 3, .utf16, 1, 3), (2, 4, .utf16, 1, 4),
    (3, 2, .utf16, 2, 1),
  ])
  func bothWays(line: Int, column: Int, encoding: PositionEncoding, toLine: Int, character: Int) {
    let ours = TextPosition(line: line, column: column)
    let theirs = PositionEncoding.Position(line: toLine, character: character)
    #expect(encoding.position(ours, in: Self.source) == theirs)
    #expect(encoding.offset(of: theirs, in: Self.source) == Self.source.offset(of: ours))
  }

  @Test(arguments: [(1, 99, 12), (9, 0, 15), (-1, 0, 0), (0, -5, 0)])
  func beyondTheText(line: Int, character: Int, offset: Int) {
    let position = PositionEncoding.Position(line: line, character: character)
    #expect(PositionEncoding.utf16.offset(of: position, in: Self.source) == offset)
  }

  @Test(arguments: [
    ("file:///a/b%20c.yml", "/a/b c.yml"), ("file:///a/%C3%A4.yml", "/a/ä.yml"),
    ("untitled:1", nil), ("file:///a%0", nil), ("file:///a%00", nil), ("https://a/b", nil),
  ])
  func namesOfFiles(uri: String, path: String?) {
    #expect(FileURI.path(uri) == path)
    if let path { #expect(FileURI.uri(path) == uri) }
  }
}
