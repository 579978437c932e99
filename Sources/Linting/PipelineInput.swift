package import AccessPrediction
import Evidence
import Files
package import GitLabCI
import RuleEngine
package import YAMLSyntax

/// A pipeline that a command looks into.
package struct PipelineInput {
  /// The pipeline.
  package let pipeline: Pipeline
  /// Where it belongs.
  package let workspace: Workspace
  /// The root file.
  package let source: SourceText
  /// The kind of file, and its configuration.
  package let input: LintRoot

  /// Reads a pipeline.
  ///
  /// - Parameters:
  ///   - path: A file of it; `-` for standard input, nil for the pipeline of the repository.
  ///   - workspaces: Where it belongs.
  /// - Throws: `UsageError` when it cannot be read.
  package init(_ path: String?, in workspaces: Workspaces) throws(UsageError) {
    var overlay: [String: [UInt8]] = [:]
    if path == "-" { overlay[try workspaces.standardFile()] = try Self.standardInput() }
    var resolver = InputResolver(
      workspaces,
      folder: HostSystem.currentFolder,
      overlay: overlay
    )
    let (input, workspace) = try Self.input(path, &resolver)
    self.workspace = workspace
    self.input = input
    let files = OverlaidFiles(workspace.repository, contents: overlay)
    do throws(FileError) {
      source = SourceText(path: input.path, bytes: try files.read(input.path))
    } catch {
      throw UsageError(message: "cannot read \(input.path): \(error.words)", isIncomplete: true)
    }
    pipeline = Pipeline(
      source,
      in: workspace.repository,
      library: workspace.library,
      isWhole: input.role == .pipeline
    )
  }

  private static func standardInput() throws(UsageError) -> [UInt8] {
    do throws(FileError) {
      return try HostSystem.readStandardInput()
    } catch {
      throw UsageError(message: "cannot read standard input: \(error.words)")
    }
  }

  /// Reads the pipeline of a project.
  ///
  /// - Parameters:
  ///   - input: Its root file.
  ///   - workspace: The project's files and configuration.
  /// - Throws: `FileError` when it cannot be read.
  init(_ input: LintRoot, in workspace: Workspace) throws(FileError) {
    self.input = input
    self.workspace = workspace
    source = SourceText(path: input.path, bytes: try workspace.repository.read(input.path))
    pipeline = Pipeline(source, in: workspace.repository, library: workspace.library)
  }

  /// The first pipeline that a path belongs to, and its configuration.
  private static func input(
    _ path: String?,
    _ resolver: inout InputResolver
  ) throws(UsageError) -> (LintRoot, Workspace) {
    switch path {
    case nil: try resolver.addMain()
    case "-":
      let file = try resolver.workspaces.standardFile()
      resolver.add("\(resolver.workspaces.repository.root)/\(file)")
    case let path?: resolver.add(path)
    }
    guard let input = resolver.inputs.first else {
      let reasons = resolver.failures + resolver.excluded.map { "\($0) is excluded" }
      throw UsageError(message: reasons.joined(separator: "; "))
    }
    var workspaces = resolver.workspaces
    let index = try workspaces.index(of: input.path)
    return (input, workspaces.all[index])
  }

  /// The pipeline as GitLab composes it in the scenarios of the configuration.
  package func runs(_ scenarios: [Scenario]) -> [ComposedRuns] {
    workspace.runs(of: pipeline, .file(source), in: workspace.repository, scenarios)
  }

  /// The pipeline as it is composed in the scenarios of the configuration, for linting it.
  var composed: ComposedInput {
    ComposedInput(
      root: .file(source),
      pipeline: pipeline,
      runs: runs(workspace.configuration.allScenarios)
    )
  }

  /// Predicts the pipeline's runs.
  ///
  /// - Parameter scenarios: The scenarios; nil for all of the configuration.
  /// - Returns: The predictions, with what keeps them from being complete.
  package func predictions(_ scenarios: [Scenario]? = nil) -> PipelinePredictions {
    predictions(of: runs(scenarios ?? workspace.configuration.allScenarios))
  }

  /// The predictions for the pipeline as it is composed in some scenarios.
  ///
  /// - Parameters:
  ///   - runs: The compositions.
  ///   - known: The existing predictions for the pipeline itself.
  /// - Returns: The predictions, with what keeps them from being complete.
  func predictions(
    of runs: [ComposedRuns],
    known: [Prediction]? = nil
  ) -> PipelinePredictions {
    var result: PipelinePredictions?
    let omissions = visit(runs) { member in
      let predictions = PipelinePredictions(
        member.runs,
        evidence: member.evidence,
        paths: pathsForRules(of: member.runs),
        predicted: member.child == nil && member.runs.count == 1 ? known : nil
      )
      if let child = member.child {
        result?.add(predictions, of: child)
      } else {
        result = predictions
      }
    }
    var all = result ?? PipelinePredictions([], evidence: ProjectEvidence(), paths: [])
    all.add(omissions)
    return all
  }

  /// The runs of the pipeline and its child pipelines that sign in to Azure, in all scenarios of the
  /// configuration.
  package func accessRuns() -> AccessRuns {
    var result: AccessRuns?
    let omissions = visit { member in
      let runs = AccessRuns(
        member.runs,
        evidence: member.evidence,
        paths: pathsForRules(of: member.runs)
      )
      if let child = member.child {
        result?.add(runs, of: child)
      } else {
        result = runs
      }
    }
    result?.add(omissions)
    return result ?? AccessRuns([], evidence: ProjectEvidence(), paths: [])
  }

  /// The pipeline and its child pipelines, once for each way in which they are started.
  package var members: [PipelineTree.Member] {
    var members: [PipelineTree.Member] = []
    _ = visit { members.append($0) }
    return members
  }

  /// The pipeline and its child pipelines, those with the same includes and inputs once, with all
  /// trigger jobs that start them.
  package var family: [PipelineTree.Member] {
    var places: [[String]: Int] = [:]
    var family: [PipelineTree.Member] = []
    for member in members {
      let key = [member.child?.text ?? ""] + member.pipeline.sources.map(\.path)
      guard let place = places[key] else {
        places[key] = family.count
        family.append(member)
        continue
      }
      family[place].triggers += member.triggers.filter { !family[place].triggers.contains($0) }
    }
    return family
  }

  /// Visits the pipeline and its child pipelines.
  ///
  /// - Parameters:
  ///   - composed: The pipeline in some scenarios; nil for all of the configuration.
  ///   - take: Takes each pipeline, the parent before its children.
  /// - Returns: The downstream pipelines whose jobs are not known.
  private func visit(
    _ composed: [ComposedRuns]? = nil,
    _ take: (PipelineTree.Member) -> Void
  ) -> [PipelinePredictions.Omission] {
    let configuration = workspace.configuration
    let root = PipelineTree.Member(
      pipeline,
      composed ?? runs(configuration.allScenarios),
      configuration.evidence
    )
    var tree = PipelineTree(workspace)
    tree.visit(root, take)
    return tree.omissions
  }

  /// The pipelines of some root files, those that can be read.
  ///
  /// - Parameters:
  ///   - inputs: The root files.
  ///   - overlay: Contents that count instead of the stored ones, by path.
  ///   - workspace: Where they belong.
  /// - Returns: The pipelines.
  package static func pipelines(
    _ inputs: [LintRoot],
    _ overlay: [String: [UInt8]],
    in workspace: Workspace
  ) -> [Pipeline] {
    let files = OverlaidFiles(workspace.repository, contents: overlay)
    return inputs.compactMap { input in
      (try? files.read(input.path)).map { bytes in
        let source = SourceText(path: input.path, bytes: bytes)
        return Pipeline(source, in: files, library: workspace.library)
      }
    }
  }

  /// The repository's files, when a rule of some compositions asks whether some exist; listing them
  /// takes time.
  func pathsForRules(of runs: [ComposedRuns]) -> [String] {
    let mentions = runs.contains { $0.pipeline.tree.mentions("exists") }
    return mentions ? workspace.repository.allPaths() : []
  }

  /// The exceeded limit; nil if the analysis is complete.
  package var excess: String? {
    workspace.repository.budget.exhausted.map(ExcessFinding.message)
  }

  /// Whether the pipeline could not be read whole, or there was too much to do.
  package var isIncomplete: Bool {
    excess != nil || pipeline.isIncomplete
  }
}
