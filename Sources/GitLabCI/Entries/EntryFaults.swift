import TextFormats
import YAMLSyntax

/// The faults of one entry itself, without its children.
struct EntryFaults {
  let shape: EntryShape
  let place: EntryLocation
  let context: EntryContext
  var errors: [ConfigurationError] = []
  /// Whether the entry is of a wrong kind or blank: all else follows from that.
  var isWhollyWrong = false
  /// The error about each keyword, by its index.
  var failed: [Keyword: Int] = [:]
  /// The error about a missing keyword, by its index.
  var missing: [Keyword: Int] = [:]
}

extension EntryWalker {
  /// Adds a fault to an entry's errors, or its message to the error whose cause it shares.
  mutating func add(
    _ fault: Fault,
    _ attribute: AttributeCheck.Attribute?,
    _ value: NodeID?,
    _ report: inout EntryFaults
  ) {
    if fault.isLast, !report.errors.isEmpty { return }
    // Where GitLab's own code fails, it finds nothing more.
    if report.errors.contains(where: \.isCrash) { return }
    let attribute = fault.attribute ?? attribute ?? .config
    let messages = ([fault.gitLab] + fault.also).map { text in
      if fault.isCrash { return text }
      return fault.replacesAttribute
        ? "\(location(report.shape)) \(text)".lowercased()
        : gitLabMessage(text, attribute, report.shape, prefix: fault.prefix)
    }
    if let cause = cause(of: fault, attribute, value, report) {
      report.errors[cause].alsoSays += messages
      return
    }
    let first = report.errors.count
    if fault.keys.isEmpty {
      report.errors.append(error(fault, attribute, value, messages, report))
    } else {
      for entry in fault.keys {
        report.errors.append(keyError(entry, messages, report))
      }
    }
    if case .keyword(let keyword) = attribute { report.failed[keyword] = first }
    for keyword in Keyword.allCases where fault.missing.contains(keyword) {
      report.missing[keyword] = first
    }
  }

  /// The error that a fault follows from, by its index.
  private func cause(
    of fault: Fault,
    _ attribute: AttributeCheck.Attribute,
    _ value: NodeID?,
    _ report: EntryFaults
  ) -> Int? {
    guard !report.errors.isEmpty else { return nil }
    if report.isWhollyWrong || fault.followsFromAny { return 0 }
    switch attribute {
    case .keyword(let keyword):
      if let index = report.failed[keyword] { return index }
      return value == nil ? report.missing[keyword] : nil
    case .config:
      guard fault.keys.isEmpty, !fault.missing.isEmpty else { return nil }
      return Keyword.allCases.lazy.filter(fault.missing.contains)
        .compactMap { report.missing[$0] }.first
    }
  }

  // MARK: Errors

  private func error(
    _ fault: Fault,
    _ attribute: AttributeCheck.Attribute,
    _ value: NodeID?,
    _ messages: [String],
    _ report: EntryFaults
  ) -> ConfigurationError {
    var node = report.place.keyNode
    var origin = report.context.origin
    var subject = fault.subject ?? report.context.subject
    var words = fault.isSentence ? fault.words : "\(owner(report)) \(fault.words)"
    let place = report.shape.place
    let needed = fault.values.lazy.compactMap { self.needed($0, in: place) }.first
    switch attribute {
    case .config:
      if fault.missing.isEmpty, !fault.isAboutEntry {
        node = pointed(at: report.place.value, or: node)
      }
    case .keyword(let keyword):
      let name = keyword.text.description
      if !fault.isSentence { words = "\"\(name)\" \(fault.words)" }
      guard let entry = tree.entry(keyword, in: report.place.value), let value = value ?? nil
      else {
        if !fault.isSentence { words = "\(owner(report)) lacks \"\(name)\"" }
        let delayed = keyword == .startIn ? tree.entry(.when, in: report.place.value) : nil
        if let delayed {
          // `when: delayed` is what needs it, and may be a template's.
          node = pointed(at: delayed.value, or: delayed.keyNode)
          if delayed.origin != .none { origin = delayed.origin }
        } else if let entry = tree.entry(keyword, in: report.place.value) {
          node = entry.keyNode
          if entry.origin != .none { origin = entry.origin }
        }
        break
      }
      node = pointed(at: value, or: entry.keyNode)
      if entry.origin != .none { origin = entry.origin }
      if report.shape.role == .azureKeyVault, keyword == .version, tree.kind(value) == .int {
        subject = .versionNumber
      }
    }
    if let place = fault.place {
      node = pointed(at: place.node, or: node)
      if place.origin != .none { origin = place.origin }
    }
    return ConfigurationError(
      subject: subject,
      message: needed ?? words,
      gitLabMessage: messages[0],
      earlier: fault.earlier.map { earlier in
        EarlierMessage(
          version: earlier.version,
          text: gitLabMessage(earlier.text, attribute, report.shape, prefix: nil)
        )
      },
      alsoSays: Array(messages.dropFirst()),
      node: node,
      origin: origin,
      job: report.context.job,
      entry: report.context.entry,
      isHidden: report.context.isHidden,
      isNote: fault.isNote,
      isCrash: fault.isCrash
    )
  }

