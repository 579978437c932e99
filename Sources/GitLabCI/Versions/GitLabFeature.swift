/// A part of the configuration that a keyword or a value belongs to.
package enum FeatureLocation: String, Sendable {
  case artifacts
  case bridge = "trigger job"
  case cacheKeyFiles = "cache:key:files"
  case changes = "rules:changes"
  case crossPipelineNeed = "needs:pipeline:job"
  case defaults = "default"
  case exists = "rules:exists"
  case function = "interpolation function"
  case headerInput = "spec:inputs"
  case include
  case inputOptions = "spec:inputs:options"
  case job
  case report = "artifacts:reports"
  case retryWhen = "retry:when"
  case secret = "secrets"
  case spec
  case step = "run"
}

/// A keyword or a value that some versions of GitLab do not have.
package struct GitLabFeature: Hashable, Sendable {
  /// The part of the configuration that it belongs to.
  package let place: FeatureLocation
  /// The keyword or the value.
  package let name: String
  /// The first version that has it.
  package let since: GitLabVersion
  /// The first version that has it no longer; nil when the newest has it.
  package let until: GitLabVersion?

  init(_ place: FeatureLocation, _ name: String, since: GitLabVersion, until: GitLabVersion? = nil)
  {
    self.place = place
    self.name = name
    self.since = since
    self.until = until
  }

  /// Whether a version has it.
  package func exists(in version: GitLabVersion) -> Bool {
    version >= since && until.map { version < $0 } ?? true
  }
}

extension GitLabFeature {
  /// The newest version of GitLab that this table knows.
  package static let newest = GitLabVersion(19, 4)

  /// Whether a version is in the table; what a newer one accepts is not known.
  ///
  /// - Parameter version: The version; nil for the newest of the table.
  /// - Returns: True up to the newest version of the table.
  static func covers(_ version: GitLabVersion?) -> Bool {
    version.map { $0 <= newest } ?? true
  }

  /// The keywords and values that came with a version, by the version.
  ///
  /// Source: GitLab's reference of keywords (`doc/ci/yaml`), its history of each keyword, and its
  /// editor's schema of autumn 2026.
  package static let all: [Self] = [
    Self(.job, "id_tokens", since: GitLabVersion(15, 7)),
    Self(.secret, "token", since: GitLabVersion(15, 8)),
    Self(.spec, "inputs", since: GitLabVersion(15, 11)),
    Self(.secret, "azure_key_vault", since: GitLabVersion(16, 3)),
    Self(.defaults, "id_tokens", since: GitLabVersion(16, 4)),
    Self(.secret, "gcp_secret_manager", since: GitLabVersion(16, 8)),
    Self(.headerInput, "options", since: GitLabVersion(16, 6)),
    Self(.headerInput, "regex", since: GitLabVersion(16, 7)),
    Self(.artifacts, "access", since: GitLabVersion(16, 11)),
    Self(.job, "manual_confirmation", since: GitLabVersion(17, 1)),
    Self(.include, "integrity", since: GitLabVersion(17, 9)),
    Self(.secret, "aws_secrets_manager", since: GitLabVersion(18, 2)),
    Self(.secret, "gitlab_secrets_manager", since: GitLabVersion(18, 3)),
    Self(.spec, "component", since: GitLabVersion(18, 6)),
    Self(.headerInput, "rules", since: GitLabVersion(18, 7)),
    Self(.spec, "include", since: GitLabVersion(18, 9)),
    Self(.include, "cache", since: GitLabVersion(18, 9)),
    Self(.job, "inputs", since: GitLabVersion(18, 10)),
    Self(.spec, "description", since: GitLabVersion(18, 10)),
    Self(.report, "sarif", since: GitLabVersion(18, 11)),
    Self(.inputOptions, "array", since: GitLabVersion(19, 0)),
    Self(.function, "split", since: GitLabVersion(19, 0)),
    Self(.retryWhen, "stuck_pending_with_matching_runners", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "stuck_pending_no_matching_runners", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "no_updates_running", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "no_updates_canceling", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "server_timeout_running", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "server_timeout_canceling", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "id_token_burned_project_path", since: GitLabVersion(19, 1)),
    Self(.retryWhen, "downstream_project_trigger_resolved_to_empty", since: GitLabVersion(19, 1)),
    Self(.changes, "regexp", since: GitLabVersion(19, 2)),
    Self(.exists, "regexp", since: GitLabVersion(19, 2)),
    Self(.crossPipelineNeed, "optional", since: GitLabVersion(19, 4)),
    Self(.cacheKeyFiles, "more than 2", since: GitLabVersion(19, 4)),
    Self(.step, "func", since: GitLabVersion(18, 10)),
  ]

  private static let byName = Dictionary(grouping: all, by: \.name)

  /// The entry of a keyword or a value, when not all versions have it.
  package static func named(_ name: String, in place: FeatureLocation?) -> Self? {
    guard let place else { return nil }
    return byName[name]?.first { $0.place == place }
  }

  /// Whether a version of GitLab has a keyword or a value; nil stands for the newest.
  static func isKnown(
    _ name: String,
    in place: FeatureLocation?,
    to version: GitLabVersion?
  ) -> Bool {
    named(name, in: place)?.exists(in: version ?? newest) ?? true
  }
}
