import Files
import ShellSyntax
import TextFormats
import YAMLSyntax

/// Includes, in the order in which GitLab handles those of one file: their types, their rules, what
/// they name, then all files, and what is in them.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/external/{mapper,processor}.rb`.
extension Composer {
  /// A file that an include names.
  struct IncludedFile {
    var directive: IncludeDirective
    /// The name that GitLab quotes.
    var name: String
    /// Where it is; nil when it was not found.
    var copy: IncludeLibrary.Copy?
    /// The faults of its name or its content.
    var problems: [CompositionProblem] = []
    /// The file, when GitLab cannot read it.
    var unreadable: FileID?
    /// Whether it is not known whether its rules hold.
    var isPossible = false
    /// The entries that it adds.
    var entries: [Entry] = []

    /// Its path as it is written, when variables are in it: their values are not for reports.
    var written: String? {
      guard case .local(let path) = directive.target,
        !VariableReference.names(in: path).isEmpty
      else { return nil }
      return path
    }

    /// Whether GitLab refuses it, and so never comes to its own includes.
    var isRefused: Bool { unreadable != nil || !problems.isEmpty }
  }

  /// A file's entries on top of those of the files that it includes.
  ///
  /// `include` itself is removed; only that of a root that includes nothing stays, for GitLab then
  /// validates it as it does other keywords.
  mutating func withIncludes(
    _ content: NodeID,
    on shelf: IncludeLibrary.Shelf,
    isRoot: Bool = false
  ) -> [Entry] {
    let own = Array(composition.tree.entries(content))
    guard let value = composition.tree.value(.include, in: content) else { return own }
    let unresolvedCount = composition.unresolvedIncludes.count
    let isStart = isRoot && composition.isChild
    let named = includedFiles(value, on: shelf, isStart: isStart)
    let files = loadedFiles(of: named, from: shelf)
    if isStart { composition.startFiles = files.compactMap(fileID) }
    if isRoot, composition.isWhole, composition.tree.kind(value) == .mapping, !files.isEmpty,
      files.allSatisfy(\.isPossible)
    {
      composition.lonelyInclude = value
    }
    var entries: [Entry] = []
    for file in files {
      entries = DeepMerge.entries(entries, under: file.entries, in: &composition.tree)
    }
    let isUntouched = files.isEmpty && composition.unresolvedIncludes.count == unresolvedCount
    if isRoot, isUntouched, !composition.isRefused { return own }
    let remaining = own.filter { $0.key != Keyword.include.symbol }
    guard !entries.isEmpty else { return remaining }
    return DeepMerge.entries(entries, under: remaining, in: &composition.tree)
  }

  /// The file of an include; nil if it was not read.
  private func fileID(_ file: IncludedFile) -> FileID? {
    file.copy.flatMap { loaded[$0.shelf.shown($0.path)]?.file }
  }

  /// The files that the value of `include` names, those that its rules exclude left out.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - shelf: Where local paths are found.
  ///   - isStart: Whether it is that of a trigger job, whose rules are validated with the job.
  /// - Returns: The files, those that cannot be read included.
  private mutating func includedFiles(
    _ value: NodeID,
    on shelf: IncludeLibrary.Shelf,
    isStart: Bool
  ) -> [IncludedFile] {
    let reader = IncludeReader(tree: composition.tree, version: library.version)
    let all = reader.directives(value)
    for case .failure(let fault) in all where fault.step == .type { report(fault) }
    let kept = all.map { (entry: $0, isIncluded: isIncluded($0, isStart: isStart)) }
    for step in [IncludeFault.Step.expand, .match] {
      for case (.failure(let fault), true?) in kept where fault.step == step { report(fault) }
    }
    var files: [IncludedFile] = []
    for case (.success(let directive), let isIncluded) in kept where isIncluded != false {
      if let fault = reader.emptyName(of: directive, with: library.variables) {
        if isIncluded == true { report(fault) }
        continue
      }
      files += candidates(directive, from: shelf).map { file in
        var file = file
        file.isPossible = isIncluded == nil
        return file
      }
    }
    return files
  }

  private mutating func report(_ fault: IncludeFault) {
    composition.report([
      CompositionProblem(
        .include,
        fault.message,
        gitLab: fault.gitLabMessage,
        at: fault.node,
        isCrash: fault.isCrash
      )
    ])
  }

  /// Whether an include's rules, if it has any, let it in; nil when that is not known.
  private mutating func isIncluded(
    _ entry: Result<IncludeDirective, IncludeFault>,
    isStart: Bool
  ) -> Bool? {
    let rules: NodeID?
    switch entry {
    case .success(let directive): rules = directive.rules
    case .failure(let fault): rules = fault.rules
    }
    guard let rules, checkRules(rules, isStart: isStart) else { return rules == nil }
    let listing = listing(of: home)
    let decision = IncludeRules(
      tree: composition.tree,
      variables: library.variables,
      paths: { listing.paths },
      budget: composition.budget
    ).includes(rules)
    composition.decisions.append(IncludeDecision(rules: rules, isIncluded: decision))
    switch library.variables.undecided {
    case .possible: return decision
    case .leftOut: return decision ?? false
    case .included: return decision ?? true
    }
  }

