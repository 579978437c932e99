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
    var call = try call()
    for workspace in call.workspaces.all {
      for warning in workspace.warnings { Console.note(warning) }
      if options.verbose { for note in workspace.notes { Console.note(note) } }
    }
    if !options.quiet {
      for place in Set(call.workspaces.all.compactMap(\.rootElsewhere)).sorted() {
        Console.note(
          "gitlab.ci_config_path names \(place), which is outside this repository; no file here is "
            + "checked as its pipeline"
        )
      }
      for path in call.excluded where !options.hook {
        Console.note("\(call.paths(path)) is excluded")
      }
    }
    let mistakes = call.workspaces.all.flatMap(\.configuration.problems)
    let isUsable = { (input: LintRoot) in
      call.workspaces.all[input.settings].configuration.problems.isEmpty
    }
    // The findings of other folders do not depend on the configuration of one.
    let usable = mistakes.isEmpty ? call.inputs : call.inputs.filter(isUsable)
    guard mistakes.isEmpty || !usable.isEmpty && options.onlyReports else {
      try printProblems(mistakes, call.paths)
      return ExitStatus.usage.rawValue
    }
    call.inputs = usable
    let selection = try CheckSelection(options, call.workspaces.all)
    let (baseline, problems) = try baseline(call.workspaces)
    if !problems.isEmpty {
      try printProblems(problems, call.paths)
      return ExitStatus.usage.rawValue
    }
    let live = try query(&call)
    var settings: [LintSettings] = []
    for workspace in call.workspaces.all {
      // No pipeline is left that has an invalid configuration.
      let isValid = workspace.configuration.problems.isEmpty
      let linter = isValid ? try selection.linter(workspace) : try Workspace.plainLinter()
      settings.append(LintSettings(workspace: workspace, linter: linter))
    }
    var session = LintSession(
      settings: settings,
      inputs: call.inputs,
      baseline: baseline,
      undecided: live.undecided,
      jobs: options.jobs
    )
    if let revision = options.since {
      let past = try outcome(of: revision)
      guard past.excess == nil else {
        Console.note("not all of the pipeline could be read at \(revision)")
        try show(past.report, Self.rules(session), call)
        return ExitStatus.incomplete.rawValue
      }
      session.former = Baseline(of: past.report.findings)
    }
    // Files fetched in the meantime change the results of includes.
    if options.live == nil { session.composed = call.composed }
    var hasDifference = false
    var outcome = try report(session, call, mistakes, &hasDifference)
    tellGone(outcome.gone)
    outcome.failures = call.failures + outcome.failures
    for failure in outcome.failures { Console.note(failure) }
    if !mistakes.isEmpty { return ExitStatus.usage.rawValue }
    let isUnresolved = options.strictResolution && outcome.result.unresolvedIncludes > 0
    if outcome.result.isIncomplete || !outcome.failures.isEmpty || isUnresolved {
      return ExitStatus.incomplete.rawValue
    }
    if live.lacksRequired { return ExitStatus.liveFailed.rawValue }
    let code = try findingsCode(outcome.report.findings, hasDifference, &call.workspaces)
    return code ?? (live.hasFailed ? ExitStatus.liveFailed : .clean).rawValue
  }

  /// The exit code that findings make; nil when they make none.
  private func findingsCode(
    _ findings: [Finding],
    _ hasDifference: Bool,
    _ workspaces: inout Workspaces
  ) throws(UsageError) -> Int32? {
    if options.exitZero { return nil }
    let worst = findings.lazy.map(\.severity).max()
    if let code = options.warningExitCode, worst == .warning { return code }
    if hasDifference { return ExitStatus.findings.rawValue }
    let threshold = try threshold(of: findings, &workspaces)
    return findings.contains(where: threshold.isReached) ? ExitStatus.findings.rawValue : nil
  }

  /// The threshold for each file with findings: the command line's, otherwise that of the nearest
  /// configuration.
  private func threshold(
    of findings: [Finding],
    _ workspaces: inout Workspaces
  ) throws(UsageError) -> FailureThreshold {
    var levels: [String: Severity] = [:]
    for path in Set(findings.lazy.map(\.place.path)) {
      levels[path] = try threshold(of: path, &workspaces).severity
    }
    return FailureThreshold(byPath: levels)
  }

  private func threshold(
    of path: String,
    _ workspaces: inout Workspaces
  ) throws(UsageError) -> CheckOptions.Threshold {
    if let failOn = options.failOn { return failOn }
    let index = try workspaces.index(of: path)
    return workspaces.all[index].configuration.failOn.flatMap(CheckOptions.Threshold.init)
      ?? .error
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
      joined.lacksRequired = joined.lacksRequired || live.lacksRequired
    }
    return joined
  }

  /// Lints, and prints, fixes or writes down what was found.
  private func report(
    _ session: LintSession,
    _ call: Call,
    _ mistakes: [ConfigurationProblem],
    _ hasDifference: inout Bool
  ) throws(UsageError) -> LintSession.Outcome {
    if options.writeIgnores { return try ignored(session, call) }
    if options.fix != nil || options.diff {
      return try fixed(session, call, &hasDifference)
    }
    var outcome = session.run(overlay: call.overlay)
    if let file = options.writeBaseline, outcome.excess == nil {
      try write(outcome.report.findings, to: file)
      outcome.report.findings = []
    } else {
      outcome.report.failures = call.failures + outcome.failures
      if !mistakes.isEmpty {
        outcome.report.findings += try mistakes.findings()
        FindingOrder.sort(&outcome.report.findings)
        outcome.report.isIncomplete = true
      }
      try show(outcome.report, Self.rules(session), call)
    }
    return outcome
  }

  /// The rules of all configurations, each once.
  private static func rules(_ session: LintSession) -> [RuleDefinition] {
    // Copying the rules of the only configuration took a twentieth of a small check.
    guard session.settings.count > 1 else { return session.workspace.rules }
    var seen: Set<String> = []
    return session.settings.flatMap(\.workspace.rules).filter { seen.insert($0.id).inserted }
  }

  // MARK: Known findings

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

  private func write(_ findings: [Finding], to file: String) throws(UsageError) {
    try FileOutput.write(BaselineFile.render(findings), to: file)
    let noun = findings.count == 1 ? "finding" : "findings"
    Console.note("wrote \(findings.count) \(noun) to \(file)")
  }

  /// Writes comments that silence what is found.
  private func ignored(
    _ session: LintSession,
    _ call: Call
  ) throws(UsageError) -> LintSession.Outcome {
    let run = IgnoreRun(session: session).run(overlay: call.overlay)
    var outcome = run.lint
    guard outcome.excess == nil else {
      try show(outcome.report, Self.rules(session), call)
      return outcome
    }
    let left = outcome.report.findings.count
    let (written, failed) = session.write(run.changes)
    outcome.failures += failed
    let count = written.reduce(0) { $0 + (run.counts[$1] ?? 0) }
    let noun = count == 1 ? "finding" : "findings"
    let files = written.count == 1 ? "1 file" : "\(written.count) files"
    let rest = left == 0 ? "" : "; \(left) cannot be ignored by a comment"
    if failed.isEmpty || count > 0 { Console.note("ignored \(count) \(noun) in \(files)\(rest)") }
    outcome.report.findings = []
    return outcome
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
    _ call: Call,
    _ hasDifference: inout Bool
  ) throws(UsageError) -> LintSession.Outcome {
    let run = FixRun(session: session, includesUnsafe: options.fix == .unsafe)
    let overlay = call.overlay
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
      if hasDifference {
        Console.note("would fix \(what)")
      } else if !options.quiet {
        Console.note(Self.nothingToFix(outcome.lint.report.findings))
      }
      return outcome.lint
    }
    if let path = overlay.keys.first {
      // Standard input comes out fixed; the report goes to the other stream.
      Console.output(outcome.changes[path]?.new ?? overlay[path] ?? [])
      for finding in outcome.lint.report.findings {
        let start = finding.place.span.start
        let place = "\(call.paths(finding.place.path)):\(start.line):\(start.column)"
        let severity = finding.severity.rawValue
        Console.note("\(place): \(severity): \(finding.message) [\(finding.rule)]")
      }
      // Files that are not on standard input stay as they are.
      if !changes.isEmpty { Console.note("fixed \(what)") }
      return outcome.lint
    }
    let (written, failed) = session.write(outcome.changes)
    if !failed.isEmpty {
      // A file that could not be written keeps its findings.
      let fixed = outcome.changes.filter { written.contains($0.key) }.mapValues(\.new)
      outcome.lint = session.run(overlay: overlay.merging(fixed) { $1 })
    }
    outcome.lint.failures += failed
    outcome.lint.report.failures = call.failures + outcome.lint.failures
    try show(outcome.lint.report, Self.rules(session), call)
    if !failed.isEmpty {
      Console.note("wrote \(written.count) of \(changes.count) files with fixes")
    } else if !changes.isEmpty {
      Console.note("fixed \(what)")
    }
    return outcome.lint
  }

  /// The reason why a fix changes nothing.
  private static func nothingToFix(_ findings: [Finding]) -> String {
    let count = findings.count { !$0.fixes.isEmpty }
    guard count > 0 else { return "nothing to fix" }
    return "nothing to fix safely; \(count) fixable with --diff --fix=unsafe"
  }

  // MARK: Set-up

  /// The paths of the command line.
  struct Call {
    var inputs: [LintRoot]
    var workspaces: Workspaces
    /// Standard input, by the path that it counts for.
    let overlay: [String: [UInt8]]
    /// Paths that could not be used, with the reason.
    let failures: [String]
    /// Files that were named and that a configuration excludes.
    let excluded: [String]
    /// The roots that were composed to find their files.
    let composed: ComposedInputs

    /// Paths as people see them.
    var paths: ShownPaths {
      ShownPaths(of: workspaces.repository.root, from: HostSystem.currentFolder)
    }
  }

  func call() throws(UsageError) -> Call {
    var paths = options.paths.filter { $0 != "-" }
    let name = options.stdinFilename ?? ".gitlab-ci.yml"
    let isPiped = options.paths.contains("-")
    let places = paths + (isPiped ? [name] : [])
    let workspaces = try options.place.workspaces(for: places)
    var overlay: [String: [UInt8]] = [:]
    if isPiped {
      var path = Self.standardPath(name, in: workspaces.repository)
      if options.stdinFilename == nil, path == ".gitlab-ci.yml" {
        path = try workspaces.standardFile()
      }
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
    if let path = resolver.missing.first {
      var workspaces = workspaces
      throw .missingFile(path, commands: commands(), rules: try workspaces.main().rules)
    }
    if options.paths.isEmpty {
      // That an option is wrong is reported before there being nothing to check.
      var workspaces = workspaces
      _ = try CheckSelection(options, [try workspaces.main()])
      let main = try workspaces.main()
      // A wrong configuration is reported by itself, and it may name a wrong pipeline.
      if main.rootElsewhere == nil, main.configuration.problems.isEmpty {
        try resolver.addMain(isLinted: true)
      }
    }
    var inputs = try resolver.resolve()
    if let shard = options.shard { inputs.removeAll { !shard.contains($0.path) } }
    return Call(
      inputs: inputs,
      workspaces: resolver.workspaces,
      overlay: overlay,
      failures: resolver.failures,
      excluded: resolver.excluded,
      composed: resolver.composed
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

  private func show(
    _ report: RunReport,
    _ rules: [RuleDefinition],
    _ call: Call
  ) throws(UsageError) {
    var workspaces = call.workspaces
    let fails = try findingsCode(report.findings, false, &workspaces) != nil
    var writer = writer(rules, call.paths)
    writer.threshold = try threshold(of: report.findings, &workspaces)
    try show(report, writer, fails: fails)
  }

  private func writer(_ rules: [RuleDefinition], _ paths: ShownPaths) -> ReportWriter {
    var writer = ReportWriter(version: BuildVersion.number, rules: rules)
    writer.showsUndecided = options.verbose
    writer.showsSummary = !options.quiet
    writer.time = HostSystem.secondsSince1970
    writer.paths = paths
    return writer
  }

  private func show(
    _ report: RunReport,
    _ writer: ReportWriter,
    fails: Bool
  ) throws(UsageError) {
    var report = report
    if options.strictResolution, report.unresolvedIncludeCount > 0 { report.isIncomplete = true }
    try options.write(report, writer, fails: fails)
  }

  private func printProblems(
    _ problems: [ConfigurationProblem],
    _ paths: ShownPaths
  ) throws(UsageError) {
    var report = RunReport()
    report.findings = try problems.findings()
    report.isIncomplete = true
    try show(report, writer(BuiltInRuleSet.all, paths), fails: true)
  }
}
