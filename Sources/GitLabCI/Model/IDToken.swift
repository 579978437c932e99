package import YAMLSyntax

/// An entry of `id_tokens`: a JSON web token that GitLab makes for the job.
package struct IDToken: Hashable, Sendable {
  /// Its name and its mapping.
  package let entry: Named
  /// The intended audience; nil if `aud` is missing, of a wrong type or unknown.
  package let audience: Audience?

  /// Its name, for comparing.
  package var symbol: Symbol { entry.symbol }

  /// The value of `aud`.
  package struct Audience: Hashable, Sendable {
    /// The value as written: one text or a list.
    package let value: Sourced
    /// The texts, variables not expanded.
    package let texts: [NodeID]
    /// Whether it is written as a list.
    package let isList: Bool
  }
}
