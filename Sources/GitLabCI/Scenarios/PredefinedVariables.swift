/// The CI/CD variables that GitLab and the runner set themselves.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb` and the files that it names,
/// `doc/ci/variables/predefined_variables.md`.
package enum PredefinedVariables {
  private static let names: Set<String> =
    alwaysSet.union(sometimesSet).union(ofRunnerRecord).union(ofUser)

  /// Whether a name is one that GitLab or the runner sets.
  package static func contains(_ name: String) -> Bool {
    // Each name is asked about, and comparing its first letter is quicker than hashing it.
    name.utf8.first.map(initials.contains) ?? false && names.contains(name)
  }

  private static let initials = Array(Set(names.compactMap(\.utf8.first)))

  /// Whether GitLab sets a variable wherever it is available, and never blank.
  static func isAlwaysSet(_ name: String) -> Bool {
    alwaysSet.contains(name) || ofRunnerRecord.contains(name)
  }

  /// Whether the jobs that `parallel` makes of one have different values of a variable.
  package static func distinguishesParallelJobs(_ name: String) -> Bool {
    name == "CI_NODE_INDEX" || name == "CI_JOB_NAME" || name == "CI_JOB_NAME_SLUG"
  }

  /// Whether a variable is about the user who starts a pipeline.
  package static func isOfUser(_ name: String) -> Bool {
    name.hasPrefix("GITLAB_USER_") && ofUser.contains(name)
  }

  private static let ofUser: Set<String> = [
    "GITLAB_USER_EMAIL", "GITLAB_USER_ID", "GITLAB_USER_LOGIN", "GITLAB_USER_NAME",
  ]

  /// The variables that held a job's JSON web token before ID tokens; removed in GitLab 17.0.
  package static let removedTokens: [String] = ["CI_JOB_JWT", "CI_JOB_JWT_V1", "CI_JOB_JWT_V2"]
}
