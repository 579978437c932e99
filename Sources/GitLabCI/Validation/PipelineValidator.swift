package import YAMLSyntax

/// Validates a composed configuration as GitLab does, with GitLab's messages.
///
/// GitLab stops at the first level that is wrong; what lies below is reported here all the same
/// and marked as hidden.
package struct PipelineValidator {
  private static let globals: [Keyword] = [
    .beforeScript, .afterScript, .image, .services, .cache,
  ]
  private static let reserved: Set<Symbol> = Set(
    (globals + [.include, .variables, .stages]).map(\.symbol))
  private static let defaultStages = [".pre", "build", "test", "deploy", ".post"]

  private let tree: NodeTree
  private let root: NodeID
  private let isOpen: Bool
  private let incompleteJobs: Set<Symbol>
  private var collector: ErrorCollector
  private var visibleJobs: [Entry] = []

  /// A validator.
  ///
  /// - Parameters:
  ///   - tree: The tree that holds the configuration.
  ///   - root: Its composed top level.
  ///   - openWorld: Whether there may be more in the pipeline than what was read; then nothing
  ///     is said to be missing.
  ///   - incompleteJobs: Jobs of which not everything is known.
  package init(
    tree: NodeTree, root: NodeID, openWorld: Bool, incompleteJobs: Set<Symbol>
  ) {
    self.tree = tree
    self.root = root
    isOpen = openWorld
    self.incompleteJobs = incompleteJobs
    collector = ErrorCollector(tree: tree)
  }

  /// All that GitLab refuses.
  package func errors() -> [ConfigurationError] {
    var validator = self
    validator.validate()
    return validator.collector.errors
  }

  private mutating func validate() {
    let top = EntryPath(subject: .pipeline, node: root)
    validateDefaults(top)
    if let entry = tree.entry(.variables, in: root) {
      collector.validateVariables(
        entry, top, keys: [.value, .description, .expand, .options])
    }
    for entry in tree.entries(root) where !isGlobal(entry) { validateJob(entry) }
    if visibleJobs.isEmpty, !isOpen {
      collector.raw(
        "jobs config should contain at least one visible job", "the pipeline has no visible job",
        top, at: tree.entries(root).first?.keyNode ?? root)
    }
    // GitLab comes to the logical checks only when all entries are valid.
    let isHidden = !collector.errors.isEmpty
    validateStages(isHidden: isHidden)
    validateNeeds(isHidden: isHidden)
  }

  private func isGlobal(_ entry: Entry) -> Bool {
    if Self.reserved.contains(entry.key) { return true }
    guard entry.key == Keyword.default.symbol || entry.key == Keyword.workflow.symbol else {
      return false
    }
    return ![Keyword.script, .run, .trigger, .needs].contains {
      tree.value($0, in: entry.value) != nil
    }
  }

  // MARK: Defaults

  private mutating func validateDefaults(_ top: EntryPath) {
    var shared: Entry?
    if let entry = tree.entry(.default, in: root), isGlobal(entry) { shared = entry }
    if let entry = shared, !collector.isUnknown(entry.value), tree.kind(entry.value) != .null {
      validateDefault(entry, top)
    }
    for keyword in Self.globals {
      guard let entry = tree.entry(keyword, in: root) else { continue }
      if let shared, let other = tree.entry(keyword, in: shared.value) {
        let name = keyword.text.description
        collector.raw(
          "\(name) is defined in top-level and `default:` entry",
          "\"\(name)\" stands at the top level and in \"default\"", top, at: other.keyNode)
      }
      if keyword == .image { validateGlobalImage(entry, top) }
    }
  }

  private mutating func validateDefault(_ entry: Entry, _ top: EntryPath) {
    let path = top.child(entry)
    guard tree.kind(entry.value) == .mapping else {
      collector.report(
        path, "config should be a hash", "\"default\" must be a mapping", at: entry.value)
      return
    }
    let unknown = collector.unknownKeys(entry.value, allowed: JobShapes.defaults)
    var children = path
    children.isHidden = collector.reportUnknownKeys(unknown, path) { entry in
      entry.key == Keyword.secrets.symbol ? .misplaced : nil
    }
    collector.validateShapes(entry.value, path, children: children)
    if let tokens = tree.entry(.idTokens, in: entry.value) {
      collector.validateIDTokens(tokens, children)
    }
  }

  private mutating func validateGlobalImage(_ entry: Entry, _ top: EntryPath) {
    let path = top.child(entry)
    guard !collector.isUnknown(entry.value) else { return }
    switch tree.kind(entry.value) {
    case .string, .null, .date, .time: return
    case .mapping:
      let allowed: [Keyword] = [.name, .entrypoint, .pullPolicy, .docker, .kubernetes]
      let unknown = collector.unknownKeys(entry.value, allowed: allowed)
      collector.reportUnknownKeys(unknown, path) { _ in nil }
    default:
      collector.report(
        path, "config should be a hash or a string", "\"image\" must be a text or a mapping",
        at: entry.value)
    }
  }

  // MARK: Jobs

  private mutating func validateJob(_ entry: Entry) {
    var path = EntryPath(
      subject: .job, keys: [entry.key], node: entry.keyNode, origin: entry.origin,
      job: entry.key, isInJobs: true)
    if tree.bytes(entry.key).first == UInt8(ascii: ".") {
      guard collector.isBlank(entry.value), tree.kind(entry.value) != .bool else { return }
      path.subject = .job
      collector.report(path, "config can't be blank", "the template is blank")
      return
    }
    if collector.isUnknown(entry.value) {
      visibleJobs.append(entry)
      return
    }
    let tree = tree
    let has = { (keyword: Keyword) in tree.value(keyword, in: entry.value) != nil }
    if has(.script) || has(.run) {
      visibleJobs.append(entry)
      collector.validateJobName(entry, path)
      collector.validateScriptJob(entry, path)
    } else if has(.trigger) || has(.needs) {
      visibleJobs.append(entry)
      guard !incompleteJobs.contains(entry.key) else { return }
      collector.validateJobName(entry, path)
      collector.validateBridge(entry, path, isOpen: isOpen)
    } else {
      validateNoJob(entry, path)
    }
  }

  /// A top-level entry that is no job of any kind.
  private mutating func validateNoJob(_ entry: Entry, _ path: EntryPath) {
    guard !isOpen, !incompleteJobs.contains(entry.key) else { return }
    let name = tree.text(entry.key)
    let isMisplaced =
      entry.key == Keyword.secrets.symbol || entry.key == Keyword.idTokens.symbol
    // GitLab puts underscores only into names that are made of letters and spaces.
    let isWords = name.unicodeScalars.allSatisfy { $0 == " " || $0.properties.isAlphabetic }
    let shown = isWords ? String(name.map { $0 == " " ? "_" : $0 }) : name
    collector.raw(
      "jobs \(shown) config should implement the script:, run:, or trigger: keyword".lowercased(),
      isMisplaced
        ? "\"\(name)\" is not allowed at the top level"
        : "the job \"\(name)\" has no script, run or trigger", path,
      subject: isMisplaced ? .misplaced : nil)
  }

  // MARK: Logic

  private mutating func validateStages(isHidden: Bool) {
    guard !isOpen else { return }
    var stages = Self.defaultStages
    if let value = tree.present(.stages, in: root) {
      let names = VariableReader(tree: tree).flattened(value)
      guard names.allSatisfy({ tree.kind($0.node).isScalar }) else { return }
      let own = names.map { tree.rubyText($0.node) }
      stages =
        [".pre"] + own.filter { $0 != ".pre" && $0 != ".post" } + [".post"]
    }
    for job in visibleJobs {
      guard !incompleteJobs.contains(job.key), let stage = tree.entry(.stage, in: job.value),
        tree.kind(stage.value).isString, !stages.contains(tree.string(stage.value))
      else { continue }
      let name = tree.string(stage.value)
      let path = EntryPath(
        subject: .pipeline, node: stage.value, origin: stage.origin, job: job.key,
        isHidden: isHidden)
      let hint = Spelling.closest(to: name, among: stages).map { "; did you mean \"\($0)\"?" }
      collector.raw(
        "\(tree.text(job.key)) job: chosen stage \(name) does not exist; available stages are "
          + stages.joined(separator: ", "),
        "there is no stage \"\(name)\"\(hint ?? "; there are \(stages.joined(separator: ", "))")",
        path)
    }
  }

  private mutating func validateNeeds(isHidden: Bool) {
    guard !isOpen else { return }
    let names = Set(visibleJobs.map(\.key))
    for job in visibleJobs where !incompleteJobs.contains(job.key) {
      for keyword in [Keyword.needs, .dependencies] {
        guard let list = tree.present(keyword, in: job.value) else { continue }
        for item in VariableReader(tree: tree).flattened(list) {
          validateNeed(item.node, keyword, of: job, names, isHidden: isHidden)
        }
      }
    }
  }

  private mutating func validateNeed(
    _ item: NodeID, _ keyword: Keyword, of job: Entry, _ names: Set<Symbol>, isHidden: Bool
  ) {
    var name = item
    if tree.kind(item) == .mapping {
      let isElsewhere =
        tree.value(.project, in: item) != nil || tree.value(.pipeline, in: item) != nil
      let isOptional = tree.value(.optional, in: item).map { tree.bool($0) } ?? false
      guard !isElsewhere, !isOptional, let value = tree.value(.job, in: item) else { return }
      name = value
    }
    guard tree.kind(name).isScalar else { return }
    let text = tree.rubyText(name)
    if let symbol = tree.symbol(text), names.contains(symbol) { return }
    let path = EntryPath(subject: .pipeline, node: name, job: job.key, isHidden: isHidden)
    let known = names.map { tree.text($0) }.sorted()
    let hint = Spelling.closest(to: text, among: known).map { "; did you mean \"\($0)\"?" }
    collector.raw(
      "\(tree.text(job.key)) job: undefined \(keyword == .needs ? "need" : "dependency"): \(text)",
      "there is no job \"\(text)\"\(hint ?? "")", path)
  }
}
