/// A request that cannot be carried out as it was made: a path, an option or a configuration names
/// what is not there.
package struct UsageError: Error {
  /// The fault, for the user.
  package let message: String
  /// Whether the request is right, and what it names cannot be read: the analysis is incomplete.
  package let isIncomplete: Bool

  /// A request that cannot be carried out.
  package init(message: String, isIncomplete: Bool = false) {
    self.message = message
    self.isIncomplete = isIncomplete
  }
}
