import Testing

@testable import YAMLSyntax

/// Reading a text, and finding nodes in it again.
struct Loaded {
  var tree = NodeTree()
  let file: LoadedFile

  init(_ text: String) {
    self.init(Array(text.utf8))
  }

  init(_ bytes: [UInt8]) {
    file = tree.load(SourceText(path: "f.yml", bytes: bytes), headerKey: tree.intern("spec"))
  }

  /// The node at a path of keys, from the top.
  func node(_ keys: String...) -> NodeID? {
    keys.reduce(file.content) { node, key in
      node.flatMap { node in tree.symbol(key).flatMap { tree.value($0, in: node) } }
    }
  }

  /// A node's range as `line:column-line:column`.
  func span(_ keys: String...) -> String? {
    keys.reduce(file.content) { node, key in
      node.flatMap { node in tree.symbol(key).flatMap { tree.value($0, in: node) } }
    }.map { words(tree.location($0).span) }
  }

  func words(_ span: TextSpan) -> String {
    "\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)"
  }
}

@Suite struct SpanTests {
  @Test(arguments: [
    ("a: b", "1:4-1:5"), ("a: 'b c'", "1:4-1:9"), ("\u{FEFF}a: b", "1:4-1:5"),
    ("# 😀\r\na: 'é😀'", "2:4-2:8"), ("x: 1\ra: b", "2:4-2:5"), ("a:\t\"b\"", "1:4-1:7"),
    ("漢: 1\na: 漢字", "2:4-2:6"), ("x: \"\u{85}\"\na: b", "2:4-2:5"),
    ("x: '\u{2028}'\r\na: b", "2:4-2:5"), ("a: &n !!str b", "1:4-1:14"),
    ("---\na: b", "2:4-2:5"), ("--- \n\n\na: b", "4:4-4:5"), ("a:\n  - x\n\n# end\n", "2:3-2:6"),
    ("a: {x: 1}", "1:4-1:10"),
  ])
  func valueOfA(text: String, span: String) {
    #expect(Loaded(text).span("a") == span)
  }

  @Test func offsetsAndPositionsAgree() {
    let source = SourceText(path: "f", bytes: Array("\u{FEFF}a😀b\r\né\n\n".utf8))
    for offset in [3, 4, 8, 11, 13] {
      #expect(source.offset(of: source.position(of: offset)) == offset)
    }
    #expect(source.position(of: 8) == TextPosition(line: 1, column: 3))
    #expect(source.lineCount == 3)
  }
}

@Suite struct DocumentTests {
  @Test(arguments: [
    // The first document without `spec` is the configuration; the second is never read.
    ("a: 1\n---\nb: 2\n", "a", 1), ("# only a comment\n---\na: 1\n", "a", 0),
    ("spec: {}\n---\na: 1\n", "a", 0), ("spec: {}\n---\nb: 1\n---\na: 1\n", "a", 1),
    ("---\nspec: {}\n---\na: 1\n---\nb: 1\n", "a", 1), ("a: 1\n---", "a", 0),
    ("a: 1\n...\nb: 2\n", "a", 0), ("\n\n---\n\n---\na: 1\n", "a", 0),
  ])
  func content(text: String, key: String, ignored: Int) {
    let loaded = Loaded(text)
    #expect(loaded.node(key) != nil)
    #expect(loaded.file.ignoredDocuments.count == ignored)
  }

  @Test func directiveLineIsLeftAlone() {
    let loaded = Loaded("%YAML 1.2\n---\na: 1\n")
    guard case .syntax(let error)? = loaded.file.error else {
      Issue.record("expected a syntax error")
      return
    }
    #expect(error.psychMessage.hasSuffix("<document start> at line 1 column 1"))
  }
}

@Suite struct MergeKeyTests {
  @Test(arguments: [
    ("x: &x {k: 1}\na: {k: 2, <<: *x}", "1", 1), ("x: &x {k: 1}\na: {<<: *x, k: 2}", "2", 0),
    ("x: &x {k: 1}\ny: &y {k: 3}\na: {<<: [*x, *y]}", "1", 0),
    ("x: &x {k: 1}\ny: &y {k: 3}\na: {<<: *x, <<: *y}", "3", 0),
    ("x: &x {k: 1}\na: {'<<': *x}", "1", 0),
  ])
  func mergesInPlace(text: String, value: String, late: Int) {
    let loaded = Loaded(text)
    #expect(loaded.node("a", "k").map { loaded.tree.string($0) } == value)
    let notices = loaded.file.notices.filter {
      if case .lateMergeKey = $0 { return true }
      return false
    }
    #expect(notices.count == late)
  }

  @Test(arguments: [
    "a: {<<: text, k: 1}", "a: {<<: null, k: 1}", "x: &x {j: 1}\na: {!!str <<: *x}",
  ])
  func otherValuesStayKeys(text: String) {
    #expect(Loaded(text).node("a", "<<") != nil)
  }

