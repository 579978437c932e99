/// The report for a configuration that crashes GitLab itself.
enum GitLabCrash {
  /// The message that people see: GitLab has no words for the reason.
  static let message = "500 Internal Server Error"

  /// The fault of a value at which GitLab fails.
  static func fault(_ words: String) -> Fault {
    var fault = Fault(message, "\(words), which makes GitLab itself fail with an internal error")
    fault.isWhole = true
    return fault
  }
}
