import ArgumentParser
import BuiltInRules
import Evidence
import Files
import Linting
import Reporting
import RuleEngine
import TextFormats
import YAMLSyntax

extension RulesCommand {
  /// `akvlint rules new`: the first version of a rule.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Write a commented rule file to start from.",
      discussion: """
        The rule is valid and its examples hold, so that every change can be tested. No file is \
        overwritten.
        Examples:
          akvlint rules new SHOP001 --name secret-prefix
          akvlint rules new SHOP002 -o policies
        """
    )

    private static let usualFolder = "ci/akvlint-rules"

    @Argument(help: "The ID of the rule, such as SHOP001.")
    var id: String

    @Option(help: "The name of the rule (default: the ID in lower case).")
    var name: String?

    @Option(
      name: .shortAndLong,
      help: """
        The folder for the file (default: the first folder under rule_packs in the configuration, or \
        ci/akvlint-rules).
        """
    )
    var output: String?

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let workspace = existing()
        let current = HostSystem.currentFolder
        let root =
          workspace?.repository.root ?? Workspaces.repositoryRoot(around: current) ?? current
        let known = workspace.flatMap { workspace in
          workspace.configuration.rulePacks.first.map(workspace.besideConfiguration)
        }
        let folder = RepositoryPath.absolute(
          output ?? "\(root)/\(known ?? Self.usualFolder)",
          from: current
        )
        let name = name ?? ASCII.lowercased(id)
        let file = "\(folder)/\(id)-\(name).yml"
        let text = RuleTemplate.render(id: id, name: name)
        let rules = workspace?.rules ?? BuiltInRuleSet.all
        let pack = RulePack.read([(file, Array(text.utf8))], known: rules)
        if let problem = pack.problems.first { throw UsageError(message: problem.message) }
        try write(text, to: file, in: folder)
        let shown = RepositoryPath.relative(file, to: current) ?? file
        Console.note(
          "wrote \(shown); akvlint rules test \(RepositoryPath.folder(of: shown)) runs it"
        )
        if output == nil, known == nil {
          Console.note("add \"rule_packs: [\(Self.usualFolder)]\" to .akvlint.yml to use it")
        }
        return .clean
      }
    }

    /// The repository, unless its configuration cannot be used, such as before the folder that it
    /// names has its first rule.
    private func existing() -> Workspace? {
      do throws(UsageError) {
        return try RuleSources.workspace()
      } catch {
        Console.note(error.message)
        return nil
      }
    }

    private func write(
      _ text: String,
      to file: String,
      in folder: String
    ) throws(UsageError) {
      guard HostSystem.kind(file) == nil else {
        throw UsageError(message: "\(file) already exists")
      }
      var missing: [String] = []
      var parent = folder
      while HostSystem.kind(parent) == nil, !parent.isEmpty {
        missing.append(parent)
        parent = RepositoryPath.folder(of: parent)
      }
      do throws(FileError) {
        for folder in missing.reversed() { try HostSystem.makeFolder(folder) }
      } catch {
        throw UsageError(message: "cannot make the folder \(folder): \(error.words)")
      }
      try FileOutput.write(text, to: file)
    }
  }
}

/// The rules of the repository around the current folder.
enum RuleSources {
  /// The repository with its configuration, and the rules in further folders.
  static func workspace(_ folders: [String] = []) throws(UsageError) -> Workspace {
    var options = WorkspaceOptions.fromEnvironment
    options.ruleFolders = folders
    return try Workspace(around: HostSystem.currentFolder, options: options)
  }

  /// Reports what is wrong with rules and settings.
  static func note(_ problems: [ConfigurationProblem]) {
    for problem in problems {
      let start = problem.span.start
      Console.note("\(problem.path):\(start.line):\(start.column): \(problem.message)")
    }
  }
}
