import AccessPrediction
import TextFormats

/// The comments that files of all formats have.
extension CredentialPlan {
  /// The first line of a file.
  static let title =
    "Federated credentials and roles for jobs of GitLab CI/CD, planned by akvlint credentials."

  /// The undecided questions as lines at the end of a file.
  ///
  /// - Parameter mark: The mark that begins a comment.
  /// - Returns: The lines; none if everything is decided.
  func closingComments(_ mark: String) -> [String] {
    guard !openQuestions.isEmpty else { return [] }
    return ["", "\(mark) Undecided:"]
      + openQuestions.map { item in
        let runs = item.runs.isEmpty ? "" : " (\(item.runs.joined(separator: ", ")))"
        return "\(mark) - \(TerminalText.sanitised(item.reason + runs))"
      }
  }
}

extension CredentialPlan.Application {
  /// The comment before its credentials.
  var heading: String {
    "\(isManaged ? "Managed identity" : "Application") \(clientID)"
  }
}
