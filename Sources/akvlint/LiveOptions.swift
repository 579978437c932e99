import ArgumentParser
import Evidence
import GitLabCI
import Linting
import RuleEngine

/// Whether GitLab, Entra ID and Key Vault are asked, which no file can switch on.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask GitLab, Entra ID and Key Vault: --live what can be asked, --live=gitlab,entra,vault those.",
      valueName: "sources"
    )
  )
  var live: String?

  @Flag(help: "Ask nobody, whatever else is said.")
  var offline = false
}

/// What asking came to.
struct LiveOutcome {
  var evidence = Evidence()
  /// Files that were fetched for includes, by their paths in a folder of includes.
  var includes: [String: [UInt8]] = [:]
  /// What could not be asked, as open questions of the rules that wait for it.
  var undecided: [Undecided] = []
  /// Whether something that was named could not be asked.
  var hasFailed = false
}

#if !Live
/// Live mode, in an akvlint that has none.
enum LiveRun {
  /// Says that there is none.
  static func gather(
    _ sources: String,
    _ workspace: Workspace,
    _ inputs: [Input],
    _ overlay: [String: [UInt8]],
    showsProgress: Bool
  ) throws(UsageError) -> LiveOutcome {
    Console.note(
      "this akvlint was built without live mode; build it with swift build --traits Live, or take "
        + "one of the packages"
    )
    return LiveOutcome(hasFailed: true)
  }
}
#endif
