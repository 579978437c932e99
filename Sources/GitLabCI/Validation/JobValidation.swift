import YAMLSyntax

/// What GitLab asks of a job or trigger job.
/// Source: GitLab 18.9, `entry/job.rb`, `entry/bridge.rb`, `entry/processable.rb`.
extension ErrorCollector {
  /// GitLab's limits for the jobs that one entry makes, and for included child pipelines.
  private static let parallelLimit = 200
  private static let triggerIncludeLimit = 3
  private static let nameLimit = 255

  mutating func validateJobName(_ entry: Entry, _ path: EntryPath) {
    let kind = tree.kind(entry.key)
    if kind == .null {
      // GitLab has no key to name and names the class instead.
      raw("jobs:job name can't be blank", "the job has no name; quote it", path)
    } else if kind != .string {
      let text = tree.text(entry.key)
      report(path, "name should be a symbol", "the job's name \"\(text)\" is no text; quote it")
    } else if String(decoding: tree.bytes(entry.key), as: UTF8.self).count > Self.nameLimit {
      report(
        path, "name is too long (maximum is 255 characters)",
        "a job's name has at most \(Self.nameLimit) characters")
    }
  }

  // MARK: Jobs with a script

  mutating func validateScriptJob(_ entry: Entry, _ path: EntryPath) {
    let job = entry.value
    let unknown = unknownKeys(job, allowed: JobShapes.job)
    var children = path
    if tree.entry(.trigger, in: job) != nil, let script = tree.entry(.script, in: job) {
      report(
        path, "config these keys cannot be used together: trigger, script",
        "a job has either a script or a trigger", at: script.keyNode)
      children.isHidden = true
    } else if reportUnknownKeys(unknown, path, subject: { _ in nil }) {
      children.isHidden = true
    }
    validateScript(job, path)
    validateProcessable(job, path, children: children)
    if let tokens = tree.entry(.idTokens, in: job) { validateIDTokens(tokens, children) }
    if let secrets = tree.entry(.secrets, in: job) { validateSecrets(secrets, children) }
  }

  private mutating func validateScript(_ job: NodeID, _ path: EntryPath) {
    guard let script = tree.entry(.script, in: job) else { return }
    if let run = tree.entry(.run, in: job) {
      report(
        path, "config these keys cannot be used together: run, script",
        "a job has either run or script", at: run.keyNode)
    } else if !isUnknown(script.value), isBlank(script.value) {
      report(path, "script can't be blank", "the job's script is blank", at: script.keyNode)
    }
  }

  // MARK: Trigger jobs

  mutating func validateBridge(_ entry: Entry, _ path: EntryPath, isOpen: Bool) {
    let job = entry.value
    let unknown = unknownKeys(job, allowed: JobShapes.bridge)
    var children = path
    // In an open world an unread file may give it a script.
    guard tree.entry(.trigger, in: job) != nil || !isOpen else { return }
    if reportUnknownKeys(
      unknown, path,
      subject: { entry in
        entry.key == Keyword.secrets.symbol || entry.key == Keyword.idTokens.symbol
          ? .misplaced : nil
      })
    {
      children.isHidden = true
    } else if tree.entry(.trigger, in: job) == nil, !needsPipeline(job) {
      report(
        path, "config should contain either a trigger or a needs:pipeline",
        "a job without script and trigger must need a pipeline")
    }
    validateProcessable(job, path, children: children)
    validateTrigger(job, children)
  }

  private func needsPipeline(_ job: NodeID) -> Bool {
    guard let needs = tree.value(.needs, in: job) else { return false }
    let items = tree.kind(needs) == .sequence ? tree.items(needs).map(\.value) : [needs]
    return items.contains { isUnknown($0) || tree.value(.pipeline, in: $0) != nil }
  }

  private mutating func validateTrigger(_ job: NodeID, _ path: EntryPath) {
    guard let trigger = tree.entry(.trigger, in: job),
      let include = tree.entry(.include, in: trigger.value),
      tree.items(include.value).count > Self.triggerIncludeLimit
    else { return }
    report(
      path.child(trigger).child(include), "config is too long (maximum is 3)",
      "a child pipeline is made of at most \(Self.triggerIncludeLimit) files", at: include.keyNode)
  }

  // MARK: What both have

  private mutating func validateProcessable(
    _ job: NodeID, _ path: EntryPath, children: EntryPath
  ) {
    if tree.present(.rules, in: job) != nil {
      for keyword in [Keyword.only, .except, .startIn] {
        guard let entry = tree.entry(keyword, in: job), keyword != .startIn else { continue }
        let name = keyword.text.description
        report(
          path, "config key may not be used with `rules`: \(name)",
          "\"\(name)\" cannot be used together with \"rules\"", at: entry.keyNode)
      }
    }
    validateShapes(job, path, children: children)
    if let entry = tree.entry(.variables, in: job) {
      validateVariables(entry, children, keys: [.value, .expand])
    }
    if let entry = tree.entry(.inherit, in: job) { validateInherit(entry, children) }
    if let entry = tree.entry(.parallel, in: job) { validateParallel(entry, children) }
    if let entry = tree.entry(.rules, in: job) { validateRules(entry, children) }
  }

  private mutating func validateRules(_ entry: Entry, _ path: EntryPath) {
    let path = path.child(entry)
    guard !isUnknown(entry.value), tree.kind(entry.value) != .null else { return }
    guard tree.kind(entry.value) == .sequence else {
      report(path, "config should be a array", "rules must be a list", at: entry.value)
      return
    }
    for rule in VariableReader(tree: tree).flattened(entry.value) where !isUnknown(rule.node) {
      let place = path
      guard tree.kind(rule.node) == .mapping else {
        report(place, "rule config should be a hash", "each rule must be a mapping", at: rule.node)
        continue
      }
      for unknown in unknownKeys(rule.node, allowed: JobShapes.rule) {
        let name = tree.text(unknown.key)
        report(
          place, "rule config contains unknown keys: \(name)",
          "\"\(name)\" is not allowed in a rule", at: unknown.keyNode)
      }
    }
  }

  private mutating func validateParallel(_ entry: Entry, _ path: EntryPath) {
    let path = path.child(entry)
    switch tree.kind(entry.value) {
    case .int:
      let count = tree.int(entry.value) ?? .max
      if count < 1 {
        report(
          path, "config must be greater than or equal to 1", "\"parallel\" must be at least 1",
          at: entry.value)
      } else if count > Self.parallelLimit {
        report(
          path, "config must be less than or equal to 200",
          "\"parallel\" must be at most \(Self.parallelLimit)", at: entry.value)
      }
    case .mapping:
      guard let matrix = tree.entry(.matrix, in: entry.value) else { return }
      let count = tree.items(matrix.value).reduce(0) { min($0 + combinations($1.value), 1_000_000) }
      guard count > Self.parallelLimit else { return }
      report(
        path.child(matrix), "config generates too many jobs (maximum is 200)",
        "the matrix makes \(count) jobs; \(Self.parallelLimit) are the most", at: matrix.keyNode)
    default: break
    }
  }

  private func combinations(_ row: NodeID) -> Int {
    tree.entries(row).reduce(1) { product, entry in
      let count = tree.kind(entry.value) == .sequence ? tree.items(entry.value).count : 1
      return min(product * max(1, count), 1_000_000)
    }
  }
}
