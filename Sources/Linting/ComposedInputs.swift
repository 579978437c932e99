import AccessPrediction
import GitLabCI
import YAMLSyntax

/// A root as it was composed to find its files.
struct ComposedInput: Sendable {
  let root: PipelineRoot
  /// The pipeline as far as it is the same in all runs.
  let pipeline: Pipeline
  /// The pipeline as GitLab composes it in the scenarios of its configuration.
  let runs: [ComposedRuns]

  /// Whether nothing of it was read in any of its runs, because its files in this repository do not
  /// exist.
  var isMissing: Bool {
    ([pipeline] + runs.map(\.pipeline)).map(\.composition).allSatisfy { composition in
      composition.files.isEmpty && !composition.problems.isEmpty
        && composition.problems.allSatisfy(\.isMissingFile)
    }
  }
}

/// The roots that were composed to find out which files belong to which pipeline, so that linting
/// them does not compose them again.
package struct ComposedInputs: Sendable {
  /// More text is not kept: a composition takes many times the memory of its text.
  private static let limit = 1_048_576

  private var byPath: [String: ComposedInput] = [:]
  private var size = 0
  /// The contents with which they were composed instead of the stored ones, by path.
  private let overlay: [String: [UInt8]]

  /// Nothing yet.
  package init() {
    self.init(overlay: [:])
  }

  init(overlay: [String: [UInt8]]) {
    self.overlay = overlay
  }

  mutating func add(_ composed: ComposedInput, as path: String) {
    let sources = composed.runs.flatMap(\.pipeline.sources)
    size += sources.reduce(composed.root.size) { $0 + $1.bytes.count }
    if size <= Self.limit { byPath[path] = composed }
  }

  /// The root file of an input as it was composed.
  ///
  /// - Parameters:
  ///   - input: The input.
  ///   - overlay: The contents that now count instead of the stored ones.
  /// - Returns: The composition; nil when there is none, or not with these contents.
  func find(_ input: LintRoot, _ overlay: [String: [UInt8]]) -> ComposedInput? {
    guard !byPath.isEmpty, input.child == nil, let known = byPath[input.path],
      overlay == self.overlay
    else { return nil }
    return known
  }
}
