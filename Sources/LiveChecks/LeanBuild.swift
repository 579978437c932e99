#if !Live
package import Evidence
package import Linting

/// Live mode in an akvlint that was built without it.
package enum LiveRun {
  /// The value of `--live` that names all sources.
  package static let allSources = "all"

  /// Reports that this akvlint has no live mode.
  package static func gather(
    _ sources: String,
    _ workspace: Workspace,
    _ inputs: [LintRoot],
    _ overlay: [String: [UInt8]],
    showsProgress: Bool,
    note: (String) -> Void
  ) throws(UsageError) -> LiveOutcome {
    note(LeanBuild.message)
    var outcome = LiveOutcome()
    outcome.hasFailed = true
    outcome.lacksRequired = sources != allSources
    return outcome
  }
}

/// Words that all commands of a build without live mode share.
enum LeanBuild {
  static let message =
    "this akvlint was built without live mode; install a package of akvlint, which has it as "
    + "akvlint-live, or run make release-live and make install"
}

/// `akvlint fetch` in an akvlint that was built without live mode.
package enum FetchRun {
  /// Reports that this akvlint has no live mode.
  package static func fetch(
    _ request: FetchRequest,
    note: (String) -> Void
  ) throws(UsageError) -> Bool {
    note(LeanBuild.message)
    return false
  }
}

/// `init --ask` in an akvlint that was built without live mode.
extension CommandLineDiscovery {
  /// Reports that this akvlint runs no programs.
  ///
  /// - Returns: That no program was asked.
  package static func ask(
    _ names: String,
    _ workspace: Workspace,
    _ draft: inout ConfigurationDraft,
    note: (String) -> Void
  ) throws(UsageError) -> Bool {
    try check(names)
    note(LeanBuild.message)
    return false
  }
}
#endif
