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
    let first = options.paths.first { $0 != "-" } ?? options.stdinFilename
    try options.checkReports()
    var workspace = try options.place.workspace(for: first)
    if options.verbose { for note in workspace.notes { Console.note(note) } }
    guard workspace.configuration.problems.isEmpty else {
      try printProblems(workspace.configuration.problems)
      return .usage
    }
    let linter = try linter(workspace)
    let call = try call(workspace)
    let (baseline, problems) = try baseline()
    if !problems.isEmpty {
      try printProblems(problems)
      return .usage
    }
    let live = try query(&workspace, call)
    let session = LintSession(
      workspace: workspace,
      linter: linter,
      inputs: call.inputs,
      baseline: baseline,
      undecided: live.undecided,
      jobs: options.jobs
    )
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

  /// Asks the services that the call names, and gives the workspace their answers.
  private func query(_ workspace: inout Workspace, _ call: Call) throws(UsageError) -> LiveOutcome {
    guard let sources = options.live else { return LiveOutcome() }
    let live = try LiveRun.gather(
      sources,
      workspace,
      call.inputs,
      call.overlay,
      showsProgress: !options.quiet,
      note: Console.note
    )
    workspace.learn(live.evidence)
    workspace.add(live.includes)
    return live
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
      try show(outcome.report, session.workspace.rules)
    }
    return outcome
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
      outcome.changes[path] = nil
      for finding in outcome.lint.report.findings {
        let start = finding.place.span.start
        let place = "\(finding.place.path):\(start.line):\(start.column)"
        Console.note("\(place): \(finding.message) [\(finding.rule)]")
      }
    } else {
      outcome.lint.report.failures = failures + outcome.lint.failures
      try show(outcome.lint.report, session.workspace.rules)
    }
    outcome.lint.failures += run.write(outcome)
    if !changes.isEmpty { Console.note("fixed \(what)") }
    return outcome.lint
  }

  // MARK: Set-up

  /// What the paths of the call name.
  private struct Call {
    var inputs: [Input]
    /// Standard input, by the path that it counts for.
    var overlay: [String: [UInt8]] = [:]
    /// Paths that could not be used, with the reason.
    let failures: [String]
  }

  private func call(_ workspace: Workspace) throws(UsageError) -> Call {
    var resolver = InputResolver(
      repository: workspace.repository,
      folder: HostSystem.currentFolder,
      isHook: options.hook
    )
    for path in options.paths where path != "-" { resolver.add(path) }
    var call = Call(inputs: resolver.inputs, failures: resolver.failures)
    if options.paths.contains("-") {
      let input = try standardInput(workspace, &call.overlay)
      call.inputs.append(input)
    }
    if options.paths.isEmpty { call.inputs = [try defaultInput(workspace)] }
    if let shard = options.shard { call.inputs.removeAll { !shard.contains($0.path) } }
    return call
  }

  private func linter(_ workspace: Workspace) throws(UsageError) -> Linter {
    var suppressions = SuppressionOptions()
    suppressions.areHonoured = !options.noIgnores
    suppressions.requiresReason = options.requireReasons
    return try workspace.linter(try selection(workspace), suppressions: suppressions)
  }

  private func selection(_ workspace: Workspace) throws(UsageError) -> RuleSelection {
    var selection = workspace.selection()
    selection.selected = options.select.flatMap { $0.split(separator: ",").map(String.init) }
    selection.ignored = options.ignore.flatMap { $0.split(separator: ",").map(String.init) }
    for selector in selection.selected + selection.ignored
    where !workspace.rules.contains(where: { RuleSelection.matches(selector, $0) }) {
      throw UsageError(message: "there is no rule \(selector)")
    }
    for text in options.severity {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let rule = workspace.rules.first(where: { $0.id == parts[0] || $0.name == parts[0] })
      else { throw UsageError(message: "--severity takes RULE=LEVEL, not \(text)") }
      if parts[1] == "off" {
        selection.settings[rule.id] = .off
      } else if let severity = Severity(rawValue: parts[1]) {
        selection.settings[rule.id] = .severity(severity)
      } else {
        throw UsageError(message: "\(parts[1]) is no severity: error, warning, info or off")
      }
    }
    return selection
  }

  private func standardInput(
    _ workspace: Workspace,
    _ overlay: inout [String: [UInt8]]
  ) throws(UsageError) -> Input {
    let name = options.stdinFilename ?? ".gitlab-ci.yml"
    let absolute = RepositoryPath.absolute(name, from: HostSystem.currentFolder)
    let folder = RepositoryPath.folder(of: absolute)
    let real = HostSystem.realPath(folder) ?? folder
    let path =
      RepositoryPath.relative(
        "\(real == "/" ? "" : real)/\(RepositoryPath.name(of: absolute))",
        to: workspace.repository.root
      ) ?? RepositoryPath.name(of: absolute)
    do throws(FileError) {
      overlay[path] = try HostSystem.readStandardInput()
    } catch {
      throw UsageError(message: "cannot read standard input: \(error.words)")
    }
    return Input(path: path, role: RepositoryPath.isPipelineName(path) ? .pipeline : .fragment)
  }

  private func defaultInput(_ workspace: Workspace) throws(UsageError) -> Input {
    let names = [workspace.configuration.gitLab.rootFile, ".gitlab-ci.yml"].compactMap { $0 }
    for name in names
    where HostSystem.kind("\(workspace.repository.root)/\(name)") == .file {
      return Input(path: name)
    }
    throw UsageError(
      message: "there is no \(names[0]) in \(workspace.repository.root); name a PATH"
    )
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
