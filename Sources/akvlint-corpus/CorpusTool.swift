import ArgumentParser

/// What developers of akvlint compare it with.
@main
struct CorpusTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "akvlint-corpus",
    abstract: "Compare akvlint with others: GitLab's verdicts, libyaml's events.",
    subcommands: [Corpus.self, Events.self],
    defaultSubcommand: Corpus.self
  )
}
