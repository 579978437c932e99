import ArgumentParser
import BuiltInRules
import Evidence
import Files
import Linting
import Reporting
import RuleEngine
import YAMLSyntax

extension RulesCommand {
  /// `akvlint rules test`: runs the examples of rules.
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Run the examples of the rules in a folder, or of the built-in ones.",
      discussion: """
        A rule passes if it has a bad and a good example, every bad one has findings at its marks \
        and nowhere else, and no good one has any. Each example also runs with other line breaks, in \
        an included file and after anchors.
        Examples:
          akvlint rules test ci/akvlint-rules
        """
    )

    @Argument(help: "Folders with rule files.", completion: .directory)
    var folders: [String] = []

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let pack = try RulePackFiles.read(folders, known: BuiltInRuleSet.all)
        RuleSources.note(pack.problems)
        let rules = folders.isEmpty ? BuiltInRuleSet.all : pack.rules
        let runner = ExampleRunner(BuiltInRuleSet.all + pack.rules)
        var hasFailed = false
        for rule in rules {
          let problems = runner.problems(of: rule)
          hasFailed = hasFailed || !problems.isEmpty
          Console.output(RuleText.outcome(rule, problems))
        }
        if !pack.problems.isEmpty { return .usage }
        return hasFailed ? .findings : .clean
      }
    }
  }

  /// `akvlint rules schema`: the form of a rule file.
  struct FileSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of a rule file."
    )

    func run() {
      Console.output(RuleSchema.render())
    }
  }

  /// `akvlint rules docs`: the reference pages.
  struct Docs: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "docs",
      abstract: "Write the reference pages: rules, expressions, configuration, command line.",
      discussion: """
        With --rules, only a page for each of your own rules and an index of them.
        Examples:
          akvlint rules docs --rules ci/akvlint-rules -o docs
        """
    )

    @Option(help: "A folder with your own rules, for pages about these; repeatable.")
    var rules: [String] = []

    @Option(
      name: .shortAndLong,
      help: "The folder to write to; files in its policies/ become examples."
    )
    var output = "docs"

    @Flag(help: "Write nothing; fail if a page is out of date.")
    var check = false

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        guard let repository = DiskRepository(root: output) else {
          throw UsageError(message: "the folder \(output) does not exist")
        }
        guard rules.isEmpty else { return try writeOwn(to: repository) }
        let policies = repository.paths { path, isFolder in
          path == "policies" || path.hasPrefix("policies/") && !isFolder
        }
        let rulePages = RuleDocumentation.pages(
          BuiltInRuleSet.all,
          policies: policies.map { path in
            let name = RepositoryPath.name(of: path).split(separator: ".").first ?? ""
            let text = (try? repository.read(path)).map { String(decoding: $0, as: UTF8.self) }
            return (String(name), text ?? "")
          }
        )
        let pages =
          rulePages + [
            (path: "configuration.md", text: ConfigurationPage.render()),
            (path: "usage.md", text: UsagePage.render()),
          ]
        return try write(pages, to: repository)
      }
    }

    /// The command that brings pages up to date.
    private var remedy: String {
      rules.isEmpty ? "run make docs" : "run akvlint rules docs without --check"
    }

    private func writeOwn(to repository: DiskRepository) throws(UsageError) -> ExitStatus {
      let pack = try RulePackFiles.read(rules, known: BuiltInRuleSet.all)
      RuleSources.note(pack.problems)
      guard pack.problems.isEmpty else { return .usage }
      return try write(RuleDocumentation.ownPages(pack.rules), to: repository)
    }

    private func write(
      _ pages: [(path: String, text: String)],
      to repository: DiskRepository
    ) throws(UsageError) -> ExitStatus {
      let written = repository.paths { path, isFolder in
        path == "rules" || path.hasPrefix("rules/") && !isFolder
      }
      var stale = written.filter { path in !pages.contains { $0.path == path } }
      for (path, text) in pages {
        let current = (try? repository.read(path)).map { String(decoding: $0, as: UTF8.self) }
        guard current != text else { continue }
        stale.append(path)
        if check { continue }
        do throws(FileError) {
          try HostSystem.makeFolder("\(repository.root)/\(RepositoryPath.folder(of: path))")
          try HostSystem.writeFile(text, to: "\(repository.root)/\(path)")
        } catch {
          throw UsageError(message: "cannot write \(path): \(error.words)")
        }
      }
      for path in stale where check || !pages.contains(where: { $0.path == path }) {
        Console.note(
          "\(output)/\(path) is out of date; \(remedy), or remove it if its rule no longer exists"
        )
      }
      return check && !stale.isEmpty ? .findings : .clean
    }
  }
}
