package import AzureFederation

/// What is known beyond the YAML; rules judge it the same way wherever it came from.
package struct Evidence: Sendable {
  /// A CI/CD variable of the project, its groups or the instance.
  package struct ProjectVariable: Hashable, Sendable {
    /// Its name.
    package let key: String
    /// Its value; nil when only the name is known.
    package let value: String?
    /// Whether only protected refs get it.
    package let isProtected: Bool
    /// The environments that get it; `*` for all.
    package let environmentScope: String
    /// Where this is known from, such as `.akvlint.yml:12`.
    package let source: String

    /// A variable.
    package init(
      key: String, value: String?, isProtected: Bool, environmentScope: String, source: String
    ) {
      self.key = key
      self.value = value
      self.isProtected = isProtected
      self.environmentScope = environmentScope
      self.source = source
    }
  }

  /// The variables outside the YAML.
  package struct Variables: Sendable {
    /// Those that are known.
    package var items: [ProjectVariable] = []
    /// Whether there are no others.
    package var isClosed = false
  }

  /// The variables outside the YAML.
  package var variables = Variables()
  /// The applications and managed identities that jobs sign in as.
  package var identities: [Identity] = []

  /// Nothing is known.
  package init() {}
}
