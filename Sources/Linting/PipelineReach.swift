import AccessPrediction
import Evidence
import Files
import GitLabCI
import YAMLSyntax

/// The files that a pipeline is made of in any of its runs, and those of its child pipelines.
enum PipelineReach {
  /// Neither an include nor a child pipeline is written without this word.
  private static let word = Array("include".utf8)

  /// The files of a pipeline.
  ///
  /// - Parameters:
  ///   - root: Its root file.
  ///   - isWhole: Whether it is a pipeline, not a fragment.
  ///   - workspace: Its configuration; nil when that cannot be read.
  ///   - files: The repository's files.
  /// - Returns: Their paths, the root included.
  static func files(
    of root: String,
    isWhole: Bool,
    in workspace: Workspace?,
    _ files: any RepositoryFiles
  ) -> Set<String> {
    var known: Set<String> = [root]
    var started = [(path: root, isWhole: isWhole)]
    var begun: Set<String> = [root]
    while let next = started.popLast() {
      known.insert(next.path)
      guard let bytes = try? files.read(next.path), mayInclude(bytes) else { continue }
      let source = SourceText(path: next.path, bytes: bytes)
      for pipeline in pipelines(source, next.isWhole, workspace, files) {
        known.formUnion(pipeline.sources.map(\.path))
        for child in pipeline.children where begun.insert(child.path).inserted {
          started.append((child.path, child.isWhole))
        }
      }
    }
    return known
  }

  /// Whether a file may include another one or start a child pipeline.
  static func mayInclude(_ bytes: [UInt8]) -> Bool {
    ByteSearch.contains(word, in: bytes[...])
  }

  /// The pipeline in each composition that its runs have.
  private static func pipelines(
    _ source: SourceText,
    _ isWhole: Bool,
    _ workspace: Workspace?,
    _ files: any RepositoryFiles
  ) -> [Pipeline] {
    let library = workspace?.library ?? IncludeLibrary()
    let base = Pipeline(source, in: files, library: library, isWhole: isWhole, takesInputs: true)
    guard let workspace else { return [base] }
    let scenarios = workspace.configuration.allScenarios
    return [base] + workspace.runs(of: base, source, in: files, scenarios).map(\.pipeline)
  }
}
