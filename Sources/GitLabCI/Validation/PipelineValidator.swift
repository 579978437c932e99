package import YAMLSyntax

/// Validates a composed configuration as GitLab does, with GitLab's messages.
///
/// GitLab compares entries with their classes from the outside in and stops below an entry that is
/// wrong; errors there are reported here anyway, and marked as hidden. When all entries are valid
/// it checks stages, needs and environments, and stops at the first fault. An error in something
/// that several jobs share is reported for each of them.
package struct PipelineValidator {
  /// Top-level keys that are never jobs, regardless of their values.
  private static let reserved: KeywordSet = [
    .include, .beforeScript, .image, .services, .afterScript, .variables, .stages, .cache,
  ]
  /// Keys that `default` inherits from the top level, where they are deprecated.
  private static let inherited: [Keyword] = [
    .beforeScript, .afterScript, .cache, .image, .services,
  ]
  private static let globals: [(keyword: Keyword, shape: EntryShape)] = [
    (.default, Shapes.defaults), (.include, Shapes.includes(limit: nil)),
    (.beforeScript, Shapes.script), (.image, Shapes.image), (.services, Shapes.services),
    (.afterScript, Shapes.script), (.variables, Shapes.globalVariables),
    (.stages, Shapes.stages), (.cache, Shapes.caches), (.workflow, Shapes.workflow),
  ]

  private let tree: NodeTree
  private let root: NodeID
  private let isOpen: Bool
  private let incompleteJobs: Set<Symbol>
  private let isReached: Bool
  private let hasUncertainStages: Bool
  private let isFragment: Bool
  private let version: GitLabVersion?

  /// A validator.
  ///
  /// - Parameters:
  ///   - tree: The tree that holds the configuration.
  ///   - root: Its composed top level.
  ///   - openWorld: Whether there may be more in the pipeline than what was read; then nothing is
  ///     reported as missing.
  ///   - incompleteJobs: Jobs that are not completely known.
  ///   - isReached: Whether GitLab comes to validate the configuration at all.
  ///   - hasUncertainStages: Whether its stages are not the same in all runs.
  ///   - isFragment: Whether it is a part of pipelines that bring what is missing.
  ///   - version: The version of GitLab; nil for the newest.
  package init(
    tree: NodeTree,
    root: NodeID,
    openWorld: Bool,
    incompleteJobs: Set<Symbol>,
    isReached: Bool = true,
    hasUncertainStages: Bool = false,
    isFragment: Bool = false,
    version: GitLabVersion? = nil
  ) {
    self.tree = tree
    self.root = root
    isOpen = openWorld
    self.incompleteJobs = incompleteJobs
    self.isReached = isReached
    self.hasUncertainStages = hasUncertainStages
    self.isFragment = isFragment
    self.version = version
  }

  /// A validator of a composed pipeline; nil when there is nothing to validate.
  package init?(_ composition: Composition) {
    guard let root = composition.root else { return nil }
    self.init(
      tree: composition.tree,
      root: root,
      openWorld: composition.isOpen,
      incompleteJobs: composition.incompleteJobs,
      isReached: !composition.isRefused,
      hasUncertainStages: composition.hasUncertainStages,
      isFragment: !composition.isWhole,
      version: composition.version
    )
  }

  /// All that GitLab refuses.
  package func errors() -> [ConfigurationError] {
    guard tree.kind(root) == .mapping else { return [] }
    let jobs = sortedJobs()
    var walker = EntryWalker(tree: tree, version: version)
    validateGlobals(Self.globals, &walker)
    validateJobs(jobs, jobs.all, &walker)
    let twice = definedTwice(walker.errors)
    var logic = LogicalChecks(
      tree: tree,
      root: root,
      jobs: jobs.all.filter { $0.kind != .hidden },
      isOpen: isOpen,
      hasUncertainStages: hasUncertainStages,
      incompleteJobs: incompleteJobs
    )
    logic.check()
    return ranked(twice, walker.errors, logic.errors)
  }

  /// The errors in ID tokens and secrets: a file that others include is not judged further.
  ///
  /// Jobs without either are skipped, because they have no such error.
  package func errorsOfTokensAndSecrets() -> [ConfigurationError] {
    guard tree.kind(root) == .mapping else { return [] }
    let jobs = sortedJobs()
    var walker = EntryWalker(tree: tree, version: version)
    validateGlobals(Self.globals.filter { $0.keyword == .default }, &walker)
    validateJobs(jobs, jobs.all.filter { hasTokensOrSecrets($0.entry.value) }, &walker)
    return ranked(definedTwice(walker.errors), walker.errors)
      .filter(\.subject.isTokenOrSecret)
  }

  private func hasTokensOrSecrets(_ job: NodeID) -> Bool {
    tree.entry(.idTokens, in: job) != nil || tree.entry(.secrets, in: job) != nil
  }

  private func sortedJobs() -> JobSorter {
    var jobs = JobSorter(
      tree: tree,
      isOpen: isOpen,
      incompleteJobs: incompleteJobs,
      version: version
    )
    for entry in tree.entries(root) where !isGlobal(entry) { jobs.add(entry) }
    return jobs
  }

  /// Whether an entry is a global keyword; `default` and `workflow` are jobs when they look so.
  private func isGlobal(_ entry: Entry) -> Bool {
    if Self.reserved.contains(entry.key) { return true }
    guard entry.key == Keyword.default.symbol || entry.key == Keyword.workflow.symbol else {
      return false
    }
    return JobSorter.kind(of: entry, in: tree) == nil
  }

  /// Each step of GitLab's is reached only when the one before found nothing.
  private func ranked(_ steps: [ConfigurationError]...) -> [ConfigurationError] {
    var all: [ConfigurationError] = []
    for step in steps {
      let isHidden = !all.allSatisfy(\.isNote)
      all += step.map { isHidden && !$0.isHidden ? $0.hidden() : $0 }
    }
    return isReached ? all : all.map { $0.hidden() }
  }

  // MARK: Globals

  private func validateGlobals(
    _ globals: [(keyword: Keyword, shape: EntryShape)],
    _ walker: inout EntryWalker
  ) {
    let context = EntryContext(
      subject: .pipeline,
      isPartial: isFragment,
      isFragment: isFragment
    )
    for (keyword, shape) in globals {
      guard let entry = tree.entry(keyword, in: root), tree.kind(entry.value) != .null,
        isGlobal(entry)
      else { continue }
      walker.walk(shape, EntryLocation(entry), context, tree)
    }
  }

  /// The keys both at the top level and in `default`; GitLab detects them while it composes
  /// `default`.
  private func definedTwice(_ errors: [ConfigurationError]) -> [ConfigurationError] {
    guard let shared = tree.entry(.default, in: root), isGlobal(shared),
      tree.kind(shared.value) == .mapping,
      !errors.contains(where: { $0.node == shared.keyNode || $0.node == shared.value })
    else { return [] }
    var found: [ConfigurationError] = []
    for keyword in Self.inherited where tree.present(keyword, in: root) != nil {
      guard tree.present(keyword, in: shared.value) != nil,
        let entry = tree.entry(keyword, in: shared.value)
      else { continue }
      let name = keyword.text.description
      found.append(
        ConfigurationError(
          subject: .pipeline,
          message: "\"\(name)\" is defined both at the top level and in \"default\"",
          gitLabMessage: "\(name) is defined in top-level and `default:` entry",
          node: entry.keyNode,
          origin: entry.origin,
          job: nil,
          entry: nil,
          isHidden: !found.isEmpty
        )
      )
    }
    return found
  }

  // MARK: Jobs

  private func validateJobs(
    _ jobs: JobSorter,
    _ judged: [JobSorter.Job],
    _ walker: inout EntryWalker
  ) {
    let ownErrors = jobs.errors(root: root)
    walker.errors += ownErrors
    walker.path = [.text("jobs")]
    for job in judged {
      var place = EntryLocation(job.entry)
      place.nameFault = nameFault(job.entry)
      var context = EntryContext(
        subject: .job,
        job: job.entry.key,
        isHidden: !ownErrors.allSatisfy(\.isNote),
        isPartial: job.isPartial || isFragment,
        isFragment: isFragment
      )
      switch job.kind {
      case .script: walker.walk(Shapes.job, place, context, tree)
      case .bridge:
        let before = walker.errors.count
        walker.walk(Shapes.bridge, place, context, tree)
        if tree.value(.trigger, in: job.entry.value) == nil {
          mergeErrors(of: job.entry, from: before, &walker)
        }
      case .hidden:
        place.nameFault = nil
        place.isEmptyHash = tree.kind(job.entry.value) == .null
        context.isPartial = false
        walker.walk(Shapes.hidden, place, context, tree)
      }
    }
  }

  private func nameFault(_ entry: Entry) -> NameFault? {
    switch tree.kind(entry.key) {
    case .string, .symbol, .date, .time:
      if tree.bytes(entry.key).isEmpty { return .isEmpty }
      guard tree.bytes(entry.key).count > NameFault.lengthLimit else { return nil }
      let length = tree.text(entry.key).unicodeScalars.count
      return length > NameFault.lengthLimit ? .tooLong : nil
    case .null: return .isNull
    case .bool where tree.text(entry.key) == "false": return .isNull
    default: return .isNoText
    }
  }

  /// A mapping with `needs` and without a script is a trigger job to GitLab, which then finds all
  /// kinds of fault with it; that the script is missing is what its author wants to know.
  private func mergeErrors(of job: Entry, from start: Int, _ walker: inout EntryWalker) {
    let found = walker.errors[start...]
    guard let first = found.first(where: { !$0.isHidden }),
      found.contains(where: { error in
        ([error.gitLabMessage] + error.alsoSays).contains {
          $0.hasSuffix("should contain either a trigger or a needs:pipeline")
        }
      })
    else { return }
    let messages = found.filter { !$0.isHidden }.flatMap { [$0.gitLabMessage] + $0.alsoSays }
    var others: [String] = []
    for message in messages where message != first.gitLabMessage && !others.contains(message) {
      others.append(message)
    }
    let merged = ConfigurationError(
      subject: .job,
      message: "the job \"\(tree.text(job.key))\" has needs, but no script, run or trigger",
      gitLabMessage: first.gitLabMessage,
      alsoSays: others,
      node: job.keyNode,
      origin: job.origin,
      job: job.key,
      entry: nil,
      isHidden: false
    )
    walker.errors.replaceSubrange(start..., with: [merged] + found.filter(\.isHidden))
  }
}

extension ConfigurationError {
  /// The same error, which GitLab does not come to.
  fileprivate func hidden() -> Self {
    var hidden = self
    hidden.isHidden = !isNote
    return hidden
  }
}
