/// Evidence without which a rule is undecided about every job that it concerns.
package enum RequiredEvidence: String, Sendable, CaseIterable {
  /// The variables of the project's settings.
  case variables
  /// The federated credentials of applications.
  case credentials
  /// The version of GitLab or of its runner.
  case version
  /// The tier of the project's namespace.
  case tier
  /// The lowest role that may set variables of a pipeline.
  case overrideRole = "override_role"
}
