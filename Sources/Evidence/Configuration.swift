package import YAMLSyntax

/// The contents of `.akvlint.yml`.
package struct Configuration: Sendable {
  /// The name of the file.
  package static let fileName = ".akvlint.yml"
  /// The names by which a configuration is found, the first before the second.
  package static let fileNames = [fileName, ".akvlint.yaml"]
  /// Names that look like a configuration's and are not read.
  package static let misspeltNames = ["akvlint.yml", "akvlint.yaml"]

  /// The settings about the repository under `gitlab`; those about GitLab are evidence.
  package struct GitLab: Hashable, Sendable {
    /// `ci_config_path`: the root file, when the project's settings name another.
    package var rootFile: String?
    /// The file that sets it.
    package var rootFilePath: String?
    /// Where it is written there.
    package var rootFileSpan = TextSpan.fileStart

    /// The root file is the usual one.
    package init() {}

    /// Where GitLab finds the root file.
    package enum Root: Hashable, Sendable {
      /// In the repository, by its path.
      case file(String)
      /// In another project (`FILE@PROJECT:REF`) or at a URL, as it is written.
      case elsewhere(String)
    }

    /// Where GitLab finds the root file.
    ///
    /// Source: GitLab 18.9, `lib/gitlab/ci/project_config/{external_project,remote,repository}.rb`.
    package var root: Root {
      guard let rootFile else { return .file(".gitlab-ci.yml") }
      let isURL = ["https://", "http://"].contains(where: rootFile.hasPrefix)
      let isOfProject = ["yml@", "yaml@"].contains { ending in
        rootFile.firstRange(of: ending).map {
          $0.lowerBound > rootFile.startIndex && $0.upperBound < rootFile.endIndex
        } ?? false
      }
      if isURL || isOfProject { return .elsewhere(rootFile) }
      return .file(String(rootFile.drop { $0 == "/" }))
    }
  }

  /// A pipeline scenario that the configuration adds or replaces.
  package struct ScenarioSetting: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// The value of `CI_PIPELINE_SOURCE`.
    package let source: String?
    /// The branch or tag.
    package let ref: String?
    /// Variables that the run is started with.
    package let variables: [String: String]
    /// Where it is written.
    package let span: TextSpan
  }

  /// Where an include that needs a server is found offline.
  package struct IncludeMapping: Hashable, Sendable {
    /// The full path of the project that is included.
    package let project: String
    /// The folder with its files, relative to the configuration.
    package let path: String
    /// Where the path is written.
    package let span: TextSpan
  }

  /// The settings about the repository under `gitlab`.
  package var gitLab = GitLab()
  /// The evidence about GitLab, Azure, variables and identities.
  package var evidence = ProjectEvidence()
  /// Includes that are found offline.
  package var includes: [IncludeMapping] = []
  /// The pipeline scenarios.
  package var scenarios: [ScenarioSetting] = []
  /// Settings by rule ID.
  package var rules: [String: RuleSetting] = [:]
  /// Settings of rules for some files; of several for one file the last counts.
  package var paths: [PathSetting] = []
  /// Folders with rules of the user's own, relative to the configuration.
  package var rulePacks: [String] = []
  /// The profile whose rules run; nil when the configuration leaves it.
  package var profile: ProfileChoice?
  /// The profiles that configurations define, by name.
  package var profiles: [String: Profile] = [:]
  /// `recommended` or `strict`: the profile, or the one that it starts from.
  package var builtInProfile = ConfigurationSchema.profiles[0]
  /// `fail_on`: the lowest severity that makes the exit code 1, or `never`; nil when the
  /// configuration leaves it.
  package var failOn: String?
  /// The file of known findings, relative to the configuration.
  package var baseline: String?
  /// Files that are not linted, as patterns of paths in the repository.
  package var exclude: [String] = []
  /// The files that were read: the configuration, those that it extends, and their exports.
  package var files: [String] = []
  /// The file that sets each key: `gitlab.url`, `profile`; the nearest one of several.
  package var origins: [String: String] = [:]
  /// Whether a configuration that it extends could not be read.
  var lacksBase = false
  /// Whether a configuration names the cloud.
  var saysCloud = false
  /// Mistakes in the file and in those that it names, sorted; with any, the configuration must
  /// not be used.
  package var problems: [ConfigurationProblem] = []

  /// The configuration of a repository without a file.
  package init() {}
}
