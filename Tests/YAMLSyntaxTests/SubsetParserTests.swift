import TestSupport
import Testing

@testable import YAMLSyntax

/// The parser of usual text finds libyaml's events, or leaves the text to libyaml.
///
/// `make test-yaml` compares more texts, and `make fuzz TARGET=yaml` looks for others.
@Suite struct SubsetParserTests {
  /// Whether the parser reads a text to its end.
  private static func reads(_ text: String) -> Bool {
    let source = SourceText(path: "a.yml", bytes: Array(text.utf8))
    guard var parser = SubsetParser(source, range: 0..<source.bytes.count) else { return false }
    var pool: [UInt8] = []
    while let event = try? parser.next(appendingTextTo: &pool) {
      if event.kind == .streamEnd { return true }
    }
    return false
  }

  private static func difference(_ text: String) -> String? {
    let source = SourceText(path: "a.yml", bytes: Array(text.utf8))
    return EventListing.difference(in: source).map { "\($0)" }
  }

  @Test(arguments: [
    "", "\n", "# nothing\n", "  ",
    "a: b", "a: b\n", "a:\n", "a:", "a: \n# c\n  # d\n", "a: b # c\nd: e\n", "a : b\n",
    "a:\n  b: c\n  d:\n    e: f\n\ng: h\n", "  a: b\n  c: d\n", "a: b\n   ", "a:\n  b: c\n   ",
    "a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c: d\n    e: f\n  -\n  - - g\n    - h\n",
    "- a\n-\n- b: c\n-\n  d: e\n", "a:\n-\n- b\n",
    "a: b c\n  d\n\n\n  e\nf: g\n", "- a\n  b # c\n- d\n", "a:\n  b\n  c\nd: e\n",
    "url: https://gitlab.com:443/a#b\nif: $A == \"b:c\" && $D\n", "-a: -b\n?c: ?d\n:e: :f\n",
    "<<: *a\n.b: &c\n  d: e\nf: &g h\ni: *g\nj: &k\n- l\nm: &n\no: [*g, *g ]\n",
    "a: !reference [.b, script]\nc: !!str 1\nd: &e !f g\nh: !i &j\n  k: l\n",
    "'a': 'b''c'\n\"d\": \"e\\n\\\"f\\\\\\/\\t\\e\\r\" # g\n'h i' : ''\n",
    "a: 'b\n  c\n\n  d'\ne: \"f \\\n  g\n\n\n   h \n \"\n",
    "a: |\n  b\n   c\n\n  d\ne: |-\n  f\n\ng: |+\n  h\n\n\ni: >\n  j\n  k\n\n  l\n    m\n  n\n",
    "a: |2\n   b\nc: >2-\n    d\ne: |-2 # f\n   g\nh: |", "a: |\n\n \n  b\nc: d\n",
    "- |\n a\n- >-\n\n",
    "a: |\n  b", "a: |\n  b\n  ", "a: >\n# b\nc: d\n",
    "a: [b, 'c', \"d\", 1.5, e f, [g], {h: i}, ]\nj: {k: l, 'm': n, o: {p: []}, q: [r],}\n",
    "a: [\n  b, # c\n  d\n]\ne: {\n f: g\n}\n", "[a, b]\n", "{a: b}",
    "a: {if: '$B =~ /^v[0-9]+$/'}\n",
    "\u{FC}: r\u{FC}by \u{1F680} # \u{E4}\n\u{E9}\u{E8}: [\u{E4}, b, '\u{F6}', *a]\n",
  ])
  func usualTexts(_ text: String) {
    #expect(Self.difference(text) == nil)
    #expect(Self.reads(text))
  }

  @Test(arguments: [
    "a", "a\nb\n", "'a'", "|\n a\n", "*a", "&a b", "---\na: b\n", "a: b\n---\nc: d\n",
    "a: b\n...\n",
    "%YAML 1.1\n---\na: b\n", "? a\n: b\n", "a: b\r\nc: d\r\n", "a:\tb\n", "a: b\tc\n",
    "\u{FEFF}a: b\n",
    "a: b\u{85}c: d\n", "a: \u{7}\n", "a: b: c\n", "a: - b\n", "a:\n  b: c\n d: e\n",
    "a:\n - b\n  c\n - d: e\n",
    "a: [b: c]\n", "[a]: b\n", "[a] b: c\n", "{a: b}: c\n", "a: [b]: c\n", "- [a]: b\n",
    "[[a]: b]\n", "{a, b}\n",
    "{a: , b: c}\n", "a: [b\n c]\n", "a: [b", "a: {b: 'c", "a: 'b", "a: \"b\\x41\"\n",
    "a: \"\\q\"\n", "'a\n b': c\n",
    "&a b: c\n", "*a : b\n", "a:\n>b\n c\n", "a:\n|\n b\n", "- 'a' 'b': c\n", "a: 'b' c\n",
    "a: *b c\n", "a: &b *c\n",
    "a: !<b> c\n", "a: !b!c d\n", "a: ! b\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: b\n - c\n",
    "a: |0\n b\n",
    "a: |\n\tb\n", "a: b\n  : c\n", "\"a\"b: c\n", "a: [*b : c]\n", "a: ['b': c]\n", "a: [b, ,c]\n",
    "a: [,b]\n",
    "a: [b] # c\n  d: e\n", "a: {b:c: d}\n", "a: {b:}\n", "a: [b #c\n]\n", "a:\n-\n>\n b\n",
    "- a\nb: c\n", "a: b\n- c\n",
    "a: b c: d\n", "a: |\n\n   \n  b\n c: d\n", "a: b\n  c: d\n",
  ])
  func otherTexts(_ text: String) {
    #expect(Self.difference(text) == nil)
  }

  @Test func longKeysAndDeepListsAreLeftToLibYAML() {
    for length in [900, 1_020, 1_030] {
      #expect(Self.difference(String(repeating: "a", count: length) + ": b\n") == nil)
    }
    for depth in [100, 127, 128, 129, 1_001] {
      #expect(Self.difference("a: " + String(repeating: "[", count: depth)) == nil)
      let lists = String(repeating: "- ", count: depth) + "a\n"
      #expect(Self.difference(lists) == nil)
    }
  }

  /// Damaged texts, made of what has a meaning in YAML.
  @Test(arguments: 0..<20)
  func damagedTexts(_ seed: Int) {
    let tokens = [
      " ", "\n", "\n  ", "\n    ", "- ", "a", "b c", ": ", ":", " #", "'", "\"", "[", "]", "{", "}",
      ", ", "&a ", "*a",
      "!t ", "|\n", ">-\n", "? ", "\t", "---\n", "\\", "\\n", "\u{E9}", "\n\n", "<<: *a",
    ]
    let whole = Array(
      """
      .base: &base {image: 'ruby', tags: [a, "b"]}
      deploy:
        <<: *base
        script:
        - make
        - |
          echo a

        rules:
          - if: $A == "b"
            when: !reference [.rules, when]
      """
    ).map(String.init)
    var numbers = SeededNumbers(seed: UInt64(seed))
    for _ in 0..<150 {
      var text = whole
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let place = Int.random(in: 0..<text.count, using: &numbers)
        let token = tokens.randomElement(using: &numbers) ?? ""
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: text.insert(token, at: place)
        case 1: text[place] = token
        default: text.remove(at: place)
        }
      }
      let damaged = text.joined()
      #expect(Self.difference(damaged) == nil, "\(damaged)")
    }
  }
}
