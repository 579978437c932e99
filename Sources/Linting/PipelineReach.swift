import AccessPrediction
import Evidence
import Files
import GitLabCI
import YAMLSyntax

/// The files that a pipeline is made of in any of its runs, and those of its child pipelines.
struct PipelineReach: Sendable {
  /// Neither an include nor a child pipeline is written without this word.
  private static let word = Array("include".utf8)
  /// A root that declares inputs may get values from the user who starts it.
  private static let inputs = Array("inputs".utf8)

  /// Their paths, the root included.
  private(set) var files: Set<String>
  /// The root as it was composed; nil when its text alone decides, or it may get inputs.
  private(set) var root: ComposedInput?
  private let workspace: Workspace?
  private let repository: any RepositoryFiles
  private var begun: Set<String> = []

  /// Follows a pipeline.
  ///
  /// - Parameters:
  ///   - root: Its root file.
  ///   - isWhole: Whether it is a pipeline, not a fragment.
  ///   - workspace: Its configuration; nil when that cannot be read.
  ///   - repository: The repository's files.
  init(
    of root: String,
    isWhole: Bool,
    in workspace: Workspace?,
    _ repository: any RepositoryFiles
  ) {
    files = [root]
    self.workspace = workspace
    self.repository = repository
    guard let bytes = try? repository.read(root), Self.mayInclude(bytes) else { return }
    let takesInputs = ByteSearch.contains(Self.inputs, in: bytes[...])
    let source = SourceText(path: root, bytes: bytes)
    let composed =
      workspace?.composed(
        .file(source),
        in: repository,
        isWhole: isWhole,
        takesInputs: takesInputs
      )
      ?? ComposedInput(
        root: .file(source),
        pipeline: Pipeline(source, in: repository, isWhole: isWhole, takesInputs: takesInputs),
        runs: []
      )
    if !takesInputs, workspace != nil { self.root = composed }
    follow(composed)
  }

  /// Whether a file may include another one or start a child pipeline.
  static func mayInclude(_ bytes: [UInt8]) -> Bool {
    ByteSearch.contains(word, in: bytes[...])
  }

  /// Adds the files of a pipeline and of the child pipelines that it starts.
  private mutating func follow(_ composed: ComposedInput) {
    for pipeline in [composed.pipeline] + composed.runs.map(\.pipeline) {
      files.formUnion(pipeline.sources.map(\.path))
      for child in pipeline.children where child.isHere { follow(child, of: pipeline) }
    }
  }

  private mutating func follow(_ child: ChildPipeline, of parent: Pipeline) {
    if child.isPlain {
      let paths = child.includes.flatMap(\.paths)
      files.formUnion(paths)
      guard paths.contains(where: mayInclude) else { return }
    }
    let forwarded = child.forwarded(in: parent)
    let key = [child.text] + forwarded.map { "\($0.name)=\($0.text ?? "")" }
    guard begun.insert(key.joined(separator: "\n")).inserted else { return }
    let root = PipelineRoot.child(ChildConfiguration(of: child, in: parent))
    guard let workspace else {
      follow(ComposedInput(root: root, pipeline: Pipeline(root, in: repository), runs: []))
      return
    }
    follow(
      workspace.composed(
        root,
        in: repository,
        workspace.configuration.allScenarios.map { $0.inChild() },
        evidence: workspace.configuration.evidence.inChild(child, of: parent)
      )
    )
  }

  private func mayInclude(_ path: String) -> Bool {
    (try? repository.read(path)).map(Self.mayInclude) ?? false
  }
}
