package import YAMLSyntax

/// A job, with `default` and the pipeline's variables applied.
///
/// A class, because rules hand jobs around a thousand times more often than they are made.
package final class Job: Sendable {
  /// The kind of a top-level entry.
  package enum Kind: Sendable {
    /// Runs a script.
    case script
    /// Starts a downstream pipeline (`trigger`, or `needs` without a script).
    case trigger
    /// A template: its name starts with a dot.
    case hidden
    /// Neither: GitLab refuses it.
    case invalid
  }

  /// Where the job's ID tokens come from.
  package enum TokenSource: Sendable {
    /// Its own `id_tokens`, or those of what it extends.
    case job
    /// `default:id_tokens`.
    case defaults
    /// There are none.
    case nowhere
  }

  /// Its name and its mapping.
  package let entry: Named
  /// The kind.
  package let kind: Kind
  /// Its ID tokens, in the order of definition.
  package let idTokens: [IDToken]
  /// Where they come from.
  package let tokenSource: TokenSource
  /// The `id_tokens` mapping that applies.
  package let idTokensEntry: Entry?
  /// Whether `idTokens` may lack some, because something they depend on could not be read.
  package let areTokensOpen: Bool
  /// Tokens of `default:id_tokens` that the job does not get.
  package let lostTokens: [IDToken]
  /// Its secrets, in the order of definition.
  package let secrets: [Secret]
  /// Whether one of them is fetched from Azure Key Vault.
  package let usesAzure: Bool
  /// The `secrets` mapping.
  package let secretsEntry: Entry?
  /// The variables of the pipeline that it inherits.
  package let inheritedVariables: [Variable]
  /// The variables of its own; they win over inherited ones, later ones over earlier ones.
  package let ownVariables: [Variable]
  /// Whether `variables` may lack some, because something they depend on could not be read.
  package let areVariablesOpen: Bool
  /// The commands it runs, one text each; nested lists are spliced in.
  package let script: [Sourced]
  /// `script` alone, without what comes before and after.
  package var mainScript: ArraySlice<Sourced> { script[mainScriptRange] }
  /// The part of the commands that is from `script` alone.
  private let mainScriptRange: Range<Int>
  /// The name of its environment.
  package let environment: Sourced?
  /// Whether it publishes variables through `artifacts:reports:dotenv`.
  package let publishesVariables: Bool

  init(
    entry: Named,
    kind: Kind,
    idTokens: [IDToken],
    tokenSource: TokenSource,
    idTokensEntry: Entry?,
    areTokensOpen: Bool,
    lostTokens: [IDToken],
    secrets: [Secret],
    secretsEntry: Entry?,
    inheritedVariables: [Variable],
    ownVariables: [Variable],
    areVariablesOpen: Bool,
    script: [Sourced],
    mainScriptRange: Range<Int>,
    environment: Sourced?,
    publishesVariables: Bool
  ) {
    self.entry = entry
    self.kind = kind
    self.idTokens = idTokens
    self.tokenSource = tokenSource
    self.idTokensEntry = idTokensEntry
    self.areTokensOpen = areTokensOpen
    self.lostTokens = lostTokens
    self.secrets = secrets
    usesAzure = secrets.contains(where: \.isAzure)
    self.secretsEntry = secretsEntry
    self.inheritedVariables = inheritedVariables
    self.ownVariables = ownVariables
    self.areVariablesOpen = areVariablesOpen
    self.script = script
    self.mainScriptRange = mainScriptRange
    self.environment = environment
    self.publishesVariables = publishesVariables
  }

  /// Its name, for comparing.
  package var symbol: Symbol { entry.symbol }
  /// Its mapping.
  package var node: NodeID { entry.value.node }
  /// The definitions of a variable that the YAML gives it, the one that wins last.
  package func definitions(of variable: Symbol) -> [Variable] {
    inheritedVariables.filter { $0.symbol == variable }
      + ownVariables.filter { $0.symbol == variable }
  }

  /// The definition of a variable that wins.
  package func lastDefinition(of variable: Symbol) -> Variable? {
    ownVariables.last { $0.symbol == variable }
      ?? inheritedVariables.last { $0.symbol == variable }
  }

  /// Whether the YAML gives it a variable.
  package func defines(_ variable: Symbol) -> Bool {
    ownVariables.contains { $0.symbol == variable }
      || inheritedVariables.contains { $0.symbol == variable }
  }

  /// Whether it is a template.
  package var isHidden: Bool { kind == .hidden }
}

extension Job {
  /// Whether it gets a default; nil when that is not known.
  package func inheritsDefault(_ keyword: Keyword, in tree: NodeTree) -> Bool? {
    Self.inheritsDefault(keyword, in: node, of: tree)
  }

  /// Whether the job with a mapping gets a default; nil when that is not known.
  static func inheritsDefault(_ keyword: Keyword, in job: NodeID, of tree: NodeTree) -> Bool? {
    guard let inherit = tree.present(.inherit, in: job),
      let value = tree.present(.default, in: inherit)
    else { return true }
    switch tree.kind(value) {
    case .bool: return tree.bool(value)
    case .sequence:
      return tree.items(value).contains { tree.string($0.value) == keyword.text.description }
    case .unknown, .reference: return nil
    default: return true
    }
  }
}
