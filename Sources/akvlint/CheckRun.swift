import BuiltInRules
import Evidence
import GitLabCI
import Reporting
import RuleEngine
import YAMLSyntax

/// Carries a check out: finds the inputs, lints each, prints the report.
struct CheckRun {
  let options: Check

  /// The exit code, once the report is printed.
  func run() throws(UsageError) -> ExitStatus {
    let first = options.paths.first { $0 != "-" } ?? options.stdinFilename
    let workspace = try options.place.workspace(for: first)
    if options.verbose { for note in workspace.notes { Console.note(note) } }
    let selection = try selection(workspace)
    if !workspace.configuration.problems.isEmpty {
      printProblems(workspace.configuration.problems)
      return .usage
    }
    let linter = try linter(workspace, selection)
    var resolver = InputResolver(
      repository: workspace.repository,
      folder: HostSystem.currentFolder,
      isHook: options.hook
    )
    var inputs: [Input] = []
    for path in options.paths where path != "-" { resolver.add(path) }
    inputs = resolver.inputs
    if options.paths.contains("-") { inputs.append(try standardInput(workspace)) }
    var failures = resolver.failures
    if options.paths.isEmpty { inputs = [try defaultInput(workspace)] }

    var report = RunReport()
    var results: [LintResult] = []
    var index = 0
    while index < inputs.count {
      let input = inputs[index]
      index += 1
      // A part of a pipeline that was linted already is no pipeline of its own.
      if input.isFound, report.sources[input.path] != nil { continue }
      let (result, children) = lint(input, workspace, linter, &report, &failures)
      for child in children {
        if let place = inputs.firstIndex(where: { $0.path == child.path }) {
          if place >= index, inputs[place].isFound { inputs[place] = child }
        } else {
          inputs.append(child)
        }
      }
      if let result { results.append(result) }
    }
    let joined = linter.join(results)
    report.take(joined)
    show(report)
    for failure in failures { Console.note(failure) }
    var isIncomplete = joined.isIncomplete || !failures.isEmpty
    if options.strictResolution, joined.unresolvedIncludes > 0 { isIncomplete = true }
    if isIncomplete { return .incomplete }
    return options.failOn.isReached(by: report.findings) ? .findings : .clean
  }

  // MARK: Set-up

  private func selection(_ workspace: Workspace) throws(UsageError) -> RuleSelection {
    var selection = workspace.selection()
    selection.selected = options.select.flatMap { $0.split(separator: ",").map(String.init) }
    selection.ignored = options.ignore.flatMap { $0.split(separator: ",").map(String.init) }
    for selector in selection.selected + selection.ignored
    where !BuiltInRules.all.contains(where: { RuleSelection.matches(selector, $0) }) {
      throw UsageError(message: "there is no rule \(selector)")
    }
    for text in options.severity {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let rule = BuiltInRules.all.first(where: { $0.id == parts[0] || $0.name == parts[0] })
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

  private func linter(
    _ workspace: Workspace,
    _ selection: RuleSelection
  ) throws(UsageError) -> Linter {
    var suppressions = SuppressionOptions()
    suppressions.areHonoured = !options.noIgnores
    suppressions.requiresReason = options.requireReasons
    suppressions.today = HostSystem.today
    do throws(RuleError) {
      return try Linter(
        rules: workspace.rules,
        selection: selection,
        suppressions: suppressions,
        paths: workspace.configuration.paths
      )
    } catch {
      throw UsageError(message: "\(error.rule): \(error.key): \(error.error.message)")
    }
  }

  private func standardInput(_ workspace: Workspace) throws(UsageError) -> Input {
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
      let isPipeline = RepositoryPath.isPipelineName(path)
      return Input(
        path: path,
        content: try HostSystem.readStandardInput(),
        role: isPipeline ? .pipeline : .fragment
      )
    } catch {
      throw UsageError(message: "cannot read standard input: \(words(error))")
    }
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

  // MARK: Work

  private func lint(
    _ input: Input,
    _ workspace: Workspace,
    _ linter: Linter,
    _ report: inout RunReport,
    _ failures: inout [String]
  ) -> (result: LintResult?, children: [Input]) {
    var repository: any RepositoryFiles = workspace.repository
    let bytes: [UInt8]
    if let content = input.content {
      bytes = content
      repository = OverlaidFiles(repository, path: input.path, content: content)
    } else {
      do throws(FileError) {
        bytes = try repository.read(input.path)
      } catch {
        failures.append("cannot read \(input.path): \(words(error))")
        return (nil, [])
      }
    }
    var role = input.role
    let source = SourceText(path: input.path, bytes: bytes)
    var pipeline = Pipeline(
      source,
      in: repository,
      library: workspace.library,
      isWhole: role == .pipeline,
      takesInputs: input.childEvidence != nil
    )
    if input.isFound, role == .pipeline, Self.isTemplates(pipeline) {
      role = .fragment
      pipeline = Pipeline(source, in: repository, library: workspace.library, isWhole: false)
    }
    let evidence = input.childEvidence ?? workspace.configuration.evidence
    do throws(RuleError) {
      let result = try linter.check(
        pipeline,
        evidence: evidence,
        role: role,
        runs: Runs(workspace.configuration.allScenarios) { [repository] in repository.allPaths() }
      )
      add(pipeline, to: &report)
      return (result, children(of: pipeline, evidence, in: repository))
    } catch {
      failures.append("the rule \(error.rule) failed: \(error.key): \(error.error.message)")
      return (nil, [])
    }
  }

  /// Whether a file below a folder holds only templates, for others to include: nobody runs it.
  private static func isTemplates(_ pipeline: Pipeline) -> Bool {
    !pipeline.jobs.isEmpty && pipeline.jobs.allSatisfy(\.isHidden)
  }

  /// The child pipelines whose files exist; one that is missing is no mistake of the parent's to
  /// GitLab, which looks for it when the trigger job runs.
  private func children(
    of pipeline: Pipeline,
    _ evidence: Evidence,
    in repository: any RepositoryFiles
  ) -> [Input] {
    pipeline.children.compactMap { child in
      guard (try? repository.read(child.path)) != nil else { return nil }
      return Input(
        path: child.path,
        role: child.isWhole ? .pipeline : .fragment,
        childEvidence: evidence.inChild(child, of: pipeline)
      )
    }
  }

  private func add(_ pipeline: Pipeline, to report: inout RunReport) {
    for file in pipeline.composition.files {
      let source = pipeline.tree.file(file.file)
      report.sources[source.path] = source
    }
  }

  private func words(_ error: FileError) -> String {
    switch error {
    case .missing: "there is no such file"
    case .outside: "it leads out of the repository"
    case .notRegular: "it is no regular file"
    case .tooLarge(let limit): "it is larger than \(limit / 1_048_576) MiB"
    case .unreadable(let reason): reason
    }
  }

  // MARK: Reports

  private func show(_ report: RunReport) {
    switch options.format {
    case .json: Console.output(JSONReport.render(report, version: Akvlint.version))
    case .concise: Console.output(ConciseReport.render(report))
    case .text:
      if options.quiet, report.findings.isEmpty { return }
      Console.output(
        TextReport.render(
          report,
          isColoured: Console.isColoured(options.color),
          showsUndecided: options.verbose
        )
      )
    }
  }

  private func printProblems(_ problems: [ConfigurationProblem]) {
    var report = RunReport()
    report.findings = ConfigurationFindings.findings(problems, rules: BuiltInRules.all)
    show(report)
  }
}
