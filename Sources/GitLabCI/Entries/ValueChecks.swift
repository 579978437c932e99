import YAMLSyntax

extension EntryCheck {
  /// Checks a value.
  ///
  /// Nothing is built for a value that is right: nearly all are.
  ///
  /// - Parameters:
  ///   - value: The value; nil when it is missing or null.
  ///   - tree: The tree that holds it.
  /// - Returns: The fault, if there is one.
  func fault(_ value: NodeID?, in tree: NodeTree) -> Fault? {
    switch self {
    case .type, .boolean, .hashOrString, .hashOrBoolean, .hashOrInteger, .hashOrArray,
      .arrayOrString, .alphanumeric, .scalar:
      return kindFault(value, tree)
    case .strings, .stringOrStrings, .stringsOrPatterns, .hashes, .integerOrIntegers,
      .nestedStrings, .nestedHashes:
      return listFault(value, tree)
    case .keys, .invalidDataKeys, .noKeys, .requiredKeys, .oneOf, .atMostOne:
      return keyFault(value, tree)
    case .prefixed(let rule, let prefix):
      var fault = rule.fault(value, in: tree)
      fault?.prefix = prefix
      return fault
    case .versioned(let rule, _, _): return rule.fault(value, in: tree)
    case .text(let rule):
      if let value, !tree.isA(.string, value), tree.kind(value) != .null {
        return GitLabCrash.fault("is not a string")
      }
      return rule.fault(value, in: tree)
    case .custom(let check):
      guard let value else { return nil }
      return check(tree, value)
    default: return contentFault(value, tree)
    }
  }

  // MARK: Kinds

