import AccessPrediction
import Evidence
package import Files
package import Findings
package import Reporting
package import RuleEngine
import YAMLSyntax

/// A configuration of a repository, with the rules as it sets them.
package struct LintSettings: Sendable {
  /// The repository with the configuration.
  package let workspace: Workspace
  let linter: Linter

  /// Settings.
  ///
  /// - Parameters:
  ///   - workspace: The repository with the configuration.
  ///   - linter: The rules.
  package init(workspace: Workspace, linter: Linter) {
    self.workspace = workspace
    self.linter = linter
  }
}

/// Lints pipelines and the child pipelines that they start; with some files' contents replaced,
/// as often as needed.
package struct LintSession: Sendable {
  /// The configurations; inputs name theirs by its place.
  package let settings: [LintSettings]
  /// The root files.
  let inputs: [LintRoot]
  /// The findings that are known.
  package var baseline: Baseline
  /// The findings of the revision that the run is compared with, which are not reported.
  package var former = Baseline()
  /// The checks that could not be answered.
  let undecided: [Undecided]
  /// The roots that were composed to find their files.
  package var composed = ComposedInputs()
  private let cores: Cores

  /// The repository with its first configuration.
  package var workspace: Workspace { settings[0].workspace }

  /// The rules of all configurations, each once.
  package var rules: [RuleDefinition] {
    // Copying the rules of the only configuration took a twentieth of a small check.
    guard settings.count > 1 else { return workspace.rules }
    var seen: Set<String> = []
    return settings.flatMap(\.workspace.rules).filter { seen.insert($0.id).inserted }
  }

  /// A session with one configuration.
  ///
  /// - Parameters:
  ///   - workspace: The repository.
  ///   - linter: The rules.
  ///   - inputs: The root files.
  ///   - baseline: The findings that are known.
  ///   - undecided: The queries that failed.
  ///   - jobs: The maximum number of pipelines that are linted at the same time; nil for one per
  ///     core.
  package init(
    workspace: Workspace,
    linter: Linter,
    inputs: [LintRoot],
    baseline: Baseline = Baseline(),
    undecided: [Undecided] = [],
    jobs: Int? = nil
  ) {
    self.init(
      settings: [LintSettings(workspace: workspace, linter: linter)],
      inputs: inputs,
      baseline: baseline,
      undecided: undecided,
      jobs: jobs
    )
  }

  /// A session.
  ///
  /// - Parameters:
  ///   - settings: The configurations; not empty.
  ///   - inputs: The root files.
  ///   - baseline: The findings that are known.
  ///   - undecided: The queries that failed.
  ///   - jobs: The maximum number of pipelines that are linted at the same time; nil for one per
  ///     core.
  package init(
    settings: [LintSettings],
    inputs: [LintRoot],
    baseline: Baseline = Baseline(),
    undecided: [Undecided] = [],
    jobs: Int? = nil
  ) {
    self.settings = settings
    self.inputs = inputs
    self.baseline = baseline
    self.undecided = undecided
    cores = Cores(limit: jobs)
  }

  /// The result of linting all inputs.
  package struct Outcome {
    /// The reported findings, with their files.
    package var report = RunReport()
    /// The findings of the rules.
    package var result = LintResult()
    /// The files that could not be read.
    package var failures: [String] = []
    /// Whether it was ended before all pipelines were linted.
    package var isCut = false
    /// The known findings that are gone.
    package var gone: [Baseline.Entry] = []
    /// The limit that the run exceeded.
    ///
    /// It then reports only that, because which pipelines are linted before depends on how the cores
    /// share the work.
    package private(set) var excess: Budget.Resource?

    /// Nothing yet.
    package init() {}

    /// The outcome of a run that exceeds a limit.
    fileprivate init(
      exceeding resource: Budget.Resource,
      _ input: LintRoot?,
      _ rules: [RuleDefinition]
    ) {
      excess = resource
      result.isIncomplete = true
      do throws(RuleError) {
        let path = input?.path ?? ".gitlab-ci.yml"
        result.findings = [try ExcessFinding.finding(resource, in: path, rules: rules)]
      } catch {
        failures = [error.text]
      }
      report.take(result)
    }
  }

  /// Lints them all; no pipeline is kept any longer than it is needed.
  ///
  /// - Parameter overlay: Contents that count instead of the stored ones, by path.
  /// - Returns: The findings.
  package func run(overlay: [String: [UInt8]]) -> Outcome {
    run(overlay, keepsPipelines: false) { _ in true }
  }

  /// Lints them all.
  ///
  /// - Parameters:
  ///   - overlay: Contents that count instead of the stored ones, by path.
  ///   - goesOn: Called with each pipeline once it is linted; false ends the run, unless it was the
  ///     last.
  /// - Returns: The findings.
  package func run(overlay: [String: [UInt8]], goesOn: (LintInput) -> Bool) -> Outcome {
    run(overlay, keepsPipelines: true, goesOn)
  }

  private func run(
    _ overlay: [String: [UInt8]],
    keepsPipelines: Bool,
    _ goesOn: (LintInput) -> Bool
  ) -> Outcome {
    var outcome = Outcome()
    var results: [Linter.Part] = []
    var started: [String: Set<Undecided>] = [:]
    var inputs = inputs
    var index = 0
    let repository = files(overlay)
    let budget = repository.budget
    lint: while index < inputs.count, !budget.isExhausted {
      let known = outcome.report.sources
      let limit = keepsPipelines ? Self.smallBatch : Self.batch
      let batch = batch(of: inputs[index...], isFirst: known.isEmpty, limit: limit)
      let groups = Self.groups(of: batch)
      let inner = cores.shared(by: groups.count)
      let parts = cores.map(groups) { group in
        lint(group, repository, overlay, on: inner, keepsPipelines: keepsPipelines) {
          Self.isPart($0, of: known)
        }
      }.joined()
      let batchEnd = index + batch.count
      var end = batchEnd
      for part in parts where index < end {
        let input = inputs[index]
        index += 1
        guard let part, !Self.isPart(input, of: outcome.report.sources) else { continue }
        outcome.add(part)
        for child in part.children {
          guard let place = inputs.firstIndex(where: { $0.covers(child) }) else {
            // Files that count only unless a pipeline brings them wait: the child may start them.
            let place = inputs[batchEnd...].firstIndex(where: \.isFound)
            inputs.insert(child, at: place ?? inputs.endIndex)
            continue
          }
          let isBetter =
            inputs[place].isFound || inputs[place].isNeverStarted && !child.isNeverStarted
          guard place >= index, isBetter else { continue }
          inputs[place] = child
          // Results for the file without its parent do not count.
          end = min(end, place)
        }
        if var result = part.result {
          // However often a child pipeline is started, its jobs are written once.
          if input.child != nil { result.leaveOut(&started, of: input.path) }
          results.append(Linter.Part(linter: settings[input.settings].linter, result: result))
        }
        let ends = part.linted.map(goesOn).contains(false)
        let isLast = inputs[index...].allSatisfy { Self.isPart($0, of: outcome.report.sources) }
        guard !ends || isLast else {
          outcome.isCut = true
          break lint
        }
      }
    }
    outcome.result = Linter.join(results, within: budget)
    if let resource = budget.exhausted {
      return Outcome(exceeding: resource, self.inputs.first, workspace.rules)
    }
    outcome.result.remove(former)
    outcome.gone = outcome.result.subtract(baseline)
    outcome.report.take(outcome.result)
    outcome.report.undecided += undecided
    return outcome
  }

  /// The number of roots that are begun before their findings are joined.
  private static let batch = 256
  /// The number when a caller takes each pipeline and may end the run.
  private static let smallBatch = 64
  /// The maximum number of roots that are linted together.
  private static let groupSize = 8

  /// The next roots that can be linted at the same time.
  ///
  /// Those that count only unless a pipeline includes them wait for that pipeline; when there is
  /// none, the first is linted alone, because it may include the others.
  private func batch(of inputs: ArraySlice<LintRoot>, isFirst: Bool, limit: Int) -> [LintRoot] {
    guard inputs.first?.isFound == true else {
      return Array(inputs.prefix(limit).prefix { !$0.isFound })
    }
    return Array(inputs.prefix(isFirst ? 1 : limit))
  }

  /// The roots that one core lints together, a step of the work all of them before the next step.
  ///
  /// Few enough that what they need stays in a cache, and towards the end fewer and fewer, so that
  /// no core waits long for another.
  private static func groups(of batch: [LintRoot]) -> [ArraySlice<LintRoot>] {
    var groups: [ArraySlice<LintRoot>] = []
    var rest = batch[...]
    while !rest.isEmpty {
      let size = min(max(1, rest.count / 4), groupSize)
      let settings = rest.first?.settings
      let group = rest.prefix(size).prefix { $0.settings == settings }
      groups.append(group)
      rest = rest.dropFirst(group.count)
    }
    return groups
  }

  /// Whether a file is part of a pipeline that was linted: then it is not a pipeline of its own,
  /// unless it was named.
  private static func isPart(_ input: LintRoot, of sources: [String: SourceText]) -> Bool {
    input.isFound && sources[input.path] != nil
  }

  private func files(_ overlay: [String: [UInt8]]) -> any RepositoryFiles {
    overlay.isEmpty
      ? workspace.repository : OverlaidFiles(workspace.repository, contents: overlay)
  }

  /// Lints roots together, without those that are to be left out.
  private func lint(
    _ inputs: ArraySlice<LintRoot>,
    _ repository: any RepositoryFiles,
    _ overlay: [String: [UInt8]],
    on cores: Cores,
    keepsPipelines: Bool,
    leavingOut isLeftOut: (LintRoot) -> Bool
  ) -> [Part?] {
    var parts = inputs.map {
      isLeftOut($0) ? nil : load($0, repository, composed.find($0, overlay))
    }
    let places = parts.indices.flatMap { index in
      (parts[index]?.linted ?? []).map { _ in index }
    }
    let settings = settings[inputs.first?.settings ?? 0]
    let scenarios = settings.workspace.configuration.allScenarios
    let results = settings.linter.check(
      parts.flatMap { $0?.linted ?? [] },
      runs: Runs(scenarios) { repository.allPaths() },
      on: cores
    )
    for (place, result) in zip(places, results) { parts[place]?.take(result) }
    for place in parts.indices {
      parts[place]?.finish(showing: inputs[inputs.startIndex + place].shown)
      if !keepsPipelines { parts[place]?.linted = [] }
    }
    return parts
  }
}

extension LintResult {
  /// Leaves out what another start of the same child pipeline has reported already: its jobs, and
  /// its undecided checks.
  ///
  /// - Parameters:
  ///   - started: The undecided checks, by the child pipelines' files.
  ///   - path: The child pipeline's file.
  fileprivate mutating func leaveOut(_ started: inout [String: Set<Undecided>], of path: String) {
    if let known = started[path] {
      jobs = []
      undecided.removeAll(where: known.contains)
    }
    started[path, default: []].formUnion(undecided)
  }
}

extension LintSession.Outcome {
  fileprivate mutating func add(_ part: LintSession.Part) {
    if let failure = part.failure { failures.append(failure) }
    for source in part.sources { report.sources[source.path] = source }
  }
}
