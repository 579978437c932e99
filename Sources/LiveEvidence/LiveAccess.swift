/// The sources to query.
package enum LiveSource: String, CaseIterable, Sendable {
  case gitlab
  case entra
  case vault
}

/// The operator's access tokens; none comes from the repository.
package struct LiveAccess: Sendable {
  /// The GitLab instance's host.
  package var gitLabHost: String?
  /// A token for it.
  package var gitLabToken: AccessToken?
  /// A token for Microsoft Graph.
  package var graphToken: AccessToken?
  /// A token for Azure Resource Manager.
  package var managementToken: AccessToken?
  /// A token for vaults.
  package var vaultToken: AccessToken?
  /// The reason why Azure's command line gave no token, for services for which it was asked.
  var absences: [AzureService: String] = [:]
  /// The job's own ID tokens, by name.
  package var idTokens: [String: AccessToken] = [:]

  /// With which token the files of a project are read.
  package var projects = ProjectAccess()

  /// Nothing.
  package init() {}
}
