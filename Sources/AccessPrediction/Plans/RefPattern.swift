/// A pattern of the refs for which a job runs, with the subject that it makes of their tokens.
package struct RefPattern: Hashable, Sendable {
  /// The origin of a pattern.
  package enum Origin: Hashable, Sendable {
    /// The project's protected branches or tags.
    case protectedRefs
    /// The rules, or `only`, of the job.
    case rules
  }

  /// The pattern, in which `*` matches any run of characters.
  package let glob: String
  /// The origin.
  package let origin: Origin
  /// The subject of the tokens on such refs, with the pattern instead of the ref.
  package let subject: String
}
