import ShellSyntax
import Testing

@Suite struct ExpansionTests {
  private static func expand(_ text: String, splits: Bool) -> [String] {
    let script = ShellScript(Array(text.utf8)[...])
    return (script.commands.first?.words ?? []).flatMap { word in
      word.expanding(splits: splits) { part in
        guard case .variable(let variable) = part.content else { return nil }
        switch variable.name {
        case "X": return [.text("1 2", at: part.range)]
        case "E": return []
        default: return nil
        }
      }
    }.map { ShellWord.outline($0.parts) }
  }

  @Test(arguments: [
    ("a $X b", ["a", "1", "2", "b"]), ("a p$X", ["a", "p1", "2"]),
    ("a $X$X", ["a", "1", "21", "2"]),
    ("a \"$X\"", ["a", "1 2"]), ("a '$X'", ["a", "$X"]), ("a $E", ["a"]),
    ("a $E$X", ["a", "1", "2"]),
    ("a $U", ["a", "\u{FFFC}"]), ("$X", ["1", "2"]),
  ])
  func shellsSplitUnquotedValues(text: String, words: [String]) {
    #expect(Self.expand(text, splits: true) == words)
  }

  @Test func powerShellSplitsNoValues() {
    #expect(Self.expand("a $X", splits: false) == ["a", "1 2"])
  }

  @Test func aTextBecomesPartsByName() {
    let parts = ShellWord.parts(of: "-u ${A} -t ${B}", at: 0..<1) { $0 == "A" }
    let names = parts.map { part -> String in
      switch part.content {
      case .literal(let text): text
      case .variable(let variable): "$\(variable.name)"
      default: "?"
      }
    }
    #expect(names == ["-u ", "$A", " -t ", "?"])
  }

  @Test func powerShellHasArrays() throws {
    let script = ShellScript(
      powerShell: Array("$a = @('x', $env:Y,\n  \"z\")\n$a += 'w'".utf8)[...]
    )
    let assignments = script.commands.flatMap(\.assignments)
    try #require(assignments.map(\.name) == ["$a", "$a"])
    #expect(assignments.map(\.appends) == [false, true])
    guard case .list(let items)? = assignments[0].value.parts.first?.content else {
      Issue.record("not an array")
      return
    }
    #expect(items.map { ShellWord.outline($0.parts) } == ["x", "\u{FFFC}", "z"])
  }
}
