package import Evidence
package import GitLabCI
package import Reporting
package import RuleEngine
import YAMLSyntax

/// Lints pipelines and the child pipelines that they start; with some files' contents replaced,
/// as often as needed.
package struct LintSession: Sendable {
  /// The repository.
  package let workspace: Workspace
  let linter: Linter
  /// The root files.
  let inputs: [Input]
  /// The findings that are known.
  let baseline: Baseline
  /// What could not be asked.
  let undecided: [Undecided]
  private let cores: Cores

  /// A session.
  ///
  /// - Parameters:
  ///   - workspace: The repository.
  ///   - linter: The rules.
  ///   - inputs: The root files.
  ///   - baseline: The findings that are known.
  ///   - undecided: What could not be asked.
  ///   - jobs: So many pipelines are linted at the same time at most; nil for one a core.
  package init(
    workspace: Workspace,
    linter: Linter,
    inputs: [Input],
    baseline: Baseline = Baseline(),
    undecided: [Undecided] = [],
    jobs: Int? = nil
  ) {
    self.workspace = workspace
    self.linter = linter
    self.inputs = inputs
    self.baseline = baseline
    self.undecided = undecided
    cores = Cores(limit: jobs)
  }

  /// What linting them all gave.
  package struct Outcome {
    /// What is reported, with the files that it is about.
    package var report = RunReport()
    /// What the rules found.
    package var result = LintResult()
    /// What could not be read.
    package var failures: [String] = []
    /// The known findings that are no more.
    package var gone: [Baseline.Entry] = []

    /// Nothing yet.
    package init() {}
  }

  /// A pipeline that was linted.
  package struct Linted: Sendable {
    /// The pipeline.
    package let pipeline: Pipeline
    /// What it was judged by.
    package let evidence: Evidence
    /// What kind of file its root is.
    package let role: RuleDefinition.Role
  }

  /// Lints them all.
  ///
  /// - Parameters:
  ///   - overlay: Contents that count in the stead of the stored ones, by path.
  ///   - goesOn: Called with each pipeline once it is linted; false ends the run.
  /// - Returns: What was found.
  package func run(
    overlay: [String: [UInt8]],
    goesOn: (Linted) -> Bool = { _ in true }
  ) -> Outcome {
    var outcome = Outcome()
    var results: [LintResult] = []
    var inputs = inputs
    var index = 0
    let repository = files(overlay)
    lint: while index < inputs.count {
      let known = outcome.report.sources
      let batch = batch(of: inputs[index...], isFirst: known.isEmpty)
      let inner = cores.shared(by: batch.count)
      let parts = cores.map(batch) { input in
        Self.isPart(input, of: known) ? nil : lint(input, repository, on: inner)
      }
      var end = index + batch.count
      for part in parts where index < end {
        let input = inputs[index]
        index += 1
        guard let part, !Self.isPart(input, of: outcome.report.sources) else { continue }
        outcome.add(part)
        if let linted = part.linted, !goesOn(linted) { break lint }
        for child in part.children {
          guard let place = inputs.firstIndex(where: { $0.path == child.path }) else {
            inputs.append(child)
            continue
          }
          guard place >= index, inputs[place].isFound else { continue }
          inputs[place] = child
          // What was found out about it without its parent does not count.
          end = min(end, place)
        }
        if let result = part.result { results.append(result) }
      }
    }
    outcome.result = linter.join(results)
    outcome.gone = outcome.result.subtract(baseline)
    outcome.report.take(outcome.result)
    outcome.report.undecided += undecided
    return outcome
  }

  /// So many pipelines are held in memory at once.
  private static let batchLimit = 64

  /// The next roots that can be linted at the same time.
  ///
  /// The first pipeline of a folder is linted alone, because it often includes the others.
  private func batch(of inputs: ArraySlice<Input>, isFirst: Bool) -> [Input] {
    let isAlone = isFirst && inputs.first?.isFound == true
    return Array(inputs.prefix(isAlone ? 1 : Self.batchLimit))
  }

  /// Whether a file is part of a pipeline that was linted: then it is no pipeline of its own,
  /// unless somebody named it.
  private static func isPart(_ input: Input, of sources: [String: SourceText]) -> Bool {
    input.isFound && sources[input.path] != nil
  }

  private func files(_ overlay: [String: [UInt8]]) -> any RepositoryFiles {
    overlay.isEmpty
      ? workspace.repository : OverlaidFiles(workspace.repository, contents: overlay)
  }

  private func lint(
    _ input: Input,
    _ repository: any RepositoryFiles,
    on cores: Cores
  ) -> Part {
    var part = Part()
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try repository.read(input.path)
    } catch {
      part.failure = "cannot read \(input.path): \(error.words)"
      return part
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
      part.result = try linter.check(
        pipeline,
        evidence: evidence,
        role: role,
        runs: Runs(workspace.configuration.allScenarios) { repository.allPaths() },
        on: cores
      )
      part.children = children(of: pipeline, evidence, in: repository)
      part.linted = Linted(pipeline: pipeline, evidence: evidence, role: role)
    } catch {
      part.failure = "the rule \(error.rule) failed: \(error.key): \(error.error.message)"
    }
    return part
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
}

extension LintSession {
  /// What linting one root gave.
  fileprivate struct Part: Sendable {
    var failure: String?
    var result: LintResult?
    /// The child pipelines that it starts.
    var children: [Input] = []
    var linted: Linted?
  }
}

extension LintSession.Outcome {
  fileprivate mutating func add(_ part: LintSession.Part) {
    if let failure = part.failure { failures.append(failure) }
    guard let pipeline = part.linted?.pipeline else { return }
    for file in pipeline.composition.files {
      let source = pipeline.tree.file(file.file)
      report.sources[source.path] = source
    }
  }
}
