import YAMLSyntax

/// Distinguishes jobs, trigger jobs and hidden keys, as GitLab does.
struct JobSorter {
  /// The kinds that GitLab knows, in the order in which it asks.
  enum Kind {
    case hidden
    case script
    case bridge
  }

  /// A top-level entry that is not a global keyword.
  struct Job {
    let entry: Entry
    let kind: Kind
    /// Whether keys may be missing here and come from what could not be read.
    let isPartial: Bool
  }

  private let tree: NodeTree
  private let isOpen: Bool
  private let incompleteJobs: Set<Symbol>
  private let version: GitLabVersion?
  private(set) var all: [Job] = []
  /// Entries that are nothing.
  private var unmatched: [Entry] = []
  private var hasVisibleJob = false

  init(
    tree: NodeTree,
    isOpen: Bool,
    incompleteJobs: Set<Symbol>,
    version: GitLabVersion? = nil
  ) {
    self.tree = tree
    self.isOpen = isOpen
    self.incompleteJobs = incompleteJobs
    self.version = version
  }

  /// The kind of a top-level entry; nil if GitLab ignores it.
  static func kind(of entry: Entry, in tree: NodeTree) -> Kind? {
    if tree.bytes(entry.key).first == UInt8(ascii: ".") { return .hidden }
    var facts: KeywordSet = []
    for inner in tree.entries(entry.value) { facts.insert(inner.key) }
    if facts.contains(.script) || facts.contains(.run) { return .script }
    return facts.contains(.trigger) || facts.contains(.needs) ? .bridge : nil
  }

  /// Sorts an entry.
  mutating func add(_ entry: Entry) {
    let isIncomplete = incompleteJobs.contains(entry.key)
    switch Self.kind(of: entry, in: tree) {
    case .hidden:
      all.append(Job(entry: entry, kind: .hidden, isPartial: false))
    case .script:
      hasVisibleJob = true
      all.append(Job(entry: entry, kind: .script, isPartial: isIncomplete))
    case .bridge:
      hasVisibleJob = true
      // One that has needs only may get its script from elsewhere.
      let isCertain = tree.value(.trigger, in: entry.value) != nil || !isIncomplete && !isOpen
      all.append(
        Job(
          entry: entry,
          kind: isCertain ? .bridge : .script,
          isPartial: isIncomplete || !isCertain
        )
      )
    case nil:
      if tree.isUnknown(entry.value) {
        hasVisibleJob = true
      } else if isIncomplete || isOpen {
        hasVisibleJob = true
        guard tree.kind(entry.value) == .mapping else { return }
        all.append(Job(entry: entry, kind: .script, isPartial: true))
      } else {
        unmatched.append(entry)
      }
    }
  }

  /// GitLab's errors about the jobs as a whole; it checks none of them after such an error.
  func errors(root: NodeID) -> [ConfigurationError] {
    var errors = unmatched.map { mayBeNewer($0) ? newer($0) : noJob($0) }
    if !hasVisibleJob, !isOpen {
      let says = "jobs config should contain at least one visible job"
      if errors.allSatisfy(\.isNote) {
        errors.append(
          ConfigurationError(
            subject: .pipeline,
            message: "the pipeline has no visible job",
            gitLabMessage: says,
            node: tree.entries(root).first?.keyNode ?? root,
            origin: .none,
            job: nil,
            entry: nil,
            isHidden: false
          )
        )
      } else {
        // Fixing any of the entries fixes this as well.
        errors[0].alsoSays.append(says)
      }
    }
    return errors
  }

  /// Whether an entry may be a global keyword of a newer GitLab: it looks like a job in nothing.
  private func mayBeNewer(_ entry: Entry) -> Bool {
    !GitLabFeature.covers(version)
      && tree.entries(entry.value).allSatisfy { Keyword($0.key) == nil }
  }

  private func newer(_ entry: Entry) -> ConfigurationError {
    ConfigurationError(
      subject: .pipeline,
      message: "\"\(tree.text(entry.key))\" is not a keyword up to GitLab \(GitLabFeature.newest)",
      gitLabMessage: "",
      node: entry.keyNode,
      origin: entry.origin,
      job: nil,
      entry: nil,
      isHidden: false,
      isNote: true
    )
  }

  private func noJob(_ entry: Entry) -> ConfigurationError {
    let name = tree.text(entry.key)
    let isMisplaced = entry.key == Keyword.secrets.symbol || entry.key == Keyword.idTokens.symbol
    // GitLab puts underscores only into names that are made of letters and spaces.
    let lower = name.lowercased()
    let isWords = lower.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x20 }
    let shown = isWords ? String(lower.map { $0 == " " ? "_" : $0 }) : lower
    return ConfigurationError(
      subject: isMisplaced ? .misplaced : .job,
      message: isMisplaced
        ? "\"\(name)\" is not allowed at the top level"
        : "the job \"\(name)\" has no script, run or trigger",
      gitLabMessage:
        "jobs \(shown) config should implement the script:, run:, or trigger: keyword",
      node: entry.keyNode,
      origin: entry.origin,
      job: isMisplaced ? nil : entry.key,
      entry: nil,
      isHidden: false
    )
  }
}
