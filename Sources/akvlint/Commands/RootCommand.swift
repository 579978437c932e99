import ArgumentParser

/// `akvlint`: the tree of commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "akvlint",
    abstract: "Lints GitLab CI pipelines that fetch Azure Key Vault secrets with ID tokens.",
    discussion: """
      Without a command, akvlint checks: akvlint [PATH ...].
      Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 usage or configuration error, \
      3 a file could not be read or parsed, 4 a live check could not be carried out.
      """,
    version: BuildVersion.description,
    subcommands: [
      CheckCommand.self, PredictCommand.self, DiffCommand.self, CredentialsCommand.self,
      ModelCommand.self, QueryCommand.self, IncludesCommand.self, ConfigCommand.self,
      GraphCommand.self, ReportCommand.self, RulesCommand.self, ExplainCommand.self,
      DiagnoseCommand.self, SnapshotCommand.self, MergeCommand.self, FetchCommand.self,
      FleetCommand.self, InitCommand.self, LanguageServerCommand.self,
    ],
    defaultSubcommand: CheckCommand.self
  )
}
