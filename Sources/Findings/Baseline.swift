/// Findings that a team knows and accepts for now.
package struct Baseline: Sendable {
  /// One of them.
  package struct Entry: Hashable, Sendable {
    /// The rule's ID.
    package let rule: String
    /// The file, relative to the repository's root.
    package let path: String
    /// The finding's fingerprint, which stays when it moves to another line.
    package let fingerprint: String

    /// A known finding.
    package init(rule: String, path: String, fingerprint: String) {
      self.rule = rule
      self.path = path
      self.fingerprint = fingerprint
    }
  }

  /// The known findings, in the order of the file.
  package let entries: [Entry]

  /// A baseline; without entries no finding is known.
  package init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// A baseline of findings.
  package init(of findings: [Finding]) {
    entries = findings.map(LintResult.entry)
  }
}
