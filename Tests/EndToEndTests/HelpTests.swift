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
  func endsWithExamples(command: String) throws {
    let help = try Tool.run(["help"] + command.split(separator: " ").map(String.init)).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "EXAMPLES:"), "\(help)")
    let examples = lines[(start + 1)...].filter { !$0.isEmpty }
    #expect((1...4).contains(examples.count))
    let synopsis = lines[..<start].joined(separator: "\n")
    for example in examples {
      let call = try #require(example.split(separator: "akvlint ", maxSplits: 1).last, "\(example)")
      #expect(example.contains("akvlint"))
      for word in call.split(separator: " ") where word.hasPrefix("-") && word != "-" {
        let option = word.prefix { $0 != "=" }
        #expect(synopsis.contains("\(option)"), "\(example)")
      }
    }
  }

  @Test func showsTheOptionsOfCheckFirst() throws {
    for arguments in [["--help"], ["help"], ["-h"]] {
      let help = try Tool.run(arguments).output
      #expect(help.contains("\nSUBCOMMANDS:\n") && help.contains("\nOPTIONS OF CHECK:\n"))
      #expect(help.contains("\n  --fail-on <fail-on>") && help.contains("\n  --write-ignores"))
    }
  }

  @Test(arguments: [
    ("chekc", "did you mean the command check?"),
    ("rules lst", "unknown command akvlint rules lst; did you mean akvlint rules list?"),
    ("config shw", "unknown command akvlint config shw; did you mean akvlint config show?"),
    ("help chekc", "unknown command akvlint chekc; did you mean akvlint check?"),
    ("help rules xyz", "unknown command akvlint rules xyz; see akvlint rules --help"),
    ("--select AKV202 AKV203", "separate rules with commas: --select AKV202,AKV203"),
    ("--ignore undefined-tokne", "unknown rule undefined-tokne; did you mean undefined-token?"),
    ("predict --job deply", "the pipeline has no job deply; did you mean deploy?"),
    ("predict --scenario tags", "unknown scenario tags; did you mean tag?"),
    ("predict --explain deploy@main", "unknown scenario main; the scenarios are default-branch,"),
    ("model --job b", "the pipeline has no job b; did you mean child.yml:b?"),
    ("credentials --for tags", "unknown scenario tags; did you mean tag?"),
  ])
  func namesWhatWasMeant(arguments: String, hint: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "deploy: {script: x}\nchild: {trigger: {include: child.yml}}\n",
      "child.yml": "b: {script: x}\n",
    ])
    let outcome = try Tool.run(
      arguments.split(separator: " ").map(String.init),
      in: repository.path
    )
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
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

  /// Anyone who can push a branch names its jobs, and Bash expands the words that it is given.
  @Test(arguments: [
    ("bash", #"x\$\(touch\ a\)"#, #"a\ \`b\`"#, "child.yml:b"),
    ("zsh", "x$(touch a)", "a `b`", #"child.yml\:b"#),
    ("fish", "x$(touch a)", "a `b`", "child.yml:b"),
  ])
  func completionsRunNothing(shell: String, command: String, quoted: String, child: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      x$(touch a): {script: x}
      a `b`: {script: x}
      "a\\nb": {script: x}
      start: {trigger: {include: child.yml}}
      """,
      "child.yml": "b: {script: x}\n",
    ])
    let output = try Tool.run(
      ["---completion", "predict", "--", "--job", "0", "0", "akvlint"],
      in: repository.path,
      environment: ["SAP_SHELL": shell]
    ).output
    let words = output.split(separator: "\n").map(String.init)
    #expect(Array(words.prefix(4)) == [command, quoted, "start", child], "\(words)")
  }
}
