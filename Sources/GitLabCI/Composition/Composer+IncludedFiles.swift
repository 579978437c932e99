import Files
import YAMLSyntax

/// The files that includes name: they are counted, read, and given their inputs.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/external/mapper/verifier.rb`, `file/base.rb`.
extension Composer {
  /// Counts all files, then reads them; an error in a nested include comes before those of its
  /// siblings.
  mutating func loadedFiles(
    of candidates: [IncludedFile],
    from shelf: IncludeLibrary.Shelf
  ) -> [IncludedFile] {
    var files = counted(candidates)
    for index in files.indices where files[index].problems.isEmpty {
      if files[index].isPossible {
        loadPossible(&files[index], from: shelf)
      } else {
        load(&files[index], from: shelf)
      }
    }
    // GitLab reads all files before it reports the first one that is wrong.
    let failing = files.filter { $0.problems.contains(where: \.isCrash) }
    for file in failing + files where !file.isPossible {
      if let unreadable = file.unreadable { composition.refuse(because: unreadable) }
      composition.report(file.problems)
    }
    return files
  }

  /// The files that the limit allows; patterns do not include them again.
  mutating func counted(_ candidates: [IncludedFile]) -> [IncludedFile] {
    var files: [IncludedFile] = []
    for file in candidates where file.copy == nil || count(file.directive) {
      if case .local = file.directive.target, let copy = file.copy {
        expandedPaths.insert(copy.shelf.shown(copy.path))
      }
      files.append(file)
    }
    return files
  }

  /// Loads a file that some runs include.
  ///
  /// Its contents are checked. It is not certain that GitLab ever refuses it, or a file that it
  /// includes, so a file with such an error counts as not read.
  private mutating func loadPossible(_ file: inout IncludedFile, from shelf: IncludeLibrary.Shelf) {
    let before = (composition.problems, composition.files, loaded, composition.isRefused)
    load(&file, from: shelf)
    guard file.isRefused || composition.problems.count > before.0.count else {
      composition.possibleKeys.formUnion(file.entries.map(\.key))
      return
    }
    (composition.problems, composition.files, loaded, composition.isRefused) = before
    file.entries = []
    composition.refusesPossibleFile = true
    unresolved(file.directive, "its rules depend on the run, and GitLab refuses what it brings")
  }

  private mutating func load(_ file: inout IncludedFile, from shelf: IncludeLibrary.Shelf) {
    guard let copy = file.copy, let content = content(of: &file, copy, from: shelf) else { return }
    let wasRefused = composition.isRefused
    composition.isRefused = wasRefused || file.isRefused
    file.entries = withIncludes(content, on: copy.shelf)
    if file.isRefused { composition.isRefused = wasRefused }
  }

  /// A file's content with the values of its inputs, as far as it can be read.
  mutating func content(
    of file: inout IncludedFile,
    _ copy: IncludeLibrary.Copy,
    from shelf: IncludeLibrary.Shelf
  ) -> NodeID? {
    guard let read = read(&file, copy) else { return nil }
    if read.isRefused {
      file.unreadable = read.file
      if read.content == nil { return nil }
    }
    guard let raw = read.content, !composition.tree.entries(raw).isEmpty else {
      if var problem = argumentProblem(of: read, for: file.directive) {
        problem.gitLabMessage = "`\(file.name)`: \(problem.gitLabMessage)"
        file.problems.append(problem)
        return nil
      }
      file.problems.append(
        CompositionProblem(
          .include,
          "\(copy.shelf.shown(copy.path)) contains nothing",
          gitLab: "Included file `\(file.name)` does not have valid YAML syntax!",
          at: file.directive.node
        )
      )
      return nil
    }
    if let problem = componentProblem(file, read) { file.problems.append(problem) }
    var (content, problems) = interpolated(raw, of: read, for: file.directive, on: shelf)
    for index in problems.indices where !problems[index].isCrash {
      problems[index].gitLabMessage = "`\(file.name)`: \(problems[index].gitLabMessage)"
    }
    file.problems += problems
    return content
  }

