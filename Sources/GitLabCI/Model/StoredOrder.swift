package import YAMLSyntax

/// The order in which GitLab stores ID tokens and secrets: PostgreSQL's jsonb sorts keys by their
/// length in bytes, then by their bytes.
///
/// Source: GitLab 18.9, `db/structure.sql`, `p_ci_job_definitions.config`; PostgreSQL 15,
/// `jsonb_util.c`.
package enum StoredOrder {
  /// Whether a name comes before another.
  package static func isBefore(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8, right.utf8)
    if left.count != right.count { return left.count < right.count }
    return left.lexicographicallyPrecedes(right)
  }

  /// The ID token that is stored first.
  package static func first(_ tokens: [IDToken], in tree: NodeTree) -> IDToken? {
    tokens.min { isBefore(tree.text($0.symbol), tree.text($1.symbol)) }
  }

  /// The index of the ID token that is stored first.
  package static func firstIndex(_ tokens: [IDToken], in tree: NodeTree) -> Int? {
    tokens.indices.min {
      isBefore(tree.text(tokens[$0].symbol), tree.text(tokens[$1].symbol))
    }
  }

  /// The secret that is stored first.
  package static func first(_ secrets: [Secret], in tree: NodeTree) -> Secret? {
    secrets.min { isBefore(tree.text($0.symbol), tree.text($1.symbol)) }
  }
}
