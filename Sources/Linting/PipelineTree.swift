import AccessPrediction
import Evidence
import Files
import GitLabCI
import YAMLSyntax

/// The child pipelines of a pipeline, and theirs.
struct PipelineTree {
  /// How many child pipelines are looked at.
  private static let limit = 1_000

  private let workspace: Workspace
  private let files: any RepositoryFiles
  private var count = 0

  /// The tree of a repository.
  init(_ workspace: Workspace) {
    self.workspace = workspace
    files = workspace.repository
  }

  /// Visits the child pipelines, each before its own.
  ///
  /// - Parameters:
  ///   - runs: The parent, as it is composed in each scenario.
  ///   - evidence: What is known in it.
  ///   - parent: How it is started; nil for the root.
  ///   - depth: How many pipelines are above its children; GitLab allows two levels of children.
  ///   - take: Takes a child pipeline and how it is composed.
  mutating func visit(
    _ runs: [ComposedRuns],
    _ evidence: ProjectEvidence,
    of parent: ChildRun? = nil,
    depth: Int = 1,
    _ take: (ChildRun, [ComposedRuns]) -> Void
  ) {
    guard depth <= 2 else { return }
    let children = ChildRun.children(
      of: runs,
      startedAs: parent,
      evidence: evidence,
      project: workspace.configuration.evidence,
      paths: files.allPaths
    )
    for child in children {
      // Of the ways to a grandchild only those are of interest that are taken.
      guard count < Self.limit, depth == 1 || child.isStarted,
        let bytes = try? files.read(child.path)
      else { continue }
      count += 1
      let source = SourceText(path: child.path, bytes: bytes)
      let base = Pipeline(
        source,
        in: files,
        library: workspace.library,
        isWhole: child.isWhole,
        takesInputs: true
      )
      let composed = workspace.runs(
        of: base,
        source,
        in: files,
        child.scenarios,
        evidence: child.evidence
      )
      take(child, composed)
      visit(composed, child.evidence, of: child, depth: depth + 1, take)
    }
  }
}