  /// The error of a key that is not allowed where it is.
  private func keyError(
    _ entry: Entry,
    _ messages: [String],
    _ report: EntryFaults
  ) -> ConfigurationError {
    let name = tree.text(entry.key)
    var words = "\"\(name)\" is not allowed in \(owner(report))"
    let isMisplaced = report.shape.misplaced.contains(entry.key)
    var meant: Keyword?
    if let needed = needed(name, in: report.shape.place) {
      words = needed
    } else if !isMisplaced, let allowed = report.shape.allowedKeys {
      meant = allowed.meant(by: name, beside: errors.count + report.errors.count)
      words +=
        meant.map { keyword in
          Spelling.suggestion(keyword.text.description, isQuoted: false)
            + advice(keyword, instead: entry.value)
        } ?? Self.advice(name, allowed, report.shape)
    }
    let isFree = meant.map { tree.entry($0, in: report.place.value) == nil } ?? false
    return ConfigurationError(
      subject: isMisplaced ? .misplaced : report.context.subject,
      message: words,
      gitLabMessage: messages[0],
      alsoSays: Array(messages.dropFirst()),
      node: entry.keyNode,
      origin: entry.origin == .none ? report.context.origin : entry.origin,
      job: report.context.job,
      entry: report.context.entry,
      isHidden: report.context.isHidden,
      meant: isFree ? meant?.text.description : nil
    )
  }

  /// The allowed keys, when they are few, and the variable that holds what the key was meant for.
  private static func advice(_ name: String, _ allowed: KeywordSet, _ shape: EntryShape) -> String {
    let names = allowed.names
    guard names.count <= listedKeys else { return "" }
    let list = "; only \(Noun.list(names)) \(names.count == 1 ? "is" : "are") allowed"
    return shape.role == .azureKeyVault ? list + variable(for: name) : list
  }

  /// The settings of a misspelt provider that the right one does not take.
  private func advice(_ meant: Keyword, instead value: NodeID) -> String {
    guard meant == .azureKeyVault, tree.kind(value) == .mapping else { return "" }
    let others = tree.entries(value).map { tree.text($0.key) }.filter {
      !["name", "version"].contains($0)
    }
    guard let first = others.first else { return "" }
    let named = others.map(Self.variable).first { !$0.isEmpty }
    return " It takes only name and version, not \(first)\(named ?? "")"
  }

  /// The variable that holds what a key was meant for; empty when there is none.
  private static func variable(for key: String) -> String {
    let variable = azureVariables.first { key.lowercased().contains($0.part) }
    return variable.map { ": \($0.owner) is the variable \($0.name)" } ?? ""
  }

  /// More allowed keys than this are not listed.
  private static let listedKeys = 8

  /// Settings that belong to variables, by a part of the keys that people try.
  ///
  /// Source: GitLab's documentation, "Use Azure Key Vault secrets in GitLab CI/CD".
  private static let azureVariables: [(part: String, owner: String, name: String)] = [
    ("tenant", "the tenant", "AZURE_TENANT_ID"),
    ("client", "the application", "AZURE_CLIENT_ID"),
    ("vault", "the vault", "AZURE_KEY_VAULT_SERVER_URL"),
    ("url", "the vault", "AZURE_KEY_VAULT_SERVER_URL"),
    ("server", "the vault", "AZURE_KEY_VAULT_SERVER_URL"),
  ]

