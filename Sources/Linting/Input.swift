package import Evidence
package import RuleEngine

/// One root file to lint.
package struct Input: Sendable {
  /// Its path in the repository.
  package var path: String
  /// What kind of file it is.
  package var role: RuleDefinition.Role = .pipeline
  /// What is known about the child pipeline that it is; nil for a root of its own.
  package var childEvidence: ProjectEvidence?
  /// Whether it counts only as long as no pipeline that is linted includes it.
  package var isFound = false
  /// Whether it is a fragment when it holds only templates: nobody runs it then.
  package var mayHoldTemplates = false
  /// The place of its configuration among those of the session.
  package var settings = 0
  /// The files whose findings are reported; nil for all.
  package var shown: Set<String>?

  /// A root file.
  ///
  /// - Parameters:
  ///   - path: Its path in the repository.
  ///   - role: What kind of file it is.
  ///   - childEvidence: What is known about the child pipeline that it is.
  ///   - isFound: Whether it counts only as long as no pipeline includes it.
  package init(
    path: String,
    role: RuleDefinition.Role = .pipeline,
    childEvidence: ProjectEvidence? = nil,
    isFound: Bool = false
  ) {
    self.path = path
    self.role = role
    self.childEvidence = childEvidence
    self.isFound = isFound
  }
}
