import Evidence
import Files
import Findings
import Linting
import LiveChecks
import Reporting
import YAMLSyntax

extension CheckRun {
  /// The findings in the same files of a revision, judged as this run judges.
  ///
  /// - Parameter revision: The revision.
  /// - Returns: The findings; none when the revision has no pipeline, or its configuration has mistakes.
  /// - Throws: That the revision does not exist.
  func outcome(of revision: String) throws(UsageError) -> LintSession.Outcome {
    var past = options
    past.since = nil
    past.baseline = nil
    past.paths = options.paths.filter { $0 != "-" }
    if options.paths.contains("-") { past.paths.append(options.stdinFilename ?? ".gitlab-ci.yml") }
    let root = try past.place.workspaces(for: past.paths).repository.root
    past.place.root = root.isEmpty ? "/" : root
    past.place.content = .commit(try CommitFinder(root: root).commit(revision))
    return try CheckRun(options: past).outcome(calling: revision)
  }

  private func outcome(calling revision: String) throws(UsageError) -> LintSession.Outcome {
    if options.paths.isEmpty {
      var workspaces = try options.place.workspaces(for: [])
      let hasPipeline = try workspaces.main().rootFile != nil
      guard hasPipeline || workspaces.repository.budget.isExhausted else {
        return LintSession.Outcome()
      }
    }
    // A file that the revision does not have has no findings in it.
    var inputs = try inputs()
    let mistakes = try inputs.workspaces.all.flatMap(\.configuration.problems).findings()
    if let mistake = mistakes.first {
      // A change that repairs the configuration must be able to pass.
      let start = mistake.place.span.start
      Console.note(
        "the configuration of \(revision) cannot be used, so all findings count as new: "
          + "\(mistake.place.path):\(start.line):\(start.column): \(mistake.message)"
      )
      return LintSession.Outcome()
    }
    let selection = try CheckSelection(options, inputs.workspaces.all)
    let live = try query(&inputs)
    return try session(of: inputs, selection, live).run(overlay: [:])
  }
}
