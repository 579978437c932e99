package import AzureFederation
package import TextFormats

/// The evidence beyond the YAML; rules judge it in the same way wherever it came from.
package struct ProjectEvidence: Hashable, Sendable {
  /// A CI/CD variable of the project, its groups or the instance.
  package struct ProjectVariable: Hashable, Sendable {
    /// Its name.
    package let key: String
    /// Its value; nil when only the name is known.
    package let value: String?
    /// Whether only protected refs get it; nil when that is not known.
    package let isProtected: Bool?
    /// The environments that get it; `*` for all.
    package let environmentScope: String
    /// Where this is known from.
    package let source: EvidenceSource
    /// Whether it was seen in a job's environment, into which the pipeline's own YAML may have
    /// put it.
    package let isObserved: Bool
    /// Whether GitLab leaves variables in its value as they are.
    package let isRaw: Bool
    /// Whether the job gets the path of a file with the value.
    package let isFile: Bool
    /// The owner of the setting.
    package let level: Level
    /// Whether it exists in this run; not when a rule that may hold passes it to a child pipeline.
    package let isCertain: Bool

    /// The owner of a variable's setting; the nearest to the project wins.
    package enum Level: Int, Sendable {
      case instance
      case group
      case project
      /// The trigger job that starts the child pipeline.
      case trigger
    }

    /// A variable.
    package init(
      key: String,
      value: String?,
      isProtected: Bool? = false,
      environmentScope: String = "*",
      source: EvidenceSource,
      isObserved: Bool = false,
      isRaw: Bool = false,
      isFile: Bool = false,
      level: Level = .project,
      isCertain: Bool = true
    ) {
      self.key = key
      self.value = value
      self.isProtected = isProtected
      self.environmentScope = environmentScope
      self.source = source
      self.isObserved = isObserved
      self.isRaw = isRaw
      self.isFile = isFile
      self.level = level
      self.isCertain = isCertain
    }
  }

  /// The variables outside the YAML.
  package struct Variables: Hashable, Sendable {
    /// Those that are known.
    package var items: [ProjectVariable] = []
    /// Whether there are no others: a closed world.
    package var isClosed = false

    /// None is known, and there may be any.
    package init() {}
  }

  /// The facts about the project that GitLab has; nil, and so unknown, if no evidence names them.
  package struct GitLab: Hashable, Sendable {
    /// The tokens' issuer: the instance's URL, without a slash at its end.
    package var issuer: String?
    /// The project's full path.
    package var projectPath: String?
    /// The project's ID.
    package var projectID: Int?
    /// The version of GitLab Runner, such as `18.9`; nil for the newest.
    package var runnerVersion: String?
    /// GitLab's version, such as `18.9`.
    package var version: String?
    /// The default branch.
    package var defaultBranch: String?
    /// Names and patterns of protected branches.
    package var protectedBranches: [String]?
    /// Names and patterns of protected tags.
    package var protectedTags: [String]?
    /// The components of the tokens' subject, in order; nil for GitLab's own choice.
    package var subjectComponents: [String]?
    /// The tier that the project's namespace has: `free`, `premium` or `ultimate`.
    package var tier: String?
    /// The lowest role that may set variables of a pipeline that it starts: `no_one_allowed`,
    /// `developer`, `maintainer` or `owner`.
    package var overrideRole: String?
    /// Where this is known from.
    package var source: EvidenceSource?

    /// No facts.
    package init() {}
  }

  /// A file of evidence, and when it was made.
  package struct Export: Hashable, Sendable {
    /// Its name in messages.
    package let name: String
    /// The day on which it was made.
    package let day: CalendarDay
    /// Where that is written.
    package let source: EvidenceSource
  }

  /// The answers to live queries.
  package var observations = Observations()
  /// The files of evidence whose age is known.
  package var exports: [Export] = []
  /// The variables outside the YAML.
  package var variables = Variables()
  /// The applications and managed identities that jobs sign in as.
  package var identities: [Identity] = []
  /// The facts about the project that GitLab has.
  package var gitLab = GitLab()
  /// Microsoft's cloud.
  package var cloud = Cloud.public

  /// No facts.
  package init() {}

  /// Whether a client ID is the tenant of a known identity, and the tenant ID a known client ID.
  package func areSwapped(clientID: String, tenantID: String) -> Bool {
    identities.contains { GUID.areEqual($0.clientID, tenantID) }
      && !identities.contains { GUID.areEqual($0.clientID, clientID) }
      && identities.contains { $0.tenantID.map { GUID.areEqual($0, clientID) } ?? false }
  }
}
