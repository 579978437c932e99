/// The CI/CD variables that GitLab and the runner set themselves.
package enum PredefinedVariables {
  /// Whether a name is one that GitLab or the runner sets.
  ///
  /// Judged by their prefixes: the list grows with each release, and a user variable that
  /// begins so is rare. The JSON web token variables were removed in GitLab 17.0.
  package static func contains(_ name: String) -> Bool {
    // GitLab's OpenTofu component takes its inputs in variables that it defines itself.
    if removedTokens.contains(name) || name.hasPrefix("GITLAB_TOFU_") { return false }
    return name == "CI" || name == "GITLAB_CI"
      || prefixes.contains { name.hasPrefix($0) } || others.contains(name)
  }

  /// The variables that held a job's JSON web token before ID tokens; removed in GitLab 17.0.
  package static let removedTokens: [String] = ["CI_JOB_JWT", "CI_JOB_JWT_V1", "CI_JOB_JWT_V2"]

  private static let prefixes = ["CI_", "GITLAB_", "FF_"]
  private static let others: Set<String> = [
    "CHAT_CHANNEL", "CHAT_INPUT", "CHAT_USER_ID", "TRIGGER_PAYLOAD", "RUNNER_TEMP_PROJECT_DIR",
    "HOME", "PATH", "PWD", "USER", "SHELL",
  ]
}
