import BuiltInRules
import Evidence
import Files
import Findings
import Linting
import LiveChecks
import Reporting
import RuleEngine
import TextFormats
import YAMLSyntax

/// Carries a check out: finds the inputs, lints each, prints the report.
struct CheckRun {
  let options: CheckOptions

  /// The exit code, once the report is printed; a wrong call was told.
  var status: ExitStatus {
    do throws(UsageError) {
      return try run()
    } catch {
      Console.note(error.message)
      return .usage
    }
  }

  private func run() throws(UsageError) -> ExitStatus {
    try options.checkReports()
    var call = try call()
    for workspace in call.workspaces.all {
      for warning in workspace.warnings { Console.note(warning) }
      if options.verbose { for note in workspace.notes { Console.note(note) } }
    }
    let mistakes = call.workspaces.all.flatMap(\.configuration.problems)
    guard mistakes.isEmpty else {
      try printProblems(mistakes)
      return .usage
    }
    let selection = try CheckSelection(options, call.workspaces.all)
    let (baseline, problems) = try baseline()
    if !problems.isEmpty {
      try printProblems(problems)
      return .usage
    }
    let live = try query(&call)
    var settings: [LintSettings] = []
    for workspace in call.workspaces.all {
      settings.append(LintSettings(workspace: workspace, linter: try selection.linter(workspace)))
    }
    var session = LintSession(
      settings: settings,
      inputs: call.inputs,
      baseline: baseline,
      undecided: live.undecided,
      jobs: options.jobs
    )
    if let revision = options.since { session.former = Baseline(of: try findings(of: revision)) }
    var hasDifference = false
    var outcome = try report(session, call, &hasDifference)
    tellGone(outcome.gone)
    outcome.failures = call.failures + outcome.failures
    for failure in outcome.failures { Console.note(failure) }
    let isUnresolved = options.strictResolution && outcome.result.unresolvedIncludes > 0
    if outcome.result.isIncomplete || !outcome.failures.isEmpty || isUnresolved {
      return .incomplete
    }
    let hasFindings = options.failOn.isReached(by: outcome.report.findings.lazy.map(\.severity))
    if hasFindings || hasDifference { return .findings }
    return live.hasFailed ? .liveFailed : .clean
  }

  /// Asks the services that the call names, and gives the workspaces their answers.
  func query(_ call: inout Call) throws(UsageError) -> LiveOutcome {
    guard let sources = options.live else { return LiveOutcome() }
    var joined = LiveOutcome()
    for (index, workspace) in call.workspaces.all.enumerated() {
      let inputs = call.inputs.filter { $0.settings == index }
      guard !inputs.isEmpty else { continue }
      let live = try LiveRun.gather(
        sources,
        workspace,
        inputs,
        call.overlay,
        showsProgress: !options.quiet,
        note: Console.note
      )
      call.workspaces.update(index) { workspace in
        workspace.learn(live.evidence)
        workspace.add(live.includes)
      }
      joined.undecided += live.undecided
      joined.hasFailed = joined.hasFailed || live.hasFailed
    }
    return joined
  }

  /// Lints, and prints, fixes or writes down what was found.
  private func report(
    _ session: LintSession,
    _ call: Call,
    _ hasDifference: inout Bool
  ) throws(UsageError) -> LintSession.Outcome {
    if options.fix != nil || options.diff {
      return try fixed(session, call.overlay, call.failures, &hasDifference)
    }
    var outcome = session.run(overlay: call.overlay)
    if let file = options.writeBaseline {
      try write(outcome.report.findings, to: file)
      outcome.report.findings = []
    } else {
      outcome.report.failures = call.failures + outcome.failures
      try show(outcome.report, Self.rules(session))
    }
    return outcome
  }

  /// The rules of all configurations, each once.
  private static func rules(_ session: LintSession) -> [RuleDefinition] {
    var seen: Set<String> = []
    return session.settings.flatMap(\.workspace.rules).filter { seen.insert($0.id).inserted }
  }

  // MARK: Known findings

  private func baseline() throws(UsageError) -> (Baseline, [ConfigurationProblem]) {
    guard let file = options.baseline else { return (Baseline(), []) }
    do throws(FileError) {
      return BaselineFile.read(try HostSystem.readFile(file), path: file)
    } catch {
      throw UsageError(message: "cannot read the baseline \(file): \(error.words)")
    }
  }

  private func write(_ findings: [Finding], to file: String) throws(UsageError) {
    try FileOutput.write(BaselineFile.render(findings), to: file)
    let noun = findings.count == 1 ? "finding" : "findings"
    Console.note("wrote \(findings.count) \(noun) to \(file)")
  }

