import Findings

/// Something in a pipeline that an editor can ask about.
struct Element {
  /// The kind of an element.
  enum Kind: Hashable {
    /// A key that GitLab gives a meaning.
    case keyword(KeywordHelp)
    /// The name of an ID token, where it is defined.
    case token(String)
    /// The value of `token`, when it names an ID token.
    case tokenUse(String)
    /// The name of a secret.
    case secret(String)
    /// The name of a job.
    case job(String)
    /// The name of a job in `extends`.
    case base(String)
    /// The name of a job in `!reference`.
    case reference(String)
    /// The name of an ID token or a secret where a script or another variable uses it.
    case variableUse(String)
    /// A file in `include` or `trigger:include`.
    case include
  }

  /// The kind.
  let kind: Kind
  /// Where it is written.
  let place: FileLocation
  /// The jobs that have it, in the order of the pipeline.
  var jobs: [String] = []
  /// Where what it names is defined; its own place, when it defines something.
  var definitions: Set<FileLocation> = []

  /// Whether it defines what others name.
  var isDefinition: Bool {
    switch kind {
    case .token, .secret, .job: true
    default: false
    }
  }
}