  @Test func duplicateKeysAreToldAndTheLastWins() {
    let loaded = Loaded("a: {k: 1, k: 2}\n")
    #expect(loaded.node("a", "k").map { loaded.tree.string($0) } == "2")
    guard case .duplicateKey(_, let second)? = loaded.file.notices.first else {
      Issue.record("expected a notice")
      return
    }
    #expect(loaded.words(loaded.tree.location(second).span) == "1:11-1:12")
  }
}

@Suite struct LimitTests {
  @Test func billionLaughsCostsNothing() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, last) in zip("bcdefghi", "abcdefgh") {
      let aliases = Array(repeating: "*\(last)", count: 10).joined(separator: ", ")
      text += "\(name): &\(name) [\(aliases)]\n"
    }
    let loaded = Loaded(text)
    guard case .tooBig? = loaded.file.error else {
      Issue.record("expected the file to be too big")
      return
    }
    #expect(loaded.tree.nodeCount < 200)
  }

  @Test(arguments: [100, 101, 900])
  func depth(levels: Int) {
    let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let error = Loaded(text).file.error
    if levels <= 100 {
      #expect(error == nil)
    } else if case .tooBig? = error {
      #expect(levels > 100)
    } else {
      Issue.record("expected the file to be too big")
    }
  }

  @Test(
    "what follows the limit is not read, and the innermost collection that exceeds it is named",
    arguments: [
      (String(repeating: "a: b\n", count: 400_000), "1:1"),
      ("x: 1\ny: [" + String(repeating: "z,", count: 400_000) + "]\n", "2:4"),
      ("x: 1\ny: [" + String(repeating: "1,", count: 400_000) + "]\n", "2:4"),
      ("x:\n" + (0..<40_000).map { "  a\($0): [b]\n" }.joined(), "2:3"),
      ((0..<4).map { "a\($0): \(String(repeating: "x", count: 700_000))\n" }.joined(), "1:1"),
    ]
  )
  func rest(text: String, place: String) {
    let loaded = Loaded(text)
    guard case .tooBig(let span, _)? = loaded.file.error else {
      Issue.record("expected the file to be too big")
      return
    }
    #expect("\(span.start.line):\(span.start.column)" == place)
    #expect(loaded.tree.nodeCount < 600_000)
  }

  @Test func selfReferenceEnds() {
    guard case .tooBig? = Loaded("a: &a {b: *a}\n").file.error else {
      Issue.record("expected the file to be too big")
      return
    }
  }

  @Test(arguments: [
    ("a: *nope\n", false), ("a: [*b, &b 1]\n", false),
    // Psych does not remember the anchor of a list with a tag that GitLab gives a class.
    ("a: &a !reference [b]\nc: *a\n", true), ("a: &a !reference [*a]\n", true),
  ])
  func unknownAlias(text: String, isReference: Bool) {
    guard case .unknownAlias(_, _, isReference)? = Loaded(text).file.error else {
      Issue.record("expected an unknown alias")
      return
    }
  }

  @Test(arguments: ["a: &a 1\nb: &a !reference [c]\nd: *a\n", "a: &a !reference b\nc: *a\n"])
  func anchorsBesideReferences(text: String) {
    #expect(Loaded(text).file.error == nil)
  }
}

@Suite struct SyntaxErrorTests {
  @Test(arguments: [
    ("a: [", 1, 5), ("a: b: c\n", 1, 5), ("a: 'x\n", 1, 6), ("\tb: 1\n", 1, 1),
    ("x: 1\na: @b\n", 2, 4), ("x: 1\n---\ny: [\n", 0, 0),
  ])
  func position(text: String, line: Int, column: Int) {
    guard case .syntax(let error)? = Loaded(text).file.error else {
      #expect(line == 0, "a document that is not read cannot fail")
      return
    }
    #expect(error.position == TextPosition(line: line, column: column), "\(error.problem)")
  }

  @Test func invalidUTF8HasAPosition() {
    guard case .syntax(let error)? = Loaded([0x61, 0x3A, 0x20, 0x0A, 0xFF, 0x62]).file.error else {
      Issue.record("expected a syntax error")
      return
    }
    #expect(error.position == TextPosition(line: 2, column: 1))
  }
}

@Suite struct CommentTests {
  @Test(arguments: [
    ("a: b # c", ["1:6 # c"]), ("# c\na: b", ["1:1 # c"]), ("a: 'x # y' # z", ["1:12 # z"]),
    ("a: b#c", []), ("a: |\n  # text\n  x\n# c\nb: 1", ["4:1 # c"]),
    ("a: | # c\n  x\n", ["1:6 # c"]),
    ("a: \"😀 # x\" # é", ["1:12 # é"]), ("a: [b, # c\n  'd # e']", ["1:8 # c"]),
    ("a: b\r\n# c\r\n", ["2:1 # c"]),
  ])
  func comments(text: String, expected: [String]) {
    let loaded = Loaded(text)
    let comments = loaded.tree.comments(in: loaded.file.file).map {
      "\($0.span.start.line):\($0.span.start.column) \($0.text)"
    }
    #expect(comments == expected)
  }
}