  private func tellGone(_ gone: [Baseline.Entry]) {
    guard !gone.isEmpty, let file = options.baseline else { return }
    let what = gone.count == 1 ? "1 finding is gone" : "\(gone.count) findings are gone"
    Console.note("\(what) from \(file); --write-baseline \(file) brings it up to date")
    for entry in gone where options.verbose { Console.note("gone: \(entry.rule) in \(entry.path)") }
  }

  /// Fixes, or shows what fixing would change.
  private func fixed(
    _ session: LintSession,
    _ overlay: [String: [UInt8]],
    _ failures: [String],
    _ hasDifference: inout Bool
  ) throws(UsageError) -> LintSession.Outcome {
    let run = FixRun(session: session, includesUnsafe: options.fix == .unsafe)
    var outcome = run.run(overlay: overlay)
    let changes = outcome.changes.sorted { $0.key < $1.key }
    let what =
      "\(outcome.count) \(outcome.count == 1 ? "finding" : "findings") in "
      + "\(changes.count) \(changes.count == 1 ? "file" : "files")"
    if options.diff {
      for (path, change) in changes {
        Console.output(UnifiedDiff.render(path: path, old: change.old, new: change.new))
      }
      hasDifference = !changes.isEmpty
      if hasDifference { Console.note("would fix \(what)") }
      return outcome.lint
    }
    if let path = overlay.keys.first {
      // Standard input comes out fixed; what is left to say goes to the other stream.
      Console.output(outcome.changes[path]?.new ?? overlay[path] ?? [])
      // Files that are not on standard input stay as they are.
      outcome.changes = [:]
      for finding in outcome.lint.report.findings {
        let start = finding.place.span.start
        let place = "\(finding.place.path):\(start.line):\(start.column)"
        Console.note("\(place): \(finding.message) [\(finding.rule)]")
      }
    } else {
      outcome.lint.report.failures = failures + outcome.lint.failures
      try show(outcome.lint.report, Self.rules(session))
    }
    outcome.lint.failures += run.write(outcome)
    if !changes.isEmpty { Console.note("fixed \(what)") }
    return outcome.lint
  }

  // MARK: Set-up

  /// What the paths of the call name.
  struct Call {
    var inputs: [Input]
    var workspaces: Workspaces
    /// Standard input, by the path that it counts for.
    let overlay: [String: [UInt8]]
    /// Paths that could not be used, with the reason.
    let failures: [String]
  }

  func call() throws(UsageError) -> Call {
    var paths = options.paths.filter { $0 != "-" }
    let name = options.stdinFilename ?? ".gitlab-ci.yml"
    let isPiped = options.paths.contains("-")
    let places = paths + (isPiped ? [name] : [])
    let workspaces = try options.place.workspaces(for: places)
    var overlay: [String: [UInt8]] = [:]
    if isPiped {
      let path = Self.standardPath(name, in: workspaces.repository)
      do throws(FileError) {
        overlay[path] = try HostSystem.readStandardInput()
      } catch {
        throw UsageError(message: "cannot read standard input: \(error.words)")
      }
      paths.append("\(workspaces.repository.root)/\(path)")
    }
    var resolver = InputResolver(
      workspaces,
      folder: HostSystem.currentFolder,
      isHook: options.hook,
      overlay: overlay
    )
    for path in paths { resolver.add(path) }
    if options.paths.isEmpty {
      // That an option is wrong is reported before there being nothing to check.
      var workspaces = workspaces
      _ = try CheckSelection(options, [try workspaces.main()])
      try resolver.addMain()
    }
    var inputs = try resolver.resolve()
    if let shard = options.shard { inputs.removeAll { !shard.contains($0.path) } }
    return Call(
      inputs: inputs,
      workspaces: resolver.workspaces,
      overlay: overlay,
      failures: resolver.failures
    )
  }

  /// The path in the repository that standard input counts for.
  private static func standardPath(_ name: String, in repository: DiskRepository) -> String {
    let absolute = RepositoryPath.absolute(name, from: HostSystem.currentFolder)
    let folder = RepositoryPath.folder(of: absolute)
    let real = HostSystem.realPath(folder) ?? folder
    let file = RepositoryPath.name(of: absolute)
    let path = "\(real == "/" ? "" : real)/\(file)"
    return RepositoryPath.relative(path, to: repository.root) ?? file
  }

  // MARK: Reports

  private func show(_ report: RunReport, _ rules: [RuleDefinition]) throws(UsageError) {
    var writer = ReportWriter(version: BuildVersion.number, rules: rules)
    writer.showsUndecided = options.verbose
    var report = report
    if options.strictResolution, report.unresolvedIncludeCount > 0 { report.isIncomplete = true }
    try options.write(report, writer)
  }

  private func printProblems(_ problems: [ConfigurationProblem]) throws(UsageError) {
    var report = RunReport()
    report.findings = try problems.findings()
    report.isIncomplete = true
    try show(report, BuiltInRuleSet.all)
  }
}
