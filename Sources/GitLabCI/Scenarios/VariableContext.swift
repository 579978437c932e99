package import TextFormats

/// Where GitLab looks a variable up, which decides which of its own variables exist there.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb`, `app/models/ci/build.rb`,
/// `lib/gitlab/ci/build/context/{build,global}.rb`, `lib/gitlab/ci/config/external/context.rb`.
package enum VariableContext: Hashable, Sendable {
  /// Paths and rules of `include`: there is no job, and no YAML variable.
  case include
  /// `workflow:rules`: GitLab fabricates a job without a name.
  case workflow
  /// `rules`, `only` and `environment` of a job that is not stored yet.
  case seed
  /// `aud` of an ID token: a stored job, without what belongs to the job itself.
  case scoped
  /// A job that runs.
  case job

  /// Whether GitLab removes a variable here, whatever sets it.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/build/context/global.rb`.
  package func removes(_ name: String) -> Bool {
    self == .workflow && (name.hasPrefix("CI_JOB") || name.hasPrefix("CI_BUILD"))
  }
}

/// The attributes of a job that GitLab repeats in variables.
package struct JobAttributes: Sendable {
  /// Its name: the whole name for a job of a matrix.
  ///
  /// Nil where there is no job.
  package var name: String?
  /// Its stage.
  package var stage: String?
  /// Whether a user has to start it: `when: manual` or `delayed`; nil when not known.
  package var isManual: Bool? = false
  /// The number of jobs that `parallel` makes of it; nil when not known.
  package var nodeTotal: Int? = 1
  /// The number among them; nil when not known, or when it has no `parallel`.
  package var nodeIndex: Int?
  /// Whether it is one of several that `parallel` makes.
  package var isParallel = false
  /// The environment.
  package var environment: Environment = .none
  /// `environment:action`, `start` by default.
  package var action = "start"
  /// `environment:deployment_tier` as written; nil when GitLab derives it from the name.
  package var tier: String?
  /// `environment:url` as written.
  package var url: String?

  /// The known part of the job's environment.
  package enum Environment: Hashable, Sendable {
    /// It has none.
    case none
    /// Its name, which may have unknown parts.
    case named(PartialText)
    /// It has one, and nothing is known of the name.
    case unknown
  }

  /// No job.
  package init() {}
}
