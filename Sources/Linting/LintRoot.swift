package import AccessPrediction
package import RuleEngine

/// One root file to lint.
package struct LintRoot: Sendable {
  /// Its path in the repository.
  package var path: String
  /// The kind of file.
  package var role: RuleDefinition.Role = .pipeline
  /// Its start as a child pipeline; nil for a root of its own.
  package var child: ChildRun?
  /// Whether it counts only as long as no pipeline that is linted includes it.
  package var isFound = false
  /// Whether it is a fragment when it holds only templates: it never runs by itself.
  package var mayHoldTemplates = false
  /// The place of its configuration among those of the session.
  package var settings = 0
  /// The files whose findings are reported; nil for all.
  package var shown: Set<String>?

  /// Whether it is the same pipeline as another one, started with the same variables.
  func isSame(as other: Self) -> Bool {
    path == other.path && child?.key == other.child?.key && settings == other.settings
  }

  /// Whether a child pipeline needs no place of its own: it is there, or a file that counts only
  /// unless a pipeline includes or starts it.
  func covers(_ child: Self) -> Bool {
    isSame(as: child) || path == child.path && (isFound || self.child == nil)
  }

  /// Whether no trigger job ever starts it, as far as is known.
  var isNeverStarted: Bool { child.map { !$0.isStarted } ?? false }

  /// A root file.
  ///
  /// - Parameters:
  ///   - path: Its path in the repository.
  ///   - role: The kind of file.
  ///   - child: Its start as a child pipeline.
  ///   - isFound: Whether it counts only as long as no pipeline includes it.
  package init(
    path: String,
    role: RuleDefinition.Role = .pipeline,
    child: ChildRun? = nil,
    isFound: Bool = false
  ) {
    self.path = path
    self.role = role
    self.child = child
    self.isFound = isFound
  }
}
