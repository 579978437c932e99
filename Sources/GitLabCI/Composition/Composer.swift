package import Files
import TextFormats
package import YAMLSyntax

/// A pipeline's configuration after includes and `extends`: what GitLab validates.
package struct Composition: Sendable {
  /// All values.
  package fileprivate(set) var tree: NodeTree
  /// The composed top-level mapping; nil when there is none.
  package fileprivate(set) var root: NodeID?
  /// The files that were read, the root file first.
  package fileprivate(set) var files: [LoadedFile] = []
  /// For each file but the root, the node of the include that brought it first.
  package fileprivate(set) var includedBy: [FileID: NodeID] = [:]
  /// The repository that the pipeline belongs to; nil when there is none.
  package fileprivate(set) var repository: (any RepositoryFiles)?
  /// What stops GitLab from composing it.
  package fileprivate(set) var problems: [CompositionProblem] = []
  /// Includes that were followed, in GitLab's order.
  package fileprivate(set) var followedIncludes: [FollowedInclude] = []
  /// Includes that were not followed: keys of the composed mapping may be missing.
  package fileprivate(set) var unresolvedIncludes: [UnresolvedInclude] = []
  /// Files that files of other projects include from the same project, and of which there is no
  /// copy; as findings would show their paths.
  package fileprivate(set) var missingCopies: [String] = []
  /// Jobs of which not everything is known, because something they extend is not.
  package fileprivate(set) var incompleteJobs: Set<Symbol> = []
  /// Top-level keys that an include brings of which it is not known whether its rules hold.
  package fileprivate(set) var possibleKeys: Set<Symbol> = []
  /// Whether an include was not followed because its path depends on the run.
  package fileprivate(set) var hasOpenPaths = false
  /// What `include:rules` come to, in the order in which GitLab decides them.
  package fileprivate(set) var decisions: [IncludeDecision] = []
  /// Why there is no root: what the files hold comes to too much.
  package private(set) var excess: CompositionExcess?

  /// Whether the root file is a pipeline; a fragment is only a part of one.
  package fileprivate(set) var isWhole = true

  /// Whether there may be more in the pipeline than what was read.
  package var isOpen: Bool {
    !isWhole || !unresolvedIncludes.isEmpty
      || problems.contains { $0.step == .include || $0.step == .inputs }
      || files.contains { $0.error != nil }
  }

  /// Whether it is not known of an include whether its rules hold.
  package var isUndecided: Bool { decisions.contains { $0.isIncluded == nil } }

  /// Gives the pipeline up, because there is too much of it.
  mutating func giveUp(_ excess: CompositionExcess) {
    self.excess = excess
    root = nil
  }
}

