/// A request that cannot be carried out as it was made: a path, an option or a configuration names
/// what is not there.
package struct UsageError: Error {
  /// The fault, for the user.
  package let message: String

  /// A request that cannot be carried out.
  package init(message: String) {
    self.message = message
  }
}
