import Testing

@testable import YAMLSyntax

/// The types and texts that Psych makes of scalars, and the way Ruby prints them.
@Suite struct PsychTests {
  @Test(arguments: [
    ("1.50", "1.5"), (".5", "0.5"), ("-.5", "-0.5"), ("+1.", "1.0"), ("1_000.5", "1000.5"),
    ("1.0e+3", "1000.0"), ("1.0e+15", "1.0e+15"), ("123456789012345.0", "123456789012345.0"),
    ("0.0001", "0.0001"), ("0.00001", "1.0e-05"), ("1.5e+400", "Infinity"), ("-.inf", "-Infinity"),
    (".NaN", "NaN"), ("1:30.5", "5430.0"), ("0.0", "0.0"), ("-0.0", "-0.0"),
    ("6.02e+23", "6.02e+23"),
  ])
  func floats(written: String, printed: String) {
    let loaded = Loaded("a: \(written)\n")
    let node = loaded.node("a")
    #expect(node.map { loaded.tree.kind($0) } == .float)
    #expect(node.map { loaded.tree.rubyText($0) } == printed)
  }

  @Test(arguments: [
    ("! '7'", NodeKind.int, "7"), ("!any 'true'", .bool, "true"), ("!!str 7", .string, "7"),
    ("!!binary aGk=", .string, "hi"), ("!binary 'aG k'", .string, "hi"),
    ("!!float 2", .float, "2.0"),
    ("!ruby/sym x", .symbol, "x"), ("!!null ''", .null, ""), ("!str x", .string, "x"),
    ("!ruby/cla x", .string, "x"),
  ])
  func tags(written: String, kind: NodeKind, printed: String) {
    let loaded = Loaded("a: \(written)\n")
    let node = loaded.node("a")
    #expect(node.map { loaded.tree.kind($0) } == kind)
    #expect(node.map { loaded.tree.rubyText($0) } == printed)
  }

  @Test(arguments: [
    ("!str:Own x", "Own"), ("!ruby/class String", "String"), ("!ruby/regexp /a/", "Regexp"),
    ("!ruby/object:Own {}", "Own"), ("!ruby/struct {}", "Struct"), ("!map:Own {}", "Own"),
    ("!seq:Own []", "Own"), ("!!set {}", "Psych::Set"), ("!!timestamp '2026-01-31'", "Date"),
    ("!ruby/hash-with-ivars:Own {}", "Own"),
  ])
  func classes(written: String, name: String) {
    let names = Loaded("a: \(written)\n").file.notices.compactMap { notice in
      if case .forbiddenType(_, let name) = notice { name } else { nil }
    }
    #expect(names == [name])
  }

  @Test(arguments: [
    ("a: &a {b: 1, <<: *a}\n", true), ("x: &x {b: 1, a: {<<: *x}}\n", true),
    ("a: &a {b: *a}\n", false), ("a: &a [*a]\n", false), ("a: &a [{<<: [*a]}]\n", false),
    ("a: &a {x: &a 1, y: *a}\n", true),
  ])
  func aliasesOfWhatIsOpen(text: String, isFine: Bool) {
    #expect((Loaded(text).file.error == nil) == isFine)
  }

  @Test func anAnchorInsideTakesThePlaceOfTheOuterOne() {
    let loaded = Loaded("x: &a {b: &a 1}\na: *a\n")
    #expect(loaded.node("a").map { loaded.tree.string($0) } == "1")
  }
}

/// GitLab's rules for the documents of a file.
@Suite struct PipelineLoadingTests {
  private func load(_ text: String) -> (file: LoadedFile, keys: [String]) {
    var tree = NodeTree()
    let header = tree.intern("spec")
    let file = tree.loadPipeline(
      SourceText(path: "f.yml", bytes: Array(text.utf8)),
      headerKey: header
    )
    return (file, file.content.map { tree.entries($0).map { tree.text($0.key) } } ?? [])
  }

  @Test(arguments: [
    ("a: 1\n---\nb: 2\n", ["a"], 1), ("{}\n---\nb: 2\n", ["b"], 0), ("~\n--- \nb: 2\n", ["b"], 0),
    ("spec: {}\n---\na: 1\n---\nb: 2\n", ["b"], 1), ("spec: {}\n---\n# nothing\n", ["spec"], 0),
    ("\u{FEFF}a: 1\nb: 2\n", ["a"], 1), ("\u{FEFF}a:\n  c: 1\n", ["a"], 0), ("[]\n", [], 0),
  ])
  func content(text: String, keys: [String], ignored: Int) {
    let loaded = load(text)
    #expect(loaded.keys == keys)
    #expect(loaded.file.error == nil)
    #expect(loaded.file.ignoredDocuments.count == ignored)
  }

  @Test(arguments: ["a: 1\n---\n[b]\n", "x\n", "spec: {}\n---\nx\n", "a: 1\n---\nb: [\n"])
  func refusals(text: String) {
    #expect(load(text).file.error != nil)
  }
}
