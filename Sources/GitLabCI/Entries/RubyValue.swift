import YAMLSyntax

/// The class of a value in Ruby.
enum RubyClass: Sendable {
  case string
  case hash
  case array
  case integer

  /// The class as GitLab writes it in a message, with its article.
  var gitLabText: String {
    switch self {
    case .string: "should be a string"
    case .hash: "should be a hash"
    case .array: "should be an array"
    case .integer: "should be an integer"
    }
  }
}

extension NodeTree {
  /// Whether a value cannot be judged, because something it depends on could not be read.
  func isUnknown(_ node: NodeID) -> Bool {
    kind(node) == .unknown
  }

  /// Ruby's `is_a?`; true for what is unknown.
  func isA(_ type: RubyClass, _ node: NodeID) -> Bool {
    let kind = kind(node)
    if kind == .unknown { return true }
    return switch type {
    case .string: kind.isString
    case .hash: kind == .mapping
    case .array: kind == .sequence
    case .integer: kind == .int
    }
  }

  /// A string, or a Ruby symbol, which most of GitLab's checks take for one.
  func isStringOrSymbol(_ node: NodeID) -> Bool {
    isA(.string, node) || kind(node) == .symbol
  }

  /// Whether a value other than null is true to Ruby: all are, except for `false`.
  func isTruthy(_ node: NodeID) -> Bool {
    kind(node) != .bool || bool(node)
  }

  /// ActiveSupport's `blank?`.
  func isBlank(_ node: NodeID) -> Bool {
    switch kind(node) {
    case .null: true
    case .bool: !bool(node)
    case .mapping: entries(node).isEmpty
    case .sequence: items(node).isEmpty
    case .string: isWhiteSpace(text(node))
    default: false
    }
  }

  private func isWhiteSpace(_ text: ArraySlice<UInt8>) -> Bool {
    // Nearly all texts begin with a visible character.
    if let first = text.first, (0x21...0x7E).contains(first) { return false }
    return String(decoding: text, as: UTF8.self).unicodeScalars
      .allSatisfy(\.properties.isWhitespace)
  }

  /// The first element of a list that is not what it should be; `node` itself when it is not a
  /// list.
  func firstWrong(in node: NodeID, _ isRight: (NodeTree, NodeID) -> Bool) -> Item? {
    if isUnknown(node) { return nil }
    guard kind(node) == .sequence else { return Item(value: node) }
    for item in items(node) where !isUnknown(item.value) && !isRight(self, item.value) {
      return item
    }
    return nil
  }

  /// The first value in lists nested up to `depth` deep that is not what it should be.
  func firstWrong(in node: NodeID, depth: Int, _ isRight: (NodeTree, NodeID) -> Bool) -> Item? {
    for item in items(node) {
      if isUnknown(item.value) || isRight(self, item.value) { continue }
      guard kind(item.value) == .sequence, depth > 1 else { return item }
      if let wrong = firstWrong(in: item.value, depth: depth - 1, isRight) { return wrong }
    }
    return nil
  }

  /// A value in words, for our messages.
  func kindInWords(_ node: NodeID) -> String {
    switch kind(node) {
    case .null: "empty"
    case .bool: "true or false"
    case .int, .float: "a number"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .symbol: "a Ruby symbol"
    default: "a string"
    }
  }
}

extension NodeTree {
  /// A value as Ruby's `join` prints it between colons: lists in lists spliced in.
  func joined(_ node: NodeID) -> String {
    guard kind(node) == .sequence else { return printed(node, symbolKeys: false) }
    return items(node).map { joined($0.value) }.joined(separator: ":")
  }
}
