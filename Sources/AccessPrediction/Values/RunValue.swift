package import AzureFederation
package import TextFormats
package import YAMLSyntax

/// The value that a variable has in a run, with where it is written.
package struct RunValue: Hashable, Sendable {
  /// The known part of the value.
  package enum State: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A text with parts that are known only when the pipeline runs.
    case partial(PartialText)
    /// It exists, and what it holds is not known.
    case exists
    /// It is an ID token of the job, by its name.
    case idToken(String)
    /// There is none.
    case undefined
    /// It is not known whether there is one.
    case unknown
  }

  /// The reason why a variable that is defined does not reach the job.
  package enum Withheld: Hashable, Sendable {
    /// It is protected, and the ref is not.
    case protected
    /// It is for other environments.
    case otherEnvironment
  }

  /// Where the value is written.
  package enum Site: Hashable, Sendable {
    /// In the pipeline: the value's node.
    case pipeline(NodeID)
    /// In the configuration or a file of evidence.
    case evidence(EvidenceSource)
  }

  /// The known part of it.
  package let state: State
  /// Where it comes from, or why there is none; a clause.
  package let origin: String
  /// The reason why the project's settings define it, and not for this job.
  package var withheld: Withheld?
  /// Where it is written; nil when it is not written anywhere.
  package var site: Site?
  /// Whether GitLab leaves variables in it as they are.
  package var isRaw = false
  /// Whether the job gets the path of a file with it.
  package var isFile = false

  /// A value.
  package init(
    state: State,
    origin: String,
    withheld: Withheld? = nil,
    site: Site? = nil,
    isRaw: Bool = false,
    isFile: Bool = false
  ) {
    self.state = state
    self.origin = origin
    self.withheld = withheld
    self.site = site
    self.isRaw = isRaw
    self.isFile = isFile
  }

  /// Whether it is missing or blank to GitLab; nil when that is not known.
  package var isBlank: Bool? {
    switch state {
    case .text(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    case .partial(let partial): partial.isBlank
    case .exists, .idToken: false
    case .undefined: true
    case .unknown: nil
    }
  }

  /// The text, when all of it is known.
  package var text: String? {
    switch state {
    case .text(let text): text
    case .partial(let partial): partial.text
    default: nil
    }
  }

  /// The text as people read it, with `…` for what is not known; nil when there is none to show.
  package var shown: String? {
    switch state {
    case .text(let text): text
    case .partial(let partial): partial.description
    default: nil
    }
  }

  /// A description for values without a text to show; empty for others.
  package var summary: String {
    switch state {
    case .text, .partial: ""
    case .idToken: "an ID token"
    case .exists: "set"
    case .undefined: "not set"
    case .unknown: "unknown"
    }
  }
}
