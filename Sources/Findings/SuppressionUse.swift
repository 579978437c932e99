package import YAMLSyntax

/// A comment that silences rules, and whether it did.
package struct SuppressionUse: Sendable {
  /// Whether it silenced a rule that it names.
  package enum State: Hashable, Sendable {
    /// It silenced something.
    case used
    /// The rule ran and found nothing there.
    case unused
    /// The rule did not run, or could not be answered.
    case undetermined
    /// Its last day, which is over.
    case expired(String)
    /// There is no such rule; the one that may be meant.
    case unknown(suggestion: String?)
    /// The rule cannot be silenced.
    case notIgnorable
  }

  /// One rule that it names.
  package struct Entry: Sendable {
    /// The rule, as written.
    package let rule: String
    /// Where it is written.
    package let span: TextSpan
    /// Whether it was silenced.
    package var state: State

    /// A rule that a comment names.
    package init(rule: String, span: TextSpan, state: State) {
      self.rule = rule
      self.span = span
      self.state = state
    }
  }

  /// Where the comment is.
  package let place: FileLocation
  /// The text to remove with the comment: its line, or the spaces before it.
  package let removal: TextSpan
  /// The rules that it names.
  package var entries: [Entry]
  /// The reason why it is not a suppression; nil when it is one.
  package var problem: String?

  /// A comment and its effect.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - removal: The text to remove with it.
  ///   - entries: The rules that it names.
  ///   - problem: The reason why it is not a suppression.
  package init(place: FileLocation, removal: TextSpan, entries: [Entry], problem: String? = nil) {
    self.place = place
    self.removal = removal
    self.entries = entries
    self.problem = problem
  }

  /// Takes over what the same comment did for another pipeline that reads the file.
  package mutating func join(_ other: Self) {
    for (index, entry) in other.entries.enumerated() where index < entries.count {
      if entry.state == .used || entries[index].state == .unused {
        entries[index].state = entries[index].state == .used ? .used : entry.state
      }
    }
  }
}