  /// Reports a value that has none of the shapes that it may have.
  mutating func reportNoVariant(
    _ shape: EntryShape,
    _ place: EntryLocation,
    _ context: EntryContext
  ) {
    var said: String
    switch shape.noVariant {
    case .says(let text): said = "\(location(shape)) \(text)"
    case .saysOnly(let text): said = text
    }
    let report = EntryFaults(shape: shape, place: place, context: context)
    let wanted = said.range(ofWords: [" should be ", " has to be ", " must be "])
    let words =
      wanted.map { "\(owner(report)) must be \($0), not \(tree.kindInWords(place.value))" }
      ?? "\(owner(report)) has an unsupported form"
    if said.isEmpty { said = words }
    errors.append(
      ConfigurationError(
        subject: context.subject,
        message: words,
        gitLabMessage: said,
        node: pointed(at: place.value, or: place.keyNode),
        origin: context.origin,
        job: context.job,
        entry: context.entry,
        isHidden: context.isHidden
      )
    )
  }

  // MARK: Words

  /// A scalar or a short collection is pointed at itself, one over several lines by its key.
  private func pointed(at value: NodeID, or key: NodeID) -> NodeID {
    switch tree.kind(value) {
    case .mapping, .sequence: tree[value].style == .flow ? value : key
    case .null: key
    default: tree.text(value).isEmpty && tree[value].style == .plain ? key : value
    }
  }

  private func gitLabMessage(
    _ text: String,
    _ attribute: AttributeCheck.Attribute,
    _ shape: EntryShape,
    prefix: String?
  ) -> String {
    var label = "config"
    if case .keyword(let keyword) = attribute {
      // Rails' `humanize`.
      label = keyword.text.description
      if label.hasSuffix("_id") { label.removeLast(3) }
      label = (prefix.map { "\($0) " } ?? "") + label.map { $0 == "_" ? " " : String($0) }.joined()
    }
    return "\(location(shape)) \(label) \(text)".lowercased()
  }

  /// The path of the current entry, as GitLab prints it.
  ///
  /// GitLab leaves out those of the entries around it that have no key; for its own key, when that
  /// is blank, it prints the name of its class.
  func location(_ shape: EntryShape) -> String {
    if let path = shape.path { return path.description }
    let own = path.last.map { part in
      switch part {
      case .key(let symbol): isBlank(symbol) ? shape.className.description : keyText(symbol)
      case .text(let text), .last(let text): text.description
      }
    }
    let outer = path.dropLast().compactMap { part in
      switch part {
      case .key(let symbol): tree.kind(symbol) == .null ? nil : keyText(symbol)
      case .text(let text): text.description
      case .last: nil
      }
    }
    return (outer + [own].compactMap(\.self)).joined(separator: ":")
  }

  /// Whether a key is blank to Ruby.
  private func isBlank(_ key: Symbol) -> Bool {
    switch tree.kind(key) {
    case .null: true
    case .bool: tree.text(key) == "false"
    case .sequence: tree.text(key) == "[]"
    case .mapping: tree.text(key) == "{}"
    default: tree.bytes(key).isEmpty
    }
  }

  /// A key as Ruby's `join` prints it: the elements of a list.
  private func keyText(_ key: Symbol) -> String {
    listKeys[key] ?? tree.text(key)
  }

  /// The entry, in the words of our messages.
  private func owner(_ report: EntryFaults) -> String {
    let name = report.place.name.map(tree.text) ?? ""
    switch report.context.role {
    case .secret: return "the secret \"\(name)\""
    case .idToken: return "the ID token \"\(name)\""
    default: break
    }
    if report.place.name != nil, report.place.name == report.context.job, path.count == 2 {
      return "the job \"\(name)\""
    }
    guard case .text(let text)? = report.place.part else { return "\"\(name)\"" }
    return "an entry of \"\(enclosing(text.description))\""
  }

  private func enclosing(_ element: String) -> String {
    for part in path.reversed() {
      switch part {
      case .key(let symbol): return tree.text(symbol)
      case .last(let text) where text.description == "caches": return "cache"
      default: continue
      }
    }
    return element
  }
}

extension String {
  /// The text after the first of some words.
  fileprivate func range(ofWords words: [String]) -> Substring? {
    for word in words {
      var index = startIndex
      while index < endIndex {
        if self[index...].hasPrefix(word) { return self[index...].dropFirst(word.count) }
        index = self.index(after: index)
      }
    }
    return nil
  }
}
