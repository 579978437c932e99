import YAMLSyntax

/// A requirement for a value: GitLab's validators, which treat a missing value as null.
indirect enum EntryCheck: Sendable {
  // Kinds of values.
  case type(RubyClass, says: String? = nil)
  case boolean
  case hashOrString
  case hashOrBoolean
  case hashOrInteger
  case hashOrArray
  case arrayOrString
  case alphanumeric
  case scalar
  case strings
  case stringOrStrings
  case stringsOrPatterns
  case hashes
  case integerOrIntegers
  /// Strings in lists that are nested up to a depth; a single string, too, when it is allowed.
  case nestedStrings(depth: Int, orString: Bool)
  case nestedHashes(depth: Int)

  // Content.
  case presence(says: String = "can't be blank")
  case absence(says: String)
  case inclusion([String], says: String)
  case allowedValues([String])
  case allowedItems([String])
  case integer(ClosedRange<Int>)
  case length(max: Int, says: String)
  case count(ClosedRange<Int>, tooFew: String, tooMany: String)
  case format(says: String, @Sendable (String) -> Bool)
  case duration(limit: Double? = nil, orNever: Bool = false, orVariable: Bool = false)
  case pattern
  case condition
  case cacheKey

  // Keys of a mapping.
  case keys(KeywordSet)
  case invalidDataKeys(KeywordSet)
  case noKeys(KeywordSet, says: String, ignoresNull: Bool)
  case requiredKeys([Keyword])
  case oneOf([Keyword])
  case atMostOne(KeywordSet)

  /// A rule for an attribute before whose name GitLab puts a word.
  case prefixed(EntryCheck, with: String = "config")
  /// A rule for versions of GitLab that have something, and another one for those before.
  case versioned(EntryCheck, since: GitLabFeature?, older: EntryCheck)
  /// A rule for a text; GitLab itself fails when the value is not one.
  case text(EntryCheck)
  /// A check for which GitLab has its own code.
  case custom(@Sendable (NodeTree, NodeID) -> Fault?)
}

extension EntryCheck {
  /// Whether it asks for a kind of value.
  var isAboutKind: Bool {
    switch self {
    case .type, .boolean, .hashOrString, .hashOrBoolean, .hashOrInteger, .hashOrArray,
      .arrayOrString:
      true
    default: false
    }
  }

  /// The rules that read a text that many jobs repeat, and take their time: what was right once
  /// need not be read again.
  enum Remembered: Hashable {
    case condition
    case duration(limit: Double?, orNever: Bool)
  }

  /// Which of those it is.
  var remembered: Remembered? {
    switch self {
    case .condition: .condition
    case .duration(let limit, let orNever, _): .duration(limit: limit, orNever: orNever)
    default: nil
    }
  }

  /// Whether it asks for any value.
  var isPresence: Bool {
    if case .presence = self { true } else { false }
  }

  /// Whether it could only complain that something is missing.
  func isAboutMissing(_ facts: EntryFacts) -> Bool {
    switch self {
    case .requiredKeys: true
    case .presence: facts.isHash
    case .oneOf(let keys): !keys.contains(where: facts.keys.contains)
    default: false
    }
  }
}

/// A fault of a value.
struct Fault: Sendable {
  /// The part of GitLab's message after the path and the attribute.
  var gitLab: String
  /// The fault in our words: a sentence, or the part after the attribute's name.
  var words: String
  /// The message of versions before one instead of `gitLab`, when that depends on the version.
  var earlier: EarlierMessage?
  /// Whether `words` is a whole sentence.
  var isSentence = false
  /// The wrong text, when it is another than the value.
  var place: Place?
  /// Whether the name of the entry is at fault, not its value.
  var isAboutEntry = false
  /// Whether GitLab reports it because of another mistake in the entry.
  var followsFromAny = false
  /// GitLab's other messages about the same value.
  var also: [String] = []
  /// The attribute that GitLab names, when another than the one checked.
  var attribute: AttributeCheck.Attribute?
  /// Whether GitLab's own code fails at the value: its message then names neither path nor attribute.
  var isCrash = false
  /// Whether the message names the attribute itself.
  var replacesAttribute = false
  /// The word that GitLab puts before the attribute's name.
  var prefix: String?
  /// The target, if it differs from the entry.
  var subject: ConfigurationError.Target?
  /// Keys that are missing: every other message about them repeats that.
  var missing: KeywordSet = []
  /// Whether GitLab accepts the value, at least when it is set up so.
  var isNote = false
  /// Whether it is about a JSON Schema, which a newer GitLab may have extended.
  var isOfSchema = false
  /// The values that are refused, where a version of GitLab may have them.
  var values: [String] = []
  /// Whether GitLab reports it only when nothing else is wrong with the entry.
  var isLast = false
  /// Keys with the same fault; GitLab names all of them in one message.
  var keys: [Entry] = []

  /// A text in the configuration.
  struct Place: Sendable {
    var node: NodeID
    var origin: OriginID
  }

  /// A fault of the attribute as a whole.
  init(_ gitLab: String, _ words: String, at item: Item? = nil) {
    self.gitLab = gitLab
    self.words = words
    if let item { place = Place(node: item.value, origin: item.origin) }
  }

  /// A fault in words of its own.
  static func sentence(_ gitLab: String, _ words: String) -> Self {
    var fault = Self(gitLab, words)
    fault.isSentence = true
    return fault
  }
}
