/// The report for a configuration that crashes GitLab itself.
enum GitLabCrash {
  /// The message that people see: GitLab has no words for the reason.
  static let message = "500 Internal Server Error"

  /// The fault in our words.
  ///
  /// - Parameter reason: The mistake, as a clause.
  /// - Returns: That, and what comes of it.
  static func words(_ reason: String) -> String {
    "\(reason), which makes GitLab itself fail with an internal error"
  }

  /// The fault of a value at which GitLab fails.
  static func fault(_ reason: String) -> Fault {
    var fault = Fault(message, words(reason))
    fault.isCrash = true
    return fault
  }
}
