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
  /// What kind of file it is, and its configuration.
  package let input: Input

  /// Reads a pipeline.
  ///
  /// - Parameters:
  ///   - path: A file of it; `-` for standard input, nil for the pipeline of the repository.
  ///   - workspaces: Where it belongs.
  /// - Throws: `UsageError` when it cannot be read.
  package init(_ path: String?, in workspaces: Workspaces) throws(UsageError) {
    do throws(FileError) {
      var overlay: [String: [UInt8]] = [:]
      if path == "-" { overlay[".gitlab-ci.yml"] = try HostSystem.readStandardInput() }
      var resolver = InputResolver(
        workspaces,
        folder: HostSystem.currentFolder,
        overlay: overlay
      )
      let (input, workspace) = try Self.input(path, &resolver)
      self.workspace = workspace
      self.input = input
      let files = OverlaidFiles(workspace.repository, contents: overlay)
      let bytes = try files.read(input.path)
      source = SourceText(path: input.path, bytes: bytes)
      pipeline = Pipeline(
        source,
        in: workspace.repository,
        library: workspace.library,
        isWhole: input.role == .pipeline
      )
    } catch {
      if case .unreadable(let reason) = error { throw UsageError(message: reason) }
      throw UsageError(message: "cannot read \(path ?? ".gitlab-ci.yml")")
    }
  }

  /// Reads the pipeline of a project.
  ///
  /// - Parameters:
  ///   - input: Its root file.
  ///   - workspace: The project's files and configuration.
  /// - Throws: `FileError` when it cannot be read.
  init(_ input: Input, in workspace: Workspace) throws(FileError) {
    self.input = input
    self.workspace = workspace
    source = SourceText(path: input.path, bytes: try workspace.repository.read(input.path))
    pipeline = Pipeline(source, in: workspace.repository, library: workspace.library)
  }

  /// The first pipeline that a path belongs to, and its configuration.
  private static func input(
    _ path: String?,
    _ resolver: inout InputResolver
  ) throws(FileError) -> (Input, Workspace) {
    do throws(UsageError) {
      switch path {
      case nil: try resolver.addMain()
      case "-": resolver.add("\(resolver.workspaces.repository.root)/.gitlab-ci.yml")
      case let path?: resolver.add(path)
      }
      guard let input = resolver.inputs.first else {
        throw UsageError(message: resolver.failures.joined(separator: "; "))
      }
      var workspaces = resolver.workspaces
      let index = try workspaces.index(of: input.path)
      return (input, workspaces.all[index])
    } catch {
      throw .unreadable(error.message)
    }
  }

  /// The pipeline as GitLab composes it in the scenarios of the configuration.
  package func runs(_ scenarios: [Scenario]) -> [ComposedRuns] {
    workspace.runs(of: pipeline, source, in: workspace.repository, scenarios)
  }

  /// What is predicted for the pipeline.
  ///
  /// - Parameter scenarios: The scenarios; nil for all of the configuration.
  /// - Returns: The predictions, with what keeps them from being complete.
  package func predictions(_ scenarios: [Scenario]? = nil) -> PipelinePredictions {
    let configuration = workspace.configuration
    let runs = runs(scenarios ?? configuration.allScenarios)
    var result = PipelinePredictions(
      runs,
      evidence: configuration.evidence,
      paths: pathsForRules
    )
    var tree = PipelineTree(workspace)
    tree.visit(runs, configuration.evidence) { child, runs in
      let mentions = runs.contains { $0.pipeline.tree.mentions("exists") }
      let paths = mentions ? workspace.repository.allPaths() : []
      result.add(PipelinePredictions(runs, evidence: child.evidence, paths: paths), of: child)
    }
    return result
  }

  /// The pipeline and the child pipelines that its jobs start, at most twenty.
  package var family: [Pipeline] {
    var paths: Set<String> = [source.path]
    var family = [pipeline]
    var next = 0
    while next < family.count, family.count < 20 {
      let children = family[next].children.filter { paths.insert($0.path).inserted }
      let inputs = children.prefix(20 - family.count).map { Input(path: $0.path) }
      family += Self.pipelines(inputs, [:], in: workspace)
      next += 1
    }
    return family
  }

  /// The pipelines of some root files, those that can be read.
  ///
  /// - Parameters:
  ///   - inputs: The root files.
  ///   - overlay: Contents that count in the stead of the stored ones, by path.
  ///   - workspace: Where they belong.
  /// - Returns: The pipelines.
  package static func pipelines(
    _ inputs: [Input],
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

  /// The repository's files, when a rule asks whether some exist; listing them takes time.
  package var pathsForRules: [String] {
    pipeline.tree.mentions("exists") ? workspace.repository.allPaths() : []
  }

  /// Whether a file could not be read or parsed: what is shown is then not the whole.
  package var isIncomplete: Bool {
    pipeline.composition.excess != nil
      || pipeline.composition.files.contains { $0.error != nil }
  }
}