  private func kindFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    // Without its message, which would be copied for each value.
    if case .type(let type, _) = self, let value, tree.isA(type, value) { return nil }
    switch self {
    case .type(let type, let says):
      let words =
        switch type {
        case .string: "a string"
        case .hash: "a mapping"
        case .array: "a list"
        case .integer: "a whole number"
        }
      return Self.wrongKind(says ?? type.gitLabText, words, value, tree)
    case .boolean:
      if let value, tree.kind(value) == .bool { return nil }
      return Self.wrongKind("should be a boolean value", "true or false", value, tree)
    case .hashOrString:
      if let value, tree.isA(.hash, value) || tree.isA(.string, value) { return nil }
      return Self.wrongKind("should be a hash or a string", "a mapping or a string", value, tree)
    case .hashOrBoolean:
      if let value, tree.isA(.hash, value) || tree.kind(value) == .bool { return nil }
      let says = "should be a hash or a boolean value"
      return Self.wrongKind(says, "a mapping, true or false", value, tree)
    case .hashOrInteger:
      if let value, tree.isA(.hash, value) || tree.isA(.integer, value) { return nil }
      let says = "should be a hash or an integer"
      return Self.wrongKind(says, "a mapping or a whole number", value, tree)
    case .hashOrArray:
      if let value, tree.isA(.hash, value) || tree.isA(.array, value) { return nil }
      return Self.wrongKind("can only be a hash or an array", "a list", value, tree)
    case .arrayOrString:
      if let value, tree.isA(.array, value) || tree.isA(.string, value) { return nil }
      return Self.wrongKind("should be an array or a string", "a list or a string", value, tree)
    case .alphanumeric:
      if let value, tree.isStringOrSymbol(value) || tree.isA(.integer, value) { return nil }
      let says = "must be an alphanumeric string"
      return Self.wrongKind(says, "a string or a whole number", value, tree)
    default:
      if let value, tree.kind(value).isScalar, tree.kind(value) != .null { return nil }
      return Self.wrongKind("must be a scalar", "a string, a number or a boolean", value, tree)
    }
  }

  private static func wrongKind(
    _ says: String,
    _ wanted: String,
    _ value: NodeID?,
    _ tree: NodeTree,
    at item: Item? = nil
  ) -> Fault {
    guard let value else { return Fault(says, "must be \(wanted), and is missing") }
    return Fault(says, "must be \(wanted), not \(tree.kindInWords(value))", at: item)
  }

  // MARK: Lists

  private func listFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    switch self {
    case .strings:
      return Self.wrongItem("should be an array of strings", "a list of strings", value, tree) {
        $0.isStringOrSymbol($1)
      }
    case .stringOrStrings:
      if let value, tree.isStringOrSymbol(value) { return nil }
      let says = "should be an array of strings or a string"
      return Self.wrongItem(says, "a string or a list of strings", value, tree) {
        $0.isStringOrSymbol($1)
      }
    case .stringsOrPatterns:
      let says = "should be an array of strings or regular expressions using re2 syntax"
      let words = "a list of strings or valid regular expressions"
      return Self.wrongItem(says, words, value, tree) {
        $0.isA(.string, $1)
          && (!RubyPattern.looksLike($0.text($1)) || Self.isPattern($1, $0))
      }
    case .hashes:
      return Self.wrongItem("should be an array of hashes", "a list of mappings", value, tree) {
        $0.isA(.hash, $1)
      }
    case .integerOrIntegers:
      if let value, tree.isA(.integer, value) { return nil }
      let says = "should be an array of integers or an integer"
      return Self.wrongItem(says, "a whole number or a list of them", value, tree) {
        $0.isA(.integer, $1)
      }
    case .nestedStrings(let depth, let orString):
      return Self.nestedStringsFault(value, tree, depth: depth, orString: orString)
    case .nestedHashes(let depth):
      let says = "should be an array containing hashes and arrays of hashes"
      return Self.wrongNested(says, "a list of mappings", value, tree, depth: depth) {
        $0.isA(.hash, $1)
      }
    default: return nil
    }
  }

  private static func nestedStringsFault(
    _ value: NodeID?,
    _ tree: NodeTree,
    depth: Int,
    orString: Bool
  ) -> Fault? {
    if orString, let value, tree.isStringOrSymbol(value) { return nil }
    let kind = orString ? "a string or a" : "an array of strings or a"
    let words = orString ? "a string or a list of strings" : "a list of strings"
    return wrongNested(
      "should be \(kind) nested array of strings up to \(depth) levels deep",
      words,
      value,
      tree,
      depth: depth
    ) {
      $0.isStringOrSymbol($1)
    }
  }

  private static func wrongItem(
    _ says: @autoclosure () -> String,
    _ wanted: String,
    _ value: NodeID?,
    _ tree: NodeTree,
    _ isRight: (NodeTree, NodeID) -> Bool
  ) -> Fault? {
    guard let value else { return wrongKind(says(), wanted, nil, tree) }
    guard let wrong = tree.firstWrong(in: value, isRight) else { return nil }
    return wrongElement(says(), wanted, wrong, in: value, tree)
  }

  private static func wrongNested(
    _ says: @autoclosure () -> String,
    _ wanted: String,
    _ value: NodeID?,
    _ tree: NodeTree,
    depth: Int,
    _ isRight: (NodeTree, NodeID) -> Bool
  ) -> Fault? {
    guard let value else { return wrongKind(says(), wanted, nil, tree) }
    if tree.isUnknown(value) { return nil }
    guard tree.kind(value) == .sequence else { return wrongKind(says(), wanted, value, tree) }
    guard let wrong = tree.firstWrong(in: value, depth: depth, isRight) else { return nil }
    return wrongElement(says(), wanted, wrong, in: value, tree)
  }

  private static func wrongElement(
    _ says: String,
    _ wanted: String,
    _ wrong: Item,
    in value: NodeID,
    _ tree: NodeTree
  ) -> Fault {
    if wrong.value == value { return wrongKind(says, wanted, value, tree) }
    let found =
      tree.kind(wrong.value) == .sequence
      ? "lists that are nested too deeply" : tree.kindInWords(wrong.value)
    return Fault(says, "must be \(wanted), but contains \(found)", at: wrong)
  }

  static func isPattern(_ value: NodeID, _ tree: NodeTree) -> Bool {
    ((try? RubyPattern(tree.text(value))) ?? nil) != nil
  }
}
