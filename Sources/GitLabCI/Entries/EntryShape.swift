import YAMLSyntax

/// GitLab's requirements for one position in the configuration: one of its entry classes, as data.
///
/// Source: GitLab 18.9 EE, `lib/gitlab/ci/config/entry/**` and the same folder of EE.
final class EntryShape: Sendable {
  /// The entries inside.
  enum Children: Sendable {
    /// GitLab does not look inside.
    case none
    /// Some keywords of a mapping have shapes of their own.
    case keywords([(keyword: Keyword, shape: EntryShape)])
    /// A mapping from names to entries of one shape.
    case names(EntryShape)
    /// The same, where GitLab checks that the names are texts or whole numbers.
    case alphanumericNames(EntryShape)
    /// A list of entries of one shape; one mapping may stand for a list of one. The text is the
    /// part that each has in GitLab's path, none when it has none.
    case items(EntryShape, path: StaticString?)
  }

  /// One of several shapes that a value may have.
  struct Variant: Sendable {
    let applies: @Sendable (NodeTree, NodeID) -> Bool
    let shape: EntryShape
    /// Whether it is that of a mapping, for null where null means an empty one.
    var takesEmptyHash = false
  }

  /// GitLab's message for a value that has none of the shapes.
  enum NoVariant: Sendable {
    /// The part after the path.
    case says(String)
    /// The whole message.
    case saysOnly(String)
  }

  /// The role of an entry, for the words and the target of errors.
  enum Role: Sendable {
    case plain
    case idTokens
    case idToken
    case secrets
    case secret
    case azureKeyVault
    case otherProvider
  }

  /// A check that GitLab makes after the children's.
  ///
  /// It gets the keywords of the children that
  /// are wrong, or nil when GitLab did not come to them.
  typealias ComposedCheck = @Sendable (NodeTree, EntryFacts, KeywordSet?) -> Fault?

  let checks: [AttributeCheck]
  let children: Children
  let variants: [Variant]
  let noVariant: NoVariant
  let composed: [ComposedCheck]
  let role: Role
  /// The part of the configuration that it is in the table of versions.
  let place: FeatureLocation?
  /// The path that GitLab prints, where it prints another than the keys.
  let path: StaticString?
  /// The name of GitLab's class, which it prints for an entry whose key is blank.
  let className: StaticString
  /// Whether GitLab prints the name of the class even though there is a key.
  let hidesKey: Bool
  /// Keys that GitLab takes elsewhere, and people put here.
  let misplaced: KeywordSet

  init(
    _ checks: [AttributeCheck],
    children: Children = .none,
    composed: [ComposedCheck] = [],
    role: Role = .plain,
    place: FeatureLocation? = nil,
    path: StaticString? = nil,
    className: StaticString = "entry",
    hidesKey: Bool = false,
    misplaced: KeywordSet = []
  ) {
    self.checks = checks
    self.children = children
    self.composed = composed
    self.role = role
    self.place = place
    self.path = path
    self.className = className
    self.hidesKey = hidesKey
    self.misplaced = misplaced
    variants = []
    noVariant = .says("")
  }

  /// A value that may have several shapes.
  init(
    _ variants: [Variant],
    otherwise: NoVariant,
    role: Role = .plain,
    path: StaticString? = nil
  ) {
    self.variants = variants
    noVariant = otherwise
    self.role = role
    self.path = path
    checks = []
    children = .none
    composed = []
    place = nil
    className = "entry"
    hidesKey = false
    misplaced = []
  }
}

extension EntryShape {
  /// The keys that a mapping may have; nil when all are allowed.
  var allowedKeys: KeywordSet? {
    for check in checks {
      for case .keys(let allowed) in check.rules { return allowed }
    }
    return nil
  }
}

extension EntryShape.Variant {
  static func string(_ shape: EntryShape) -> Self {
    Self(applies: { $0.isA(.string, $1) }, shape: shape)
  }

