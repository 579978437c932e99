import Evidence
import Files
import Findings
import Linting
import LiveChecks
import Reporting
import RuleEngine

/// Carries a check out: finds the pipelines, lints each, reports or changes what was found.
struct CheckRun {
  let options: CheckOptions
  /// The names of all commands: a path that leads nowhere may be a misspelt one.
  var commands: () -> [String] = { [] }

  /// The exit code, once the report is printed; a wrong call was reported.
  var exitCode: Int32 {
    do throws(UsageError) {
      return try run()
    } catch {
      Console.note(error.message)
      return ExitStatus.usage.rawValue
    }
  }

  private func run() throws(UsageError) -> Int32 {
    try options.checkReports()
    var inputs = try inputs()
    note(inputs)
    let reporter = CheckReporter(
      options: options,
      workspaces: inputs.workspaces,
      paths: inputs.paths
    )
    let mistakes = inputs.workspaces.all.flatMap(\.configuration.problems)
    let usable = inputs.usableRoots
    // The findings of other folders do not depend on the configuration of one.
    guard mistakes.isEmpty || !usable.isEmpty && options.onlyReports else {
      try reporter.show(mistakes)
      return ExitStatus.usage.rawValue
    }
    inputs.roots = usable
    let selection = try CheckSelection(options, inputs.workspaces.all)
    let (baseline, problems) = try baseline(inputs.workspaces)
    if !problems.isEmpty {
      try reporter.show(problems)
      return ExitStatus.usage.rawValue
    }
    let live = try query(&inputs)
    var session = try session(of: inputs, selection, live)
    session.baseline = baseline
    if let revision = options.since {
      let past = try outcome(of: revision)
      guard past.excess == nil else {
        Console.note("not all of the pipeline could be read at \(revision)")
        try reporter.show(past.report, session.rules)
        return ExitStatus.incomplete.rawValue
      }
      session.former = Baseline(of: past.report.findings)
    }
    // Files fetched in the meantime change the results of includes.
    if options.live == nil { session.composed = inputs.composed }
    let changes = CheckChanges(
      options: options,
      session: session,
      inputs: inputs,
      reporter: reporter
    )
    let outcome = try report(changes, mistakes)
    noteGone(outcome.lint.gone)
    let failures = inputs.failures + outcome.lint.failures
    for failure in failures { Console.note(failure) }
    if !mistakes.isEmpty { return ExitStatus.usage.rawValue }
    let result = outcome.lint.result
    let isUnresolved = options.strictResolution && result.unresolvedIncludes > 0
    if result.isIncomplete || !failures.isEmpty || isUnresolved {
      return ExitStatus.incomplete.rawValue
    }
    if live.lacksRequired { return ExitStatus.liveFailed.rawValue }
    let code = try reporter.exitCode(
      of: outcome.lint.report.findings,
      hasDifference: outcome.hasDifference
    )
    return code ?? (live.hasFailed ? ExitStatus.liveFailed : .clean).rawValue
  }

  /// The pipelines that the call names.
  func inputs() throws(UsageError) -> CheckInputs {
    try CheckInputs(options, commands: commands)
  }

  /// The set-up of a lint run, without known findings.
  func session(
    of inputs: CheckInputs,
    _ selection: CheckSelection,
    _ live: LiveOutcome
  ) throws(UsageError) -> LintSession {
    var settings: [LintSettings] = []
    for workspace in inputs.workspaces.all {
      // No pipeline is left that has an invalid configuration.
      let isValid = workspace.configuration.problems.isEmpty
      let linter = isValid ? try selection.linter(workspace) : try Workspace.plainLinter()
      settings.append(LintSettings(workspace: workspace, linter: linter))
    }
    return LintSession(
      settings: settings,
      inputs: inputs.roots,
      undecided: live.undecided,
      jobs: options.jobs
    )
  }

  /// Asks the services that the call names, and gives the workspaces their answers.
  func query(_ inputs: inout CheckInputs) throws(UsageError) -> LiveOutcome {
    guard let sources = options.live else { return LiveOutcome() }
    var joined = LiveOutcome()
    for (index, workspace) in inputs.workspaces.all.enumerated() {
      let roots = inputs.roots.filter { $0.settings == index }
      guard !roots.isEmpty else { continue }
      let live = try LiveRun.gather(
        sources,
        workspace,
        roots,
        inputs.overlay,
        showsProgress: !options.quiet,
        note: Console.note
      )
      inputs.workspaces.update(index) { workspace in
        workspace.learn(live.evidence)
        workspace.add(live.includes)
      }
      joined.undecided += live.undecided
      joined.hasFailed = joined.hasFailed || live.hasFailed
      joined.lacksRequired = joined.lacksRequired || live.lacksRequired
    }
    return joined
  }

  /// Lints, and prints, fixes or writes down what was found.
  private func report(
    _ changes: CheckChanges,
    _ mistakes: [ConfigurationProblem]
  ) throws(UsageError) -> CheckChanges.Outcome {
    if options.writeIgnores { return try changes.writeIgnores() }
    if options.fix != nil || options.diff { return try changes.fix() }
    var lint = changes.session.run(overlay: changes.inputs.overlay)
    if let file = options.writeBaseline, lint.excess == nil {
      return try changes.writeBaseline(lint, to: file)
    }
    lint.report.failures = changes.inputs.failures + lint.failures
    if !mistakes.isEmpty {
      lint.report.findings += try mistakes.findings()
      FindingOrder.sort(&lint.report.findings)
      lint.report.isIncomplete = true
    }
    try changes.reporter.show(lint.report, changes.session.rules)
    return CheckChanges.Outcome(lint: lint)
  }

  /// The findings that are known: those of the call's file, else those of the configurations'.
  private func baseline(_ workspaces: Workspaces) throws(UsageError) -> BaselineFile.Content {
    // It writes all findings, also those that are known.
    if options.writeBaseline != nil { return (Baseline(), []) }
    guard let file = options.baseline else { return try workspaces.baseline() }
    do throws(FileError) {
      return BaselineFile.read(try OperatorFiles.read(file), path: file)
    } catch {
      throw UsageError(message: "cannot read the baseline \(file): \(error.words)")
    }
  }

  // MARK: Notes

  private func note(_ inputs: CheckInputs) {
    for workspace in inputs.workspaces.all {
      for warning in workspace.warnings { Console.note(warning) }
      if options.verbose { for note in workspace.notes { Console.note(note) } }
    }
    if options.quiet { return }
    for place in Set(inputs.workspaces.all.compactMap(\.rootElsewhere)).sorted() {
      Console.note(
        "gitlab.ci_config_path names \(place), which is outside this repository; no file here is "
          + "checked as its pipeline"
      )
    }
    for path in inputs.excluded where !options.hook {
      Console.note("\(inputs.paths(path)) is excluded")
    }
  }

  private func noteGone(_ gone: [Baseline.Entry]) {
    guard !gone.isEmpty, let file = options.baseline else { return }
    let what = gone.count == 1 ? "1 finding is gone" : "\(gone.count) findings are gone"
    Console.note("\(what) from \(file); --write-baseline \(file) brings it up to date")
    for entry in gone where options.verbose { Console.note("gone: \(entry.rule) in \(entry.path)") }
  }
}
