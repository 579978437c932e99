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
  /// Whether nobody named it: it lies below a folder that was.
  package var isFound = false

  /// A root file.
  ///
  /// - Parameters:
  ///   - path: Its path in the repository.
  ///   - role: What kind of file it is.
  ///   - childEvidence: What is known about the child pipeline that it is.
  ///   - isFound: Whether nobody named it.
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
