package import Files
package import YAMLSyntax

/// A pipeline's configuration after includes and `extends`: what GitLab validates.
package struct Composition: Sendable {
  /// All values.
  package internal(set) var tree: NodeTree
  /// The composed top-level mapping; nil when there is none.
  package internal(set) var root: NodeID?
  /// The files that were read, the root file first.
  package internal(set) var files: [LoadedFile] = []
  /// For each file but the root, the node of the include that brought it first.
  package internal(set) var includedBy: [FileID: NodeID] = [:]
  /// The repository that the pipeline belongs to; nil when there is none.
  package internal(set) var repository: (any RepositoryFiles)?
  /// The budget of the run that composed it.
  package internal(set) var budget = Budget()
  /// The errors that stop GitLab from composing it.
  package internal(set) var problems: [CompositionProblem] = []
  /// Includes that were followed, in GitLab's order.
  package internal(set) var followedIncludes: [FollowedInclude] = []
  /// Includes that were not followed: keys of the composed mapping may be missing.
  package internal(set) var unresolvedIncludes: [UnresolvedInclude] = []
  /// Files that files of other projects include from the same project, without a copy here; as
  /// findings would show their paths.
  package internal(set) var missingCopies: [String] = []
  /// Jobs that are not completely known, because something they extend is not.
  package internal(set) var incompleteJobs: Set<Symbol> = []
  /// Top-level keys of includes whose rules are undecided.
  package internal(set) var possibleKeys: Set<Symbol> = []
  /// The include that is a mapping whose rules may let no file in, which GitLab then refuses.
  package internal(set) var lonelyInclude: NodeID?
  /// Whether GitLab refuses the content of an include whose rules are undecided.
  package internal(set) var refusesPossibleFile = false
  /// Whether an include was not followed because its path depends on the run.
  package internal(set) var hasOpenPaths = false
  /// The decisions of `include:rules`, in GitLab's order.
  package internal(set) var decisions: [IncludeDecision] = []
  /// Whether GitLab stops before it has composed the configuration.
  package internal(set) var isRefused = false
  /// The file that GitLab cannot read, when that is the reason.
  package private(set) var unreadableFile: FileID?
  /// The words that GitLab puts around what is wrong with an included file.
  var quotations: [FileID: Quotation] = [:]
  /// The reason why there is no root: the content of the files exceeds a limit.
  package private(set) var excess: CompositionExcess?

  /// The version of GitLab that judges; nil for the newest.
  package internal(set) var version: GitLabVersion?

  /// Whether the root file is a pipeline; a fragment is only a part of one.
  package internal(set) var isWhole = true

  /// Whether its root is the configuration that GitLab makes for a child pipeline.
  package internal(set) var isChild = false
  /// The files that the trigger job of a child pipeline names, those that were read.
  var startFiles: [FileID] = []
  /// Where includes that need a server are found.
  package internal(set) var library = IncludeLibrary()

  /// The root file; for an unread child pipeline, the file that starts it.
  package var rootFile: FileID { files.first?.file ?? .first }

  /// Whether there may be more in the pipeline than what was read.
  package var isOpen: Bool {
    !isWhole || !unresolvedIncludes.isEmpty
      || problems.contains { $0.step == .include || $0.step == .inputs }
      || files.contains { $0.error != nil }
  }

  /// Whether something that was not read may bring `workflow`.
  package var mayHaveMoreWorkflow: Bool {
    !isWhole
      || unresolvedIncludes.contains { include in
        guard case .template(let name) = include.directive.target else { return true }
        return GitLabTemplates.mayHaveWorkflow(name)
      }
  }

  /// Where more in the pipeline may come from than what was read.
  package var openSource: String {
    !isWhole && unresolvedIncludes.isEmpty
      ? "a pipeline that includes this file" : "an include that could not be followed"
  }

  /// Whether it is not known of an include whether its rules hold.
  package var isUndecided: Bool { !undecided.isEmpty }

  /// The decisions that are not known.
  var undecided: [IncludeDecision] { decisions.filter { $0.isIncluded == nil } }

  /// Whether the stages depend on which of several includes GitLab follows together.
  var hasUncertainStages: Bool {
    undecided.count > 1 && possibleKeys.contains(Keyword.stages.symbol)
  }

  /// The file that the trigger job of a child pipeline names and that brings a file.
  ///
  /// - Parameter file: The file.
  /// - Returns: The named file; nil when this is not a child pipeline, or nothing of it was read.
  func startFile(leadingTo file: FileID) -> FileID? {
    guard startFiles.count > 1 else { return startFiles.first }
    var next: FileID? = file
    while let file = next, !startFiles.contains(file) {
      let includer = includedBy[file].map { tree.location($0).file }
      next = includer == file ? nil : includer
    }
    return next ?? startFiles.first
  }

  /// Records what stops GitLab, unless something before it does.
  mutating func report(_ found: [CompositionProblem]) {
    for var problem in found {
      problem.isHidden = problem.isHidden || isRefused
      // A file that includes itself was read again below, where GitLab never comes.
      if !problem.isHidden {
        problems.removeAll { earlier in
          earlier.isHidden && earlier.node == problem.node
            && earlier.gitLabMessage == problem.gitLabMessage
        }
      }
      problems.append(problem)
    }
    if !found.isEmpty { isRefused = true }
  }

  /// Records that GitLab cannot read a file.
  mutating func refuse(because file: FileID) {
    if !isRefused { unreadableFile = file }
    isRefused = true
  }

  /// The words around a fault of an included file.
  struct Quotation {
    /// The file's name.
    let name: String
    /// The words before it, about the file whose header includes this one.
    var before = ""
    /// The words after the fault.
    var after = ""
  }

  /// A fault of a file in GitLab's words: the name of an included file comes first.
  package func quoted(_ message: String, in file: FileID) -> String {
    guard let quotation = quotations[file] else { return message }
    return "\(quotation.before)`\(quotation.name)`: \(message)\(quotation.after)"
  }

  /// Gives the pipeline up, because there is too much of it.
  mutating func giveUp(_ excess: CompositionExcess) {
    self.excess = excess
    root = nil
  }
}