  /// Validates `include:rules`, which GitLab does before it reads any file.
  private mutating func checkRules(_ rules: NodeID, isStart: Bool) -> Bool {
    let tree = composition.tree
    var walker = EntryWalker(tree: tree, version: library.version)
    var place = EntryLocation(Item(value: rules), part: nil)
    place.part = .last("rules")
    let isRight = walker.walk(Shapes.includeRules, place, EntryContext(subject: .pipeline), tree)
    if isStart, !isRight { isStartRefused = true }
    if isRight || isStart { return isRight }
    let visible = walker.errors.filter { !$0.isHidden && !$0.isNote }
    for error in visible.isEmpty ? walker.errors : visible {
      composition.report([
        CompositionProblem(
          .include,
          error.message,
          gitLab: error.isCrash ? error.gitLabMessage : "include:\(error.gitLabMessage)",
          at: error.node,
          isCrash: error.isCrash
        )
      ])
    }
    return false
  }

  // MARK: Files

  /// The files that an include names, with the problems of their names.
  mutating func candidates(
    _ directive: IncludeDirective,
    from shelf: IncludeLibrary.Shelf
  ) -> [IncludedFile] {
    if let pattern = directive.pattern(with: library.variables) {
      guard shelf.isProject, !shelf.isPartial else {
        unresolved(directive, "which files of the other project fit the pattern is unknown")
        return []
      }
      return matches(pattern, on: shelf)
        .filter { !expandedPaths.contains(shelf.shown($0)) }
        .map { path in
          IncludedFile(
            directive: directive,
            name: path,
            copy: IncludeLibrary.Copy(shelf: shelf, path: path)
          )
        }
    }
    guard let target = directive.target(with: library.variables) else {
      composition.hasOpenPaths = true
      unresolved(directive, "its path contains a variable with an unknown value")
      return []
    }
    if case .other(let keyword) = target {
      unresolved(directive, "\"\(keyword)\" is not an include up to GitLab \(GitLabFeature.newest)")
      return []
    }
    if let file = faulty(target, directive) { return count(directive) ? [file] : [] }
    guard case .local(let written) = target else { return remoteFiles(target, directive) }
    guard shelf.isProject else {
      unresolved(directive, "a template or a remote file belongs to no project")
      return []
    }
    let path = IncludeDirective.withoutLeadingSlashes(written)
    let copy = IncludeLibrary.Copy(shelf: shelf, path: path)
    return [IncludedFile(directive: directive, name: path, copy: copy)]
  }

  /// The first file of an include whose name GitLab refuses.
  private func faulty(
    _ target: IncludeDirective.Target,
    _ directive: IncludeDirective
  ) -> IncludedFile? {
    let mayBeChild = composition.isChild || !composition.isWhole
    guard let fault = IncludeLocation.fault(target, mayBeChild: mayBeChild) else { return nil }
    let problem = CompositionProblem(
      .include,
      fault.message,
      gitLab: fault.gitLabMessage,
      at: directive.node
    )
    return IncludedFile(directive: directive, name: "", problems: [problem])
  }

  /// Files for which GitLab would query a server, as far as there are copies.
  private mutating func remoteFiles(
    _ target: IncludeDirective.Target,
    _ directive: IncludeDirective
  ) -> [IncludedFile] {
    do throws(IncludeLibrary.NotFound) {
      let copies = try library.copies(of: target)
      let names = IncludeLocation.names(of: target)
      return copies.enumerated().map { index, copy in
        let name = names.indices.contains(index) ? names[index] : copy.path
        return IncludedFile(directive: directive, name: name, copy: copy)
      }
    } catch {
      // Counted as well, so that the limit is the same with and without a copy.
      guard count(directive) else { return [] }
      if let file = missingTemplate(target, directive) { return [file] }
      let integrity = directive.mapping
        .flatMap { composition.tree.present(.integrity, in: $0) }
        .map(composition.tree.rubyText)
      unresolved(
        directive,
        error.reason,
        request: IncludeRequest(target, integrity: integrity)
      )
      return []
    }
  }

  /// A template that no version of GitLab has; a newer one than is known may have it.
  private func missingTemplate(
    _ target: IncludeDirective.Target,
    _ directive: IncludeDirective
  ) -> IncludedFile? {
    guard case .template(let name) = target, !GitLabTemplates.contain(name),
      GitLabFeature.covers(library.version)
    else { return nil }
    let hint = Spelling.suggestion(for: name, among: GitLabTemplates.all, isQuoted: false)
    let problem = CompositionProblem(
      .include,
      "GitLab has no template \(name)\(hint)",
      gitLab: "Included file `\(name)` is empty or does not exist!",
      at: directive.node
    )
    return IncludedFile(directive: directive, name: name, problems: [problem])
  }

  private mutating func matches(
    _ pattern: String,
    on shelf: IncludeLibrary.Shelf
  ) -> [String] {
    let pattern = PathPattern(include: pattern)
    return listing(of: shelf).paths.filter { pattern.matches($0, within: composition.budget) }
  }
}