/// What the rules of an include come to.
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

  private var composition: Composition
  private let library: IncludeLibrary
  private let home: IncludeLibrary.Shelf
  private var includeCount = 0
  /// Whether the root's inputs may get values from elsewhere.
  private var takesInputs = false
  private var reportedLimit = false
  /// Files by path, so that one that is included twice is read once.
  private var loaded: [String: LoadedFile] = [:]
  private lazy var paths: [String] = home.files.allPaths()

  /// Composes a pipeline.
  ///
  /// - Parameters:
  ///   - root: The root file.
  ///   - repository: Where its local includes are found.
  ///   - library: Where includes that need a server are found.
  ///   - isWhole: Whether the root is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether the root's inputs may get values from elsewhere.
  /// - Returns: The composition, with what stopped it.
  package static func compose(
    _ root: SourceText,
    in repository: any RepositoryFiles,
    library: IncludeLibrary = IncludeLibrary(),
    isWhole: Bool = true,
    takesInputs: Bool = false
  ) -> Composition {
    var composer = Self(home: repository, library: library)
    composer.composition.isWhole = isWhole
    composer.takesInputs = takesInputs || !isWhole
    composer.compose(root)
    return composer.composition
  }

  private init(home: any RepositoryFiles, library: IncludeLibrary) {
    self.home = IncludeLibrary.Shelf(files: home)
    self.library = library
    composition = Composition(tree: .forPipelines())
    composition.repository = home
  }

  private mutating func compose(_ root: SourceText) {
    let file = composition.tree.load(root, headerKey: Keyword.spec.symbol)
    composition.files.append(file)
    guard let written = file.content ?? emptyContent(file, root),
      composition.tree.kind(written) == .mapping,
      let content = interpolated(written, of: file, for: nil)
    else { return }
    let entries = withIncludes(content, on: home)
    let location = composition.tree.location(content)
    let merged = composition.tree.makeMapping(entries, at: location)
    guard let extended = resolveExtends(merged) else { return }
    composition.root = resolveReferences(extended)
  }

  /// The empty mapping that GitLab makes of a file with nothing but comments; a blank file, and
  /// one that cannot be read, have no content.
  private mutating func emptyContent(_ file: LoadedFile, _ source: SourceText) -> NodeID? {
    guard file.error == nil, !source.isBlank else { return nil }
    let start = TextPosition(line: 1, column: 1)
    let location = Location(file: file.file, span: TextSpan(start: start, end: start))
    return composition.tree.makeMapping([], at: location)
  }

  // MARK: Includes

  /// A file's entries on top of those of the files that it includes, `include` itself removed.
  private mutating func withIncludes(
    _ content: NodeID,
    on shelf: IncludeLibrary.Shelf
  ) -> [Entry] {
    let own = Array(composition.tree.entries(content))
    guard let value = composition.tree.value(.include, in: content) else { return own }
    var entries: [Entry] = []
    for directive in IncludeReader(tree: composition.tree).directives(value) {
      switch directive {
      case .success(let directive):
        let isExcluded = follow(directive, from: shelf, onto: &entries)
        // GitLab looks at the form of the include only when it includes nothing.
        if isExcluded, composition.tree.kind(value) == .mapping {
          report(
            .include,
            "GitLab refuses a single include that its rules exclude; make it a list",
            gitLab: "include config should be an array or a string",
            at: directive.node
          )
        }
      case .failure(let fault):
        report(.include, fault.message, gitLab: fault.gitLabMessage, at: fault.node)
      }
    }
    let remaining = own.filter { $0.key != Keyword.include.symbol }
    guard !entries.isEmpty else { return remaining }
    return DeepMerge.entries(entries, under: remaining, in: &composition.tree)
  }

  /// Follows an include.
  ///
  /// - Returns: Whether its rules exclude it.
  private mutating func follow(
    _ directive: IncludeDirective,
    from shelf: IncludeLibrary.Shelf,
    onto entries: inout [Entry]
  ) -> Bool {
    if let rules = directive.rules {
      let decision = IncludeRules(
        tree: composition.tree,
        variables: library.variables,
        paths: home.files.allPaths
      ).includes(rules)
      composition.decisions.append(IncludeDecision(rules: rules, isIncluded: decision))
      if decision == false { return true }
      if decision == nil, library.variables.leavesOutUndecided { return false }
      if decision == nil {
        // What it brings may be there: its mistakes are found, and nothing is certain of it.
        var brought: [Entry] = []
        followTarget(directive, from: shelf, onto: &brought)
        composition.possibleKeys.formUnion(brought.map(\.key))
        entries = DeepMerge.entries(entries, under: brought, in: &composition.tree)
        return false
      }
    }
    followTarget(directive, from: shelf, onto: &entries)
    return false
  }

  /// Follows an include whose rules do not exclude it.
  private mutating func followTarget(
    _ directive: IncludeDirective,
    from shelf: IncludeLibrary.Shelf,
    onto entries: inout [Entry]
  ) {
    guard let target = directive.target(with: library.variables) else {
      composition.hasOpenPaths = true
      unresolved(directive, "its path holds a variable whose value is not known")
      return
    }
    guard case .local(let written) = target else {
      followRemote(target, directive, onto: &entries)
      return
    }
    guard shelf.isProject else {
      unresolved(directive, "a template or a file behind a URL has no project to find it in")
      return
    }
    let local = String(written.drop { $0 == "/" })
    let isPattern = written.contains("*")
    guard !isPattern || !shelf.isPartial else {
      unresolved(directive, "which files of the other project fit the pattern is not known")
      return
    }
    let targets =
      isPattern ? matches(local, on: shelf).filter { loaded[shelf.shown($0)] == nil } : [local]
    for target in targets where count(directive) {
      let copy = IncludeLibrary.Copy(shelf: shelf, path: target)
      include(copy, written: written, directive, onto: &entries)
    }
  }

  /// Follows an include that GitLab would ask a server for, if there is a copy.
  private mutating func followRemote(
    _ target: IncludeDirective.Target,
    _ directive: IncludeDirective,
    onto entries: inout [Entry]
  ) {
    let copies: [IncludeLibrary.Copy]
    do throws(IncludeLibrary.NotFound) {
      copies = try library.copies(of: target)
    } catch {
      // Counted as well, so that the limit is the same with and without a copy.
      guard count(directive) else { return }
      let integrity = directive.mapping
        .flatMap { composition.tree.present(.integrity, in: $0) }
        .map(composition.tree.rubyText)
      unresolved(
        directive,
        error.reason,
        request: IncludeRequest(target, integrity: integrity)
      )
      return
    }
    for copy in copies where count(directive) {
      include(copy, written: copy.path, directive, onto: &entries)
    }
  }

  /// Counts an include against GitLab's limit, which is also how cycles end.
  private mutating func count(_ directive: IncludeDirective) -> Bool {
    includeCount += 1
    guard includeCount > Self.includeLimit else { return true }
    if !reportedLimit {
      reportedLimit = true
      report(
        .include,
        "more than \(Self.includeLimit) files are included, or files include each other",
        gitLab: "Maximum of \(Self.includeLimit) nested includes are allowed!",
        at: directive.node
      )
    }
    return false
  }

  private mutating func matches(
    _ pattern: String,
    on shelf: IncludeLibrary.Shelf
  ) -> [String] {
    let pattern = WildcardPattern(pattern)
    let paths = shelf.folder.isEmpty ? self.paths : shelf.files.allPaths()
    return paths.filter(pattern.matches)
  }

  private mutating func include(
    _ copy: IncludeLibrary.Copy,
    written: String,
    _ directive: IncludeDirective,
    onto entries: inout [Entry]
  ) {
    guard hasYAMLExtension(copy.path) else {
      report(
        .include,
        "an included file must end in .yml or .yaml",
        gitLab: "Included file `\(written)` does not have YAML extension!",
        at: directive.node
      )
      return
    }
    guard let file = load(copy, written: written, directive), file.error == nil else { return }
    guard let raw = file.content, composition.tree.kind(raw) == .mapping else {
      let gitLab = "Included file `\(written)` does not have valid YAML syntax!"
      let shown = copy.shelf.shown(copy.path)
      report(.include, "\(shown) holds no mapping", gitLab: gitLab, at: directive.node)
      return
    }
    guard let content = interpolated(raw, of: file, for: directive) else { return }
    let included = withIncludes(content, on: copy.shelf)
    entries = DeepMerge.entries(entries, under: included, in: &composition.tree)
  }

  private mutating func load(
    _ copy: IncludeLibrary.Copy,
    written: String,
    _ directive: IncludeDirective
  ) -> LoadedFile? {
    let path = copy.shelf.shown(copy.path)
    if let file = loaded[path] {
      composition.followedIncludes.append(FollowedInclude(directive: directive, file: file.file))
      return file
    }
    do throws(FileError) {
      let bytes = try copy.shelf.files.read(copy.path)
      let source = SourceText(path: path, bytes: bytes)
      guard !source.isBlank else {
        report(
          .include,
          "\(path) is empty",
          gitLab: "Local file `\(written)` is empty!",
          at: directive.node
        )
        return nil
      }
      let file = composition.tree.load(source, headerKey: Keyword.spec.symbol)
      loaded[path] = file
      composition.files.append(file)
      composition.includedBy[file.file] = directive.node
      composition.followedIncludes.append(FollowedInclude(directive: directive, file: file.file))
      return file
    } catch {
      if !copy.shelf.folder.isEmpty { composition.missingCopies.append(path) }
      report(
        .include,
        Self.message(error, path: path),
        gitLab: "Local file `\(written)` does not exist!",
        at: directive.node,
        isMissingFile: true
      )
      return nil
    }
  }

  private static func message(_ error: FileError, path: String) -> String {
    switch error {
    case .missing: "there is no file \(path) in the repository"
    case .outside: "\(path) leads out of the repository"
    case .notRegular: "\(path) is no regular file"
    case .tooLarge(let limit): "\(path) is larger than \(limit / 1_048_576) MiB"
    case .unreadable(let reason): "\(path) could not be read: \(reason)"
    }
  }

  /// GitLab looks at the base name, in any case of letters, and wants a character before the dot.
  private func hasYAMLExtension(_ path: String) -> Bool {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    return (name.hasSuffix(".yml") && name.count > 4) || (name.hasSuffix(".yaml") && name.count > 5)
  }

  // MARK: Inputs

  /// A file's content with the values of its inputs; nil when GitLab cannot make them out.
  private mutating func interpolated(
    _ content: NodeID,
    of file: LoadedFile,
    for directive: IncludeDirective?
  ) -> NodeID? {
    let place = directive?.inputs ?? directive?.node
    if let inputs = directive?.inputs, composition.tree.kind(inputs) != .mapping {
      reportInputs("the inputs must be a mapping", "Given inputs must be a hash", inputs, directive)
      return nil
    }
    guard let header = file.header else {
      guard let inputs = directive?.inputs, !composition.tree.entries(inputs).isEmpty else {
        return content
      }
      let says = "Given inputs not defined in the `spec` section of the included configuration file"
      reportInputs("the included file declares no inputs", says, inputs, directive)
      return nil
    }
    var walker = EntryWalker(tree: composition.tree)
    walker.path = [.text("header")]
    let start = EntryLocation(Item(value: header), part: nil)
    walker.walk(Shapes.header, start, EntryContext(subject: .pipeline), composition.tree)
    let errors = walker.errors.filter { !$0.isHidden }
    for error in errors {
      reportInputs(error.message, error.gitLabMessage, error.node, directive)
    }
    guard errors.isEmpty else { return nil }
    return interpolated(content, header: header, for: directive, at: place ?? header)
  }

  private mutating func interpolated(
    _ content: NodeID,
    header: NodeID,
    for directive: IncludeDirective?,
    at place: NodeID
  ) -> NodeID? {
    let tree = composition.tree
    composition.tree = .empty
    let spec = tree.value(.spec, in: header)
    var inputs = InputSet(
      spec.flatMap { tree.present(.inputs, in: $0) },
      arguments: directive?.inputs,
      isStandalone: directive == nil && takesInputs,
      tree: tree
    )
    // Only a file that is included as a component is told what it is.
    var components: Set<String> = []
    var isComponent = directive == nil && !composition.isWhole
    if case .component? = directive?.target { isComponent = true }
    if isComponent, let listed = spec.flatMap({ tree.present(.component, in: $0) }) {
      components = Set(tree.items(listed).map { item in tree.string(item.value) })
    }
    var problems = inputs.problems
    var result = content
    swap(&composition.tree, &inputs.tree)
    if problems.isEmpty {
      let tree = composition.tree
      composition.tree = .empty
      var interpolator = Interpolator(
        inputs: inputs.values,
        components: components,
        tree: tree
      )
      result = interpolator.interpolate(content)
      problems = interpolator.problems
      swap(&composition.tree, &interpolator.tree)
    }
    for problem in problems {
      reportInputs(problem.message, problem.gitLabMessage, problem.node ?? place, directive)
    }
    return problems.isEmpty ? result : nil
  }

  /// GitLab names the included file in front of what is wrong with it.
  private mutating func reportInputs(
    _ message: String,
    _ gitLab: String,
    _ node: NodeID,
    _ directive: IncludeDirective?
  ) {
    var prefix = ""
    if case .local(let path)? = directive?.target { prefix = "`\(path)`: " }
    report(.inputs, message, gitLab: prefix + gitLab, at: node)
  }

  // MARK: Extends

  private mutating func resolveExtends(_ root: NodeID) -> NodeID? {
    // The tree is handed over, not shared: a shared one would be copied on the first change.
    let tree = composition.tree
    let isOpen = composition.isOpen
    composition.tree = .empty
    var resolver = ExtendsResolver(root: root, tree: tree, isOpen: isOpen)
    let resolved = resolver.resolve()
    composition.tree = resolver.tree
    composition.problems += resolver.problems
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
    composition.problems += resolver.problems
    return resolved
  }

  // MARK: Reporting

  private mutating func unresolved(
    _ directive: IncludeDirective,
    _ reason: String,
    request: IncludeRequest? = nil
  ) {
    composition.unresolvedIncludes.append(
      UnresolvedInclude(directive: directive, reason: reason, request: request)
    )
  }

  private mutating func report(
    _ step: CompositionProblem.Step,
    _ message: String,
    gitLab: String,
    at node: NodeID,
    isMissingFile: Bool = false
  ) {
    composition.problems.append(
      CompositionProblem(step, message, gitLab: gitLab, at: node, isMissingFile: isMissingFile)
    )
  }
}
