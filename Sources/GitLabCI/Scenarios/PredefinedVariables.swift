/// The CI/CD variables that GitLab and the runner set themselves.
package enum PredefinedVariables {
  /// Whether a name is one that GitLab or the runner sets.
  ///
  /// Those that begin with `CI_` are judged by this prefix: the list grows with each release, and a
  /// user variable that begins so is rare. The JSON web token variables were removed in GitLab 17.0.
  package static func contains(_ name: String) -> Bool {
    if removedTokens.contains(name) { return false }
    return name.hasPrefix("CI_") || isOfUser(name) || others.contains(name)
  }

  /// Whether a variable is about the user who starts a pipeline.
  package static func isOfUser(_ name: String) -> Bool {
    // Each name is asked about, and comparing the beginning is quicker than hashing the name.
    name.hasPrefix("GITLAB_USER_") && ofUser.contains(name)
  }

  private static let ofUser: Set<String> = [
    "GITLAB_USER_EMAIL", "GITLAB_USER_ID", "GITLAB_USER_LOGIN", "GITLAB_USER_NAME",
  ]

  /// The variables that held a job's JSON web token before ID tokens; removed in GitLab 17.0.
  package static let removedTokens: [String] = ["CI_JOB_JWT", "CI_JOB_JWT_V1", "CI_JOB_JWT_V2"]

  private static let others: Set<String> = [
    "CI", "GITLAB_CI", "GITLAB_FEATURES", "CHAT_CHANNEL", "CHAT_INPUT", "CHAT_USER_ID",
    "TRIGGER_PAYLOAD", "RUNNER_TEMP_PROJECT_DIR",
    "HOME", "PATH", "PWD", "USER", "SHELL",
  ]
}
