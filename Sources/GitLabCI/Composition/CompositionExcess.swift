package import YAMLSyntax

/// The reason why a pipeline is too big to be judged; a few lines can expand to a lot.
///
/// GitLab limits what files hold and not what becomes of it, so these limits are akvlint's own, far
/// above what pipelines come to.
package struct CompositionExcess: Sendable {
  /// The maximum number of keys that `extends` merges, those of all jobs and steps together.
  static let mergedEntries = 1_000_000

  /// The node that exceeds the limit.
  package let node: NodeID
  /// The excess, in words that follow "the pipeline is too big: ".
  package let reason: String

  static func ofExtends(_ node: NodeID) -> Self {
    Self(node: node, reason: "extends merges more than \(mergedEntries) keys")
  }

  static func ofJobs(_ node: NodeID, limit: Int) -> Self {
    Self(node: node, reason: "its jobs have more than \(limit) values to look at")
  }
}
