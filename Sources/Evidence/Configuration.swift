package import AzureFederation
package import YAMLSyntax

/// What `.akvlint.yml` says.
package struct Configuration: Sendable {
  /// The name of the file.
  package static let fileName = ".akvlint.yml"

  /// What the `gitlab` key says.
  package struct GitLab: Sendable {
    /// The instance, which issues the tokens.
    package var url: String?
    /// The project's full path.
    package var project: String?
    /// GitLab's version.
    package var version: String?
    /// The root file, when the project's settings name another.
    package var rootFile: String?
    /// The default branch.
    package var defaultBranch: String?
    /// Patterns of protected branches.
    package var protectedBranches: [String] = []
    /// Patterns of protected tags.
    package var protectedTags: [String] = []
    /// The components of the tokens' subject.
    package var subjectComponents: [String] = []
  }

  /// A kind of pipeline run that the configuration adds.
  package struct Scenario: Sendable {
    package let name: String
    package let source: String?
    package let ref: String?
    package let variables: [String: String]
  }

  /// Where an include that needs a server is found offline.
  package struct IncludeMapping: Sendable {
    package let project: String
    package let path: String
  }

  /// How severe a rule is, by the rule's ID or name as written; nil when it is off.
  package struct RuleSetting: Sendable {
    package let severity: String?
    package let isOff: Bool
  }

  /// Files in which rules are not applied.
  package struct PathSetting: Sendable {
    package let match: String
    package let ignore: [String]
  }

  /// What the `gitlab` key says.
  package var gitLab = GitLab()
  /// The cloud.
  package var cloud = Cloud.public
  /// What is known about variables and identities.
  package var evidence = Evidence()
  /// Includes that are found offline.
  package var includes: [IncludeMapping] = []
  /// Kinds of pipeline runs.
  package var scenarios: [Scenario] = []
  /// Settings by rule ID.
  package var rules: [String: RuleSetting] = [:]
  /// Files in which rules are not applied.
  package var paths: [PathSetting] = []
  /// Folders with rules of the user's own.
  package var rulePacks: [String] = []
  /// Mistakes in the file; with any, the configuration must not be used.
  package var problems: [ConfigurationProblem] = []

  /// What a repository without a configuration has.
  package init() {}
}

/// A mistake in the configuration or in a file that it names.
package struct ConfigurationProblem: Error, Hashable, Sendable {
  /// The file, by the path that is shown.
  package let path: String
  /// Where in it.
  package let span: TextSpan
  /// What is wrong; one sentence without a full stop.
  package let message: String
}
