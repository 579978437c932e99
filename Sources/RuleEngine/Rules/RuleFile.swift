import CommonExpressions
import Evidence
package import Findings
import YAMLSyntax

/// A mistake in a rule file.
package struct RuleFileError: Error, Sendable {
  /// Where.
  package let place: FileLocation
  /// The fault; one sentence without a full stop.
  package let message: String
}

/// Reads rule files.
package struct RuleFile {
  /// The author of a rule.
  package enum Author: Sendable {
    /// We: everything must be there.
    case akvlint
    /// A user: what can be left out may be.
    case user
  }

  let tree: NodeTree
  let root: NodeID
  private let path: String
  private let author: Author

  /// The rule of a file.
  ///
  /// - Parameters:
  ///   - path: The path to show in errors.
  ///   - bytes: The file's content.
  /// - Returns: The rule.
  /// - Throws: The first mistake in the file, with its place.
  package static func read(
    path: String,
    bytes: [UInt8]
  ) throws(RuleFileError) -> RuleDefinition {
    try Self(path: path, bytes: bytes, author: .akvlint).definition()
  }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path to show in errors.
  ///   - bytes: The file's content.
  ///   - author: Its author.
  /// - Throws: The problem that it is not a mapping in YAML, with its place.
  package init(path: String, bytes: [UInt8], author: Author) throws(RuleFileError) {
    var tree = NodeTree()
    let loaded = tree.load(
      SourceText(path: path, bytes: bytes),
      headerKey: tree.intern("spec")
    )
    let start = TextPosition(line: 1, column: 1)
    if case .syntax(let error)? = loaded.error {
      throw RuleFileError(
        place: FileLocation(path: path, span: TextSpan(start: error.position, end: error.position)),
        message: error.problem
      )
    }
    guard let content = loaded.content, tree.kind(content) == .mapping else {
      throw RuleFileError(
        place: FileLocation(path: path, span: TextSpan(start: start, end: start)),
        message: "a rule file holds one mapping"
      )
    }
    self.tree = tree
    self.path = path
    self.author = author
    root = content
  }

  /// The rule in it.
  ///
  /// - Throws: The first mistake, with its place.
  package func definition() throws(RuleFileError) -> RuleDefinition {
    let bad = try examples("bad")
    let good = try examples("good")
    try allow(
      root,
      [
        "id", "name", "since", "severity", "severity_when", "profile", "roles", "title", "for",
        "evidence", "mentions", "when", "assert", "at", "related", "message", "predicts", "fix",
        "check", "identity", "ignorable",
        "params", "why", "remedy", "references", "examples",
      ]
    )
    return RuleDefinition(
      id: try string("id", in: root),
      name: try string("name", in: root),
      since: try string("since", in: root, or: ""),
      severity: try value("severity", in: root, or: .warning),
      severityWhen: try severities(),
      profile: try value("profile", in: root, or: .recommended),
      roles: try roles(),
      title: try string("title", in: root, or: try string("name", in: root)),
      check: try check(),
      identity: try values("identity"),
      isIgnorable: optional("ignorable", in: root).map { tree.bool($0) } ?? true,
      parameters: try parameters(),
      why: try string("why", in: root, or: ""),
      remedy: try string("remedy", in: root, or: ""),
      references: try strings("references"),
      examples: { RuleDefinition.Examples(bad: bad, good: good) }
    )
  }

  // MARK: Parts

  private func check() throws(RuleFileError) -> RuleDefinition.Check {
    if let node = optional("check", in: root) {
      guard author == .akvlint else {
        throw fail(
          tree.location(node).span,
          "a rule of your own has for, assert and message; only built-in ones have a check"
        )
      }
      return .checker(try string("check", in: root))
    }
    var related: [RuleDefinition.Related] = []
    for item in optional("related", in: root).map({ tree.items($0) }) ?? [] {
      try allow(item.value, ["at", "when", "message"])
      related.append(
        RuleDefinition.Related(
          at: try string("at", in: item.value),
          when: text("when", in: item.value),
          message: try string("message", in: item.value)
        )
      )
    }
    return .predicate(
      RuleDefinition.Predicate(
        subject: try value("for", in: root),
        evidence: optional("evidence", in: root) == nil ? nil : try value("evidence", in: root),
        mentions: try strings("mentions"),
        when: text("when", in: root),
        assert: try string("assert", in: root),
        at: try string("at", in: root, or: try string("for", in: root)),
        related: related,
        message: try string("message", in: root),
        predicts: text("predicts", in: root),
        fixes: try fixes()
      )
    )
  }

  private func parameters() throws(RuleFileError) -> [RuleParameter] {
    var parameters: [RuleParameter] = []
    for entry in optional("params", in: root).map({ tree.entries($0) }) ?? [] {
      let name = tree.text(entry.key)
      guard let value = RuleParameter.value(DocumentValue(entry.value, in: tree)) else {
        throw fail(
          tree.location(entry.value).span,
          "the parameter \"\(name)\" must be a text, a whole number, a truth value or a list of "
            + "texts"
        )
      }
      parameters.append(RuleParameter(name: name, value: value))
    }
    return parameters
  }

  private func severities() throws(RuleFileError) -> [RuleDefinition.ConditionalSeverity] {
    var severities: [RuleDefinition.ConditionalSeverity] = []
    for item in optional("severity_when", in: root).map({ tree.items($0) }) ?? [] {
      try allow(item.value, ["when", "severity"])
      severities.append(
        RuleDefinition.ConditionalSeverity(
          when: try string("when", in: item.value),
          severity: try value("severity", in: item.value)
        )
      )
    }
    return severities
  }

  private func examples(_ key: String) throws(RuleFileError) -> [RuleDefinition.Example] {
    guard let list = optional("examples", in: root).flatMap({ optional(key, in: $0) }) else {
      return []
    }
    var examples: [RuleDefinition.Example] = []
    for item in tree.items(list) {
      try allow(item.value, ["title", "files"])
      let files = optional("files", in: item.value).map { tree.entries($0) } ?? []
      examples.append(
        RuleDefinition.Example(
          title: try string("title", in: item.value),
          files: files.map { (tree.text($0.key), tree.string($0.value)) }
        )
      )
    }
    return examples
  }

  // MARK: Values

  func optional(_ key: String, in mapping: NodeID) -> NodeID? {
    tree.symbol(key).flatMap { tree.value($0, in: mapping) }
  }

  func text(_ key: String, in mapping: NodeID) -> String? {
    optional(key, in: mapping).map { trimmed(tree.string($0)) }
  }

  func string(_ key: String, in mapping: NodeID) throws(RuleFileError) -> String {
    guard let node = optional(key, in: mapping), tree.kind(node).isScalar else {
      throw fail(tree.location(mapping).span, "\"\(key)\" is missing or is not text")
    }
    return trimmed(tree.string(node))
  }

  /// A text that a user may leave out.
  private func string(
    _ key: String,
    in mapping: NodeID,
    or fallback: @autoclosure () throws(RuleFileError) -> String
  ) throws(RuleFileError) -> String {
    if author == .user, optional(key, in: mapping) == nil { return try fallback() }
    return try string(key, in: mapping)
  }

  private func value<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    in mapping: NodeID,
    or fallback: Value
  ) throws(RuleFileError) -> Value {
    if author == .user, optional(key, in: mapping) == nil { return fallback }
    return try value(key, in: mapping)
  }

  private func roles() throws(RuleFileError) -> [RuleDefinition.Role] {
    if author == .user, optional("roles", in: root) == nil { return [.pipeline] }
    return try values("roles")
  }

  private func strings(_ key: String) throws(RuleFileError) -> [String] {
    guard let list = optional(key, in: root) else { return [] }
    guard tree.kind(list) == .sequence else {
      throw fail(tree.location(list).span, "\"\(key)\" must be a list")
    }
    return tree.items(list).map { tree.string($0.value) }
  }

  func value<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    in mapping: NodeID
  ) throws(RuleFileError) -> Value {
    let text = try string(key, in: mapping)
    guard let value = Value(rawValue: text) else {
      let node = optional(key, in: mapping) ?? mapping
      throw fail(tree.location(node).span, Self.expected(Value.self, insteadOf: text))
    }
    return value
  }

  private func values<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String
  ) throws(RuleFileError) -> [Value] {
    var values: [Value] = []
    for text in try strings(key) {
      guard let value = Value(rawValue: text) else {
        let node = optional(key, in: root) ?? root
        throw fail(tree.location(node).span, Self.expected(Value.self, insteadOf: text))
      }
      values.append(value)
    }
    return values
  }

  private static func expected<Value: RawRepresentable<String> & CaseIterable>(
    _ type: Value.Type,
    insteadOf text: String
  ) -> String {
    "\"\(text)\" must be one of \(type.allCases.map(\.rawValue).joined(separator: ", "))"
  }

  func allow(_ mapping: NodeID, _ keys: [String]) throws(RuleFileError) {
    for entry in tree.entries(mapping) where !keys.contains(tree.text(entry.key)) {
      throw fail(
        tree.location(entry.keyNode).span,
        "unknown key \"\(tree.text(entry.key))\"; known are \(keys.joined(separator: ", "))"
      )
    }
  }

  private func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }

  // MARK: Places

  /// The place of a key, or of the whole when there is no such key.
  func place(ofKey key: String) -> FileLocation {
    let node = optional(key, in: root) ?? root
    return FileLocation(path: path, span: tree.location(node).span)
  }

  /// Where a mistake in a rule is written.
  ///
  /// - Parameter error: The mistake; its key is a path such as `related[0].at`.
  /// - Returns: The place in the file.
  func place(of error: RuleError) -> FileLocation {
    var node: NodeID? = root
    for step in error.key.split(separator: ".") {
      let parts = step.split(separator: "[")
      let value = node.flatMap { mapping in optional(String(parts[0]), in: mapping) }
      guard parts.count > 1, let number = Int(parts[1].dropLast()) else {
        node = value
        continue
      }
      // A single fix is written without a list, and its single edit without `edits`.
      guard let value else { continue }
      node =
        tree.kind(value) == .mapping ? value : tree.items(value).dropFirst(number).first?.value
    }
    guard let node else { return place(ofKey: "id") }
    guard let fault = error.error else {
      return FileLocation(path: path, span: tree.location(node).span)
    }
    // The end of an expression is after its last character.
    let last = max(0, tree.text(node).count - 1)
    let offset = min(fault.offset, last)
    let span = tree.location(of: offset..<offset + 1, in: node).span
    let start = fault.offset > last ? span.end : span.start
    return FileLocation(path: path, span: TextSpan(start: start, end: start))
  }

  func fail(_ span: TextSpan, _ message: String) -> RuleFileError {
    RuleFileError(place: FileLocation(path: path, span: span), message: message)
  }
}
