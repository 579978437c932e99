import Synchronization
import YAMLSyntax

/// Included files that many pipelines share: each is parsed once, and its nodes are copied into the
/// tree of each pipeline, which takes a small part of the time.
package final class ParsedFiles: Sendable {
  /// The maximum size of the kept files, in bytes; their trees need about ten times as much.
  private static let limit = 8 * 1_048_576

  private struct State {
    var files: [String: (tree: NodeTree, file: LoadedFile)] = [:]
    var size = 0
  }

  private let state = Mutex(State())

  /// No file was parsed yet.
  package init() {}

  /// Reads a file into a tree.
  ///
  /// - Parameters:
  ///   - source: The file; two of one path and different contents are different files.
  ///   - tree: The tree.
  /// - Returns: The file in it.
  func load(_ source: SourceText, into tree: inout NodeTree) -> LoadedFile {
    let known = state.withLock { $0.files[source.path] }
    if let known, known.tree.file(known.file.file).bytes == source.bytes {
      return tree.take(known.tree, known.file)
    }
    var own = NodeTree.forPipelines()
    let file = own.loadPipeline(source, headerKey: Keyword.spec.symbol)
    guard file.error == nil, file.notices.isEmpty else {
      // Reports about it name nodes of its tree.
      return tree.loadPipeline(source, headerKey: Keyword.spec.symbol)
    }
    state.withLock { state in
      guard known == nil, state.size + source.bytes.count <= Self.limit else { return }
      state.size += source.bytes.count
      state.files[source.path] = (own, file)
    }
    return tree.take(own, file)
  }
}