  static func stringOrSymbol(_ shape: EntryShape) -> Self {
    Self(applies: { $0.isStringOrSymbol($1) }, shape: shape)
  }

  static func hash(_ shape: EntryShape) -> Self {
    Self(applies: { $0.isA(.hash, $1) }, shape: shape, takesEmptyHash: true)
  }

  static func array(_ shape: EntryShape) -> Self {
    Self(applies: { $0.isA(.array, $1) }, shape: shape)
  }

  static func kinds(_ kinds: Set<NodeKind>, _ shape: EntryShape) -> Self {
    Self(applies: { kinds.contains($0.kind($1)) }, shape: shape)
  }

  static func when(
    _ shape: EntryShape,
    _ applies: @escaping @Sendable (NodeTree, NodeID) -> Bool
  ) -> Self {
    Self(applies: applies, shape: shape)
  }
}

/// Facts about an entry's mapping that are cheap to compute.
struct EntryFacts {
  /// The entry's value.
  let node: NodeID
  /// Its keys, as far as they are keywords.
  private(set) var keys: KeywordSet = []
  /// Those of them that have a value other than null.
  private(set) var filled: KeywordSet = []
  let isHash: Bool
  /// The entry's name, when it has one.
  let name: Symbol?

  init(_ node: NodeID, name: Symbol?, in tree: borrowing NodeTree) {
    self.node = node
    self.name = name
    isHash = tree.kind(node) == .mapping
    for entry in tree.entries(node) {
      keys.insert(entry.key)
      if tree.kind(entry.value) != .null { filled.insert(entry.key) }
    }
  }

  /// The value of a keyword, unless it is null.
  func value(_ keyword: Keyword, in tree: NodeTree) -> NodeID? {
    filled.contains(keyword) ? tree.value(keyword, in: node) : nil
  }
}

/// One line of validation: an attribute and what it must be.
struct AttributeCheck: Sendable {
  /// The checked attribute.
  enum Attribute: Sendable {
    /// The entry itself; GitLab calls it `config`.
    case config
    /// A key of it.
    case keyword(Keyword)
  }

  /// For which values nothing is checked.
  enum Skipped: Sendable {
    case nothing
    case null
    case blank
    /// Null and false.
    case falsy
  }

  typealias Condition = @Sendable (NodeTree, EntryFacts) -> Bool

  let attribute: Attribute
  let rules: [EntryCheck]
  var skipped = Skipped.nothing
  /// When it is checked at all.
  var condition: Condition?
  /// The target, if it differs from the entry.
  var subject: ConfigurationError.Target?

  /// Whether the entry lacks the key and may lack it: the quick answer for most of a job's checks.
  func isSkipped(for facts: EntryFacts) -> Bool {
    guard case .keyword(let keyword) = attribute, skipped != .nothing else { return false }
    return !facts.filled.contains(keyword)
  }

  static func config(_ rules: EntryCheck..., when condition: Condition? = nil) -> Self {
    Self(attribute: .config, rules: rules, condition: condition)
  }

  static func required(
    _ keyword: Keyword,
    _ rules: EntryCheck...,
    about subject: ConfigurationError.Target? = nil,
    when condition: Condition? = nil
  ) -> Self {
    Self(attribute: .keyword(keyword), rules: rules, condition: condition, subject: subject)
  }

  static func optional(
    _ keyword: Keyword,
    _ rules: EntryCheck...,
    when condition: Condition? = nil
  ) -> Self {
    Self(attribute: .keyword(keyword), rules: rules, skipped: .null, condition: condition)
  }

  static func unlessFalsy(_ keyword: Keyword, _ rules: EntryCheck...) -> Self {
    Self(attribute: .keyword(keyword), rules: rules, skipped: .falsy)
  }

  static func unlessBlank(_ keyword: Keyword, _ rules: EntryCheck...) -> Self {
    Self(attribute: .keyword(keyword), rules: rules, skipped: .blank)
  }
}
