import Testing

/// Help texts, as a user reads them.
@Suite struct HelpTests {
  /// Every command with work of its own.
  static let commands = [
    "check", "predict", "diff", "credentials", "model", "query", "includes list", "config show",
    "graph", "report", "explain", "diagnose", "snapshot", "merge", "fetch", "fleet", "init", "lsp",
    "rules list", "rules test",
  ]

  /// The examples name their command, and only options that the help explains.
  @Test(arguments: commands)
  func endsItsDescriptionWithExamples(command: String) throws {
    let help = try Tool.run(["help"] + command.split(separator: " ").map(String.init)).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "Examples:"), "\(help)")
    let examples = lines[(start + 1)...].prefix { $0.hasPrefix("  ") }
    #expect((1...4).contains(examples.count))
    let synopsis = help.split(separator: "\nUSAGE:").last.map(String.init) ?? help
    for example in examples {
      let call = try #require(example.split(separator: "akvlint ", maxSplits: 1).last, "\(example)")
      #expect(example.contains("akvlint"))
      for word in call.split(separator: " ") where word.hasPrefix("-") && word != "-" {
        let option = word.prefix { $0 != "=" }
        #expect(synopsis.contains("\(option)"), "\(example)")
      }
    }
  }

  /// The words that a shell offers come from the repository around the current folder.
  @Test(arguments: [
    (["predict", "--", "--job"], ["deploy", "test"]),
    (["predict", "--", "--scenario"], ["tag", "nightly"]),
    (["predict", "--", "--explain"], ["deploy@nightly"]),
    (["model", "--", "--job"], ["test"]),
    (["check", "--", "--select"], ["AKV202"]),
    (["check", "--", "--severity"], ["AKV202=off"]),
    (["explain", "--", "positional@0"], ["AKV202", "AADSTS700213"]),
  ])
  func completes(arguments: [String], expected: [String]) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "deploy: {script: x}\ntest: {script: y}\n.hidden: {script: z}\n",
      ".akvlint.yml": "scenarios: [{name: nightly, source: schedule, ref: main}]\n",
    ])
    let call = ["---completion"] + arguments + ["0", "0", "akvlint"]
    let output = try Tool.run(call, in: repository.path).output
    let words = Set(output.split(separator: "\n").map(String.init))
    #expect(words.isSuperset(of: expected), "\(words)")
    #expect(!words.contains { $0.contains(".hidden") })
  }
}
