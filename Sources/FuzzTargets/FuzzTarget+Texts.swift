import Files
import GitLabCI
import TextFormats
import YAMLSyntax

extension FuzzTarget {
  static func wildcards(_ input: [UInt8]) -> Bool {
    let text = String(decoding: input, as: UTF8.self)
    let parts = text.split(separator: "\n\n", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    var rules = IgnoreRules()
    rules.add(parts[0], in: "")
    let patterns = parts[0].split(separator: "\n").map { PathPattern(include: String($0)) }
    let budget = Budget()
    var isMatched = false
    for path in parts[1].split(separator: "\n").map(String.init) {
      let isIgnored = rules.ignores(path, isFolder: false, within: budget)
      let matches = patterns.contains { $0.matches(path, within: budget) }
      isMatched = isMatched || isIgnored || matches
    }
    return exists(parts[0], parts[1]) || isMatched
  }

  /// Whether a job runs whose rules look for files.
  private static func exists(_ patterns: String, _ paths: String) -> Bool {
    var text = JSONText()
    text.array(patterns.split(separator: "\n").map(String.init))
    let pipeline = "a: {script: x, rules: [{exists: \(text.text)}]}\n"
    let names = paths.split(separator: "\n").map { (String($0), [UInt8]()) }
    let files = InMemoryFiles(Dictionary(names) { first, _ in first })
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(pipeline.utf8))
    return !Pipeline(source, in: files).jobs.isEmpty && files.budget.isExhausted
  }

  static func writers(_ input: [UInt8]) -> Bool {
    let text = String(decoding: input, as: UTF8.self)
    let shown = TerminalText.sanitised(text)
    precondition(
      shown.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
      "a control character is not made visible"
    )
    let html = HTMLText.escaped(text)
    precondition(
      !html.utf8.contains { "<>\"'`".utf8.contains($0) },
      "markup is not escaped"
    )
    let code = MarkdownText.code(text)
    let backtick = UInt8(ascii: "`")
    let runs = code.utf8.split { $0 != backtick }.map(\.count)
    precondition(
      code.utf8.first == backtick && code.utf8.last == backtick && runs.first == runs.last
        && !runs.dropFirst().dropLast().contains(runs.first ?? 0),
      "the code does not end where the text does"
    )
    precondition(!code.utf8.contains(0x0A), "a line ends in the code")
    let quote = UInt8(ascii: "'")
    let word = ShellText.quoted(text)
    let escapes = ByteText.places(of: "'\\''", in: word, limit: .max).count
    precondition(
      escapes == text.utf8.count { $0 == quote }
        && word.utf8.count { $0 == quote } == 3 * escapes + 2,
      "a quote of the text ends the word"
    )
    _ = BicepText.quoted(text)
    _ = MarkdownText.code(text, limit: 20)
    var xml = XMLText()
    xml.element("a", [("b", text)], text: text)
    var json = JSONText()
    json.value(text)
    return !text.isEmpty
  }
}