  /// The fault of a component whose header includes files.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/external/file/component.rb`.
  private func componentProblem(
    _ file: IncludedFile,
    _ read: LoadedFile
  ) -> CompositionProblem? {
    let tree = composition.tree
    guard case .component = file.directive.target,
      let include = read.header.flatMap({ tree.value(.spec, in: $0) })
        .flatMap({ tree.entry(.include, in: $0) })
    else { return nil }
    return CompositionProblem(
      .inputs,
      "a component cannot use \"spec:include\"",
      gitLab: "Component `\(file.name)` cannot use `spec:include`. "
        + "This keyword is not supported in components",
      at: include.keyNode
    )
  }

  mutating func read(
    _ file: inout IncludedFile,
    _ copy: IncludeLibrary.Copy
  ) -> LoadedFile? {
    let path = copy.shelf.shown(copy.path)
    if let known = loaded[path] {
      composition.followedIncludes.append(
        FollowedInclude(directive: file.directive, file: known.file)
      )
      return known
    }
    do throws(FileError) {
      // Git finds no path with such a part.
      let parts = copy.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else { throw .missing }
      let bytes = try copy.shelf.files.read(copy.path)
      guard composition.budget.spend(bytes.count, on: .bytesRead) else { return nil }
      let source = SourceText(path: path, bytes: bytes, isQuotable: copy.shelf.isQuotable)
      guard composition.budget.spend(source.indexSize, on: .bytesRead) else { return nil }
      guard !source.isBlank else {
        file.problems.append(problem(file, "\(path) is empty", "is empty!"))
        return nil
      }
      let read = load(source, on: copy.shelf)
      guard hasRoom() else { return nil }
      loaded[path] = read
      composition.files.append(read)
      composition.includedBy[read.file] = file.directive.node
      composition.quotations[read.file] = Composition.Quotation(name: file.name)
      composition.followedIncludes.append(
        FollowedInclude(directive: file.directive, file: read.file)
      )
      return read
    } catch {
      if !copy.shelf.folder.isEmpty { composition.missingCopies.append(path) }
      let words = Self.message(error, path: file.written ?? path)
      var problem = problem(file, words, "does not exist!", isMissingFile: true)
      if case .missing = error, copy.shelf.folder.isEmpty { problem.missingPath = copy.path }
      file.problems.append(problem)
      return nil
    }
  }

  /// Reads a file; one from elsewhere may have been parsed for another pipeline.
  private mutating func load(
    _ source: SourceText,
    on shelf: IncludeLibrary.Shelf
  ) -> LoadedFile {
    guard let parsed = library.parsed, !shelf.folder.isEmpty else {
      return composition.tree.loadPipeline(source, headerKey: Keyword.spec.symbol)
    }
    return parsed.load(source, into: &composition.tree)
  }

  func problem(
    _ file: IncludedFile,
    _ message: String,
    _ says: String,
    isMissingFile: Bool = false
  ) -> CompositionProblem {
    CompositionProblem(
      .include,
      message,
      gitLab: "Local file `\(file.written ?? file.name)` \(says)",
      at: file.directive.node,
      isMissingFile: isMissingFile
    )
  }

  static func message(_ error: FileError, path: String) -> String {
    switch error {
    case .missing: "the repository has no file \(path)"
    case .outside: "\(path) is outside the repository"
    case .notRegular: "\(path) is not a regular file"
    case .tooLarge(let limit): "\(path) is larger than \(limit / 1_048_576) MiB"
    case .unreadable(let reason): "\(path) could not be read: \(reason)"
    }
  }

  // MARK: Limits

  /// Counts an include against GitLab's limit, which is also how cycles end.
  mutating func count(_ directive: IncludeDirective) -> Bool {
    // GitLab does not come to these includes, so they are not among those that it counts.
    if composition.isRefused {
      hiddenCount += 1
      return hiddenCount <= Self.includeLimit
    }
    includeCount += 1
    guard includeCount > Self.includeLimit else { return true }
    if !reportedLimit {
      reportedLimit = true
      composition.report([
        CompositionProblem(
          .include,
          "more than \(Self.includeLimit) files are included, or files include each other",
          gitLab: "Maximum of \(Self.includeLimit) nested includes are allowed!",
          at: directive.node
        )
      ])
    }
    return false
  }

  mutating func unresolved(
    _ directive: IncludeDirective,
    _ reason: String,
    request: IncludeRequest? = nil
  ) {
    composition.unresolvedIncludes.append(
      UnresolvedInclude(directive: directive, reason: reason, request: request)
    )
  }
}