/// The decision of an include's rules.
package struct IncludeDecision: Sendable {
  /// The rules.
  package let rules: NodeID
  /// Whether the file is included; nil when that is not known.
  package let isIncluded: Bool?
}

/// Composes a pipeline from its root file, as GitLab's `config.rb` does: include, then extends.
package struct Composer {
  /// GitLab's default for `ci_max_includes`, nested and repeated ones counted.
  static let includeLimit = 150

  /// The minimum number of a file's bytes that one value takes.
  private static let bytesPerValue = 4

  var composition: Composition
  let library: IncludeLibrary
  let home: IncludeLibrary.Shelf
  var includeCount = 0
  /// The includes that were followed although GitLab stops before them.
  var hiddenCount = 0
  /// Whether the root's inputs may get values from elsewhere.
  private(set) var takesInputs = false
  var reportedLimit = false
  /// Whether GitLab refuses the trigger job of a child pipeline, and so never starts it.
  var isStartRefused = false
  /// Files by path, so that one that is included twice is read once.
  var loaded: [String: LoadedFile] = [:]
  /// Local files that were included: a pattern does not include them again.
  var expandedPaths: Set<String> = []
  private var listings: [String: PathListing] = [:]
  /// The size of the root file, in bytes.
  private var rootSize = 0

  /// Composes a pipeline.
  ///
  /// - Parameters:
  ///   - root: The configuration with which it begins.
  ///   - repository: Where its local includes are found.
  ///   - library: Where includes that need a server are found.
  ///   - isWhole: Whether the root is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether the root's inputs may get values from elsewhere.
  /// - Returns: The composition, with what stopped it.
  package static func compose(
    _ root: PipelineRoot,
    in repository: any RepositoryFiles,
    library: IncludeLibrary = IncludeLibrary(),
    isWhole: Bool = true,
    takesInputs: Bool = false
  ) -> Composition {
    var composer = Self(home: repository, library: library)
    composer.composition.isWhole = isWhole
    composer.composition.version = library.version
    composer.composition.library = library
    composer.takesInputs = takesInputs || !isWhole
    repository.budget.spend(1, on: .compositions)
    switch root {
    case .file(let source): composer.compose(source)
    case .child(let configuration): composer.compose(configuration)
    }
    return composer.composition
  }

  private init(home: any RepositoryFiles, library: IncludeLibrary) {
    self.home = IncludeLibrary.Shelf(files: home)
    self.library = library
    composition = Composition(tree: .forPipelines())
    composition.repository = home
    composition.budget = home.budget
  }

  private mutating func compose(_ root: SourceText) {
    rootSize = root.bytes.count
    let file = composition.tree.loadPipeline(root, headerKey: Keyword.spec.symbol)
    composition.files.append(file)
    if file.isRefused { composition.refuse(because: file.file) }
    guard !composition.budget.isExhausted,
      let written = file.content ?? emptyContent(file, root)
    else { return }
    let interpolated = interpolated(written, of: file, for: nil, on: home)
    composition.report(interpolated.problems)
    let content = interpolated.content
    let entries = withIncludes(content, on: home, isRoot: true)
    finish(entries, at: composition.tree.location(content))
  }

  private mutating func compose(_ child: ChildConfiguration) {
    composition.isChild = true
    composition.tree = child.tree
    guard !composition.budget.isExhausted else { return }
    let entries = withIncludes(child.content, on: home, isRoot: true)
    guard !isStartRefused else { return }
    let tree = composition.tree
    // Where the include is written, there is no job of the child to point at.
    let start = composition.files.first?.content ?? child.content
    finish(entries, at: tree.location(start))
  }

  /// Applies `extends` and `!reference` to a configuration after its includes.
  ///
  /// - Parameters:
  ///   - entries: Its keys.
  ///   - location: Where it is written.
  private mutating func finish(_ entries: [Entry], at location: Location) {
    let merged = composition.tree.makeMapping(entries, at: location)
    guard let extended = resolveExtends(merged) else { return }
    composition.root = inOrder(resolveReferences(extended))
    if !composition.budget.spend(addedValues, on: .composedValues) { composition.root = nil }
  }

  /// The values that files and templates make of the text with which the pipeline begins; that text
  /// itself is as long as its author made it.
  private var addedValues: Int {
    let tree = composition.tree
    let size =
      composition.isChild
      ? composition.startFiles.reduce(0) { $0 + tree.file($1).bytes.count } : rootSize
    // Most values have a node for their key; elements of lists have none, and neither lists nor
    // values that a duplicate key replaces have entries.
    let count = max(tree.entryCount, tree.nodeCount / 2)
    return max(0, count - size / Self.bytesPerValue)
  }

  /// Whether the values so far are within the budget; they are part of it when all are known.
  func hasRoom() -> Bool {
    let budget = composition.budget
    let most = Budget.Resource.composedValues.limit - budget.spent(on: .composedValues)
    return addedValues <= most || budget.spend(addedValues, on: .composedValues)
  }

  /// The paths of the files on a shelf.
  mutating func listing(of shelf: IncludeLibrary.Shelf) -> PathListing {
    if let known = listings[shelf.folder] { return known }
    let listing = PathListing(shelf.files.allPaths)
    listings[shelf.folder] = listing
    return listing
  }

  /// The empty mapping that GitLab makes of a file with nothing but comments; a blank file, and
  /// one that cannot be read, have no content.
  private mutating func emptyContent(_ file: LoadedFile, _ source: SourceText) -> NodeID? {
    guard file.error == nil, !source.isBlank else { return nil }
    let start = TextPosition(line: 1, column: 1)
    let location = Location(file: file.file, span: TextSpan(start: start, end: start))
    return composition.tree.makeMapping([], at: location)
  }

  /// The top level with keys in the order in which GitLab has them.
  private mutating func inOrder(_ root: NodeID) -> NodeID {
    guard composition.tree.hasOtherKeys else { return root }
    let tree = composition.tree
    composition.tree = .empty
    var order = KeyOrder(tree: tree)
    let result = order.ordered(root)
    composition.tree = order.tree
    return result
  }

  // MARK: Extends

  private mutating func resolveExtends(_ root: NodeID) -> NodeID? {
    // The tree is moved, not shared: a shared one would be copied on the first change.
    let tree = composition.tree
    let isOpen = composition.isOpen
    composition.tree = .empty
    var resolver = ExtendsResolver(root: root, tree: tree, isOpen: isOpen)
    let resolved = resolver.resolve()
    composition.tree = resolver.tree
    for problem in resolver.problems { composition.report([problem]) }
    composition.incompleteJobs.formUnion(resolver.incompleteJobs)
    guard let excess = resolver.excess else { return resolved }
    composition.giveUp(excess)
    return nil
  }

  private mutating func resolveReferences(_ root: NodeID) -> NodeID {
    guard composition.tree.hasReferences else { return root }
    let tree = composition.tree
    let isOpen = composition.isOpen
    composition.tree = .empty
    var resolver = ReferenceResolver(
      root: root,
      tree: tree,
      isOpen: isOpen,
      incompleteJobs: composition.incompleteJobs
    )
    let resolved = resolver.resolve()
    composition.tree = resolver.tree
    for problem in resolver.problems { composition.report([problem]) }
    return resolved
  }
}
