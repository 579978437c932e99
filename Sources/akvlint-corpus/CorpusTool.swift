import ArgumentParser

/// The comparison tool for developers of akvlint.
@main
struct CorpusTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "akvlint-corpus",
    abstract: "Compare akvlint with others: GitLab's verdicts, libyaml's events.",
    subcommands: [Corpus.self, Events.self],
    defaultSubcommand: Corpus.self
  )
}
