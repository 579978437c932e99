import AccessPrediction
import Evidence
import Files
import GitLabCI
import YAMLSyntax

/// The files that a pipeline is made of in any of its runs, and those of its child pipelines.
struct PipelineReach: Sendable {
  /// Neither an include nor a child pipeline is written without this word.
  private static let word = Array("include".utf8)
  /// A root that declares inputs may get values from whoever starts it.
  private static let inputs = Array("inputs".utf8)

  /// Their paths, the root included.
  let files: Set<String>
  /// The root as it was composed; nil when its text alone decides, or somebody may give it inputs.
  let root: ComposedInput?

  /// Follows a pipeline.
  ///
  /// - Parameters:
  ///   - root: Its root file.
  ///   - isWhole: Whether it is a pipeline, not a fragment.
  ///   - workspace: Its configuration; nil when that cannot be read.
  ///   - files: The repository's files.
  init(
    of root: String,
    isWhole: Bool,
    in workspace: Workspace?,
    _ files: any RepositoryFiles
  ) {
    var known: Set<String> = [root]
    var started = [(path: root, isWhole: isWhole)]
    var begun: Set<String> = [root]
    var first: ComposedInput?
    while let next = started.popLast() {
      known.insert(next.path)
      guard let bytes = try? files.read(next.path), Self.mayInclude(bytes) else { continue }
      let source = SourceText(path: next.path, bytes: bytes)
      let takesInputs = next.path != root || ByteSearch.contains(Self.inputs, in: bytes[...])
      let composed = Self.compose(source, next.isWhole, takesInputs, workspace, files)
      if !takesInputs { first = composed }
      for pipeline in [composed.pipeline] + composed.runs.map(\.pipeline) {
        known.formUnion(pipeline.sources.map(\.path))
        for child in pipeline.children where begun.insert(child.path).inserted {
          started.append((child.path, child.isWhole))
        }
      }
    }
    self.files = known
    self.root = workspace == nil ? nil : first
  }

  /// Whether a file may include another one or start a child pipeline.
  static func mayInclude(_ bytes: [UInt8]) -> Bool {
    ByteSearch.contains(word, in: bytes[...])
  }

  private static func compose(
    _ source: SourceText,
    _ isWhole: Bool,
    _ takesInputs: Bool,
    _ workspace: Workspace?,
    _ files: any RepositoryFiles
  ) -> ComposedInput {
    let base = Pipeline(
      source,
      in: files,
      library: workspace?.library ?? IncludeLibrary(),
      isWhole: isWhole,
      takesInputs: takesInputs
    )
    let runs = workspace.map {
      $0.runs(of: base, source, in: files, $0.configuration.allScenarios)
    }
    return ComposedInput(source: source, pipeline: base, runs: runs ?? [])
  }
}
