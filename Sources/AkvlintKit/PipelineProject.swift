import AccessPrediction
import Evidence
import Files
import Linting
import YAMLSyntax

/// A folder with a pipeline, and with what the pipeline needs: includes, configuration, snapshots.
///
/// Includes, configurations and snapshots are read each time; a project keeps nothing but its place.
public struct PipelineProject: Sendable {
  private let folder: String

  /// The repository around a folder.
  ///
  /// - Parameter folder: The path of the folder; a relative one starts at the current folder.
  /// - Throws: ``PipelineError`` if there is no such folder.
  public init(folder: String) throws(PipelineError) {
    self.folder = RepositoryPath.absolute(folder, from: HostSystem.currentFolder)
    _ = try workspaces()
  }

  /// Lints pipelines, as `akvlint check` does.
  ///
  /// - Parameters:
  ///   - paths: Files and folders, relative to the folder; none for the pipeline that GitLab runs.
  ///   - contents: Texts that count instead of the stored ones, by their path relative to the
  ///     repository's root: those of an editor that has not saved.
  /// - Returns: The findings, sorted by path and position.
  /// - Throws: ``PipelineError`` if a path leads nowhere or the configuration is invalid.
  public func lint(
    _ paths: [String] = [],
    contents: [String: String] = [:]
  ) throws(PipelineError) -> LintReport {
    try PipelineError.catching { () throws(UsageError) in
      let overlay = contents.mapValues { Array($0.utf8) }
      var resolver = InputResolver(
        try Workspaces(around: folder),
        folder: folder,
        overlay: overlay
      )
      for path in paths { resolver.add(path) }
      if let path = resolver.missing.first {
        throw UsageError(message: "the file \(path) does not exist")
      }
      if paths.isEmpty { try resolver.addMain(isLinted: true) }
      let inputs = try resolver.resolve()
      var settings: [LintSettings] = []
      for workspace in resolver.workspaces.all {
        try Self.requireValid(workspace)
        settings.append(LintSettings(workspace: workspace, linter: try workspace.linter()))
      }
      let session = LintSession(settings: settings, inputs: inputs)
      let outcome = session.run(overlay: overlay)
      return LintReport(outcome.report, failures: resolver.failures + outcome.failures)
    }
  }

  /// Predicts which jobs get their secrets, as `akvlint predict` does.
  ///
  /// - Parameter path: A file of the pipeline, relative to the folder; nil for the pipeline that
  ///   GitLab runs.
  /// - Returns: A prediction for each job and scenario in the order of the pipeline, those of child
  ///   pipelines among them.
  /// - Throws: ``PipelineError`` if the pipeline cannot be read or the configuration is invalid.
  public func predictions(for path: String? = nil) throws(PipelineError) -> [RunPrediction] {
    try PipelineError.catching { () throws(UsageError) in
      let absolute = path.map { RepositoryPath.absolute($0, from: folder) }
      let input = try PipelineInput(absolute, in: try Workspaces(around: folder))
      try Self.requireValid(input.workspace)
      return input.predictions().predictions.map(RunPrediction.init)
    }
  }

  private static func requireValid(_ workspace: Workspace) throws(UsageError) {
    guard let problem = workspace.configuration.problems.first else { return }
    let start = problem.span.start
    throw UsageError(
      message: "\(problem.path):\(start.line):\(start.column): \(problem.message)"
    )
  }

  private func workspaces() throws(PipelineError) -> Workspaces {
    try PipelineError.catching { () throws(UsageError) in try Workspaces(around: folder) }
  }
}

/// A project that cannot be linted.
public struct PipelineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The fault; one sentence without a full stop.
  public let description: String

  static func catching<Value>(
    _ body: () throws(UsageError) -> Value
  ) throws(PipelineError) -> Value {
    do throws(UsageError) {
      return try body()
    } catch {
      throw PipelineError(description: error.message)
    }
  }
}
