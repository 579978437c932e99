import YAMLSyntax

/// The inputs that a file declares, its own and those of `spec:include`.
struct DeclaredInputs {
  /// The mapping of all of them; nil when there is none.
  var declarations: NodeID?
  /// Whether there may be more, in files that were not read.
  var isOpen = false
  /// The reasons why GitLab refuses them; it reports the first one.
  var problems: [CompositionProblem] = []
  /// The first included file, when GitLab cannot read it.
  var unreadable: FileID?

  /// Whether GitLab refuses them.
  var isRefused: Bool { !problems.isEmpty || unreadable != nil }
}

/// `spec:include`: files that contain nothing but inputs.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/external/header/{processor,mapper}.rb`.
extension Composer {
  /// The inputs that a header declares and includes.
  mutating func declaredInputs(
    _ header: NodeID,
    on shelf: IncludeLibrary.Shelf
  ) -> DeclaredInputs {
    let tree = composition.tree
    let spec = tree.value(.spec, in: header)
    let own = spec.flatMap { tree.present(.inputs, in: $0) }
    guard let include = spec.flatMap({ tree.present(.include, in: $0) }), !tree.isBlank(include)
    else { return DeclaredInputs(declarations: own) }
    let unresolvedCount = composition.unresolvedIncludes.count
    var (files, result) = headerFiles(include, on: shelf)
    let values = files.indices.map { index in inputs(of: &files[index], from: shelf) }
    if let first = files.first(where: \.isRefused) {
      if result.problems.isEmpty { result.unreadable = first.unreadable }
      result.problems += files.flatMap(\.problems)
    }
    result.isOpen = composition.unresolvedIncludes.count > unresolvedCount
    guard !result.isRefused else { return result }
    merge(values.compactMap(\.self), under: own, into: &result, at: include)
    return result
  }

  /// The files of a header's includes, and the reasons why GitLab does not come to read them.
  private mutating func headerFiles(
    _ include: NodeID,
    on shelf: IncludeLibrary.Shelf
  ) -> (files: [IncludedFile], result: DeclaredInputs) {
    let reader = IncludeReader(tree: composition.tree, kind: .header)
    let all = reader.directives(include)
    var faults: [IncludeFault] = []
    for step in [IncludeFault.Step.type, .expand, .match] {
      for case .failure(let fault) in all where fault.step == step { faults.append(fault) }
    }
    var files: [IncludedFile] = []
    for case .success(let directive) in all {
      if let fault = reader.emptyName(of: directive, with: library.variables) {
        faults.append(fault)
      } else {
        files += counted(candidates(directive, from: shelf))
      }
    }
    let problems = faults.map { fault in
      CompositionProblem(
        .inputs,
        fault.message,
        gitLab: fault.gitLabMessage,
        at: fault.node,
        isCrash: fault.isCrash
      )
    }
    return (files, DeclaredInputs(problems: problems))
  }

  /// The inputs in a file, which must contain nothing else; nil when it was not read.
  private mutating func inputs(
    of file: inout IncludedFile,
    from shelf: IncludeLibrary.Shelf
  ) -> NodeID?? {
    guard file.problems.isEmpty, let copy = file.copy,
      let content = content(of: &file, copy, from: shelf)
    else { return nil }
    let tree = composition.tree
    let others = tree.entries(content).filter { $0.key != Keyword.inputs.symbol }
    if let first = others.first {
      let keys = others.map { tree.inspect(key: $0) }.joined(separator: ", ")
      file.problems.append(
        CompositionProblem(
          .inputs,
          "a file of \"spec:include\" can contain only inputs, not \"\(tree.text(first.key))\"",
          gitLab: "Header include file `\(file.name)` contains unknown keys: [\(keys)]",
          at: first.keyNode
        )
      )
    }
    return .some(tree.value(.inputs, in: content))
  }

  /// Merges the inputs of the included files and a header's own ones.
  ///
  /// - Parameters:
  ///   - values: The value of `inputs` in each file; nil where there is none.
  ///   - own: The header's own inputs.
  ///   - result: What becomes of them.
  ///   - include: The value of `spec:include`.
  private mutating func merge(
    _ values: [NodeID?],
    under own: NodeID?,
    into result: inout DeclaredInputs,
    at include: NodeID
  ) {
    let tree = composition.tree
    let all = (values + [own]).compactMap(\.self)
    if all.contains(where: { tree.kind($0) == .unknown }) { result.isOpen = true }
    let isMapping = { (id: NodeID) in tree.kind(id) == .mapping || tree.kind(id) == .unknown }
    if let wrong = all.first(where: { !isMapping($0) && !tree.isBlank($0) }) {
      result.problems = [crash("\"inputs\" is not a mapping", at: wrong)]
      return
    }
    let groups = all.map { Array(tree.entries($0)) }
    if let duplicates = duplicates(groups) {
      result.problems = [duplicates]
      return
    }
    // A blank value replaces the inputs of the files before it.
    let start = all.lastIndex { !isMapping($0) }.map { $0 + 1 } ?? 0
    if start == all.count, let last = all.last {
      result.declarations = last
    } else {
      result.declarations = composition.tree.makeMapping(
        groups[start...].joined().map(\.self),
        at: composition.tree.location(include)
      )
    }
  }

  private func crash(_ reason: String, at node: NodeID) -> CompositionProblem {
    CompositionProblem(
      .inputs,
      GitLabCrash.words(reason),
      gitLab: GitLabCrash.message,
      at: node,
      isCrash: true
    )
  }

  /// Inputs of the same name in several files.
  private func duplicates(_ groups: [[Entry]]) -> CompositionProblem? {
    var counts: [Symbol: Int] = [:]
    var order: [Entry] = []
    for entry in groups.joined() {
      counts[entry.key, default: 0] += 1
      if counts[entry.key] == 2 { order.append(entry) }
    }
    guard let first = order.first else { return nil }
    var names: [String] = []
    for entry in groups.joined() where counts[entry.key, default: 0] > 1 {
      let name = composition.tree.text(entry.key)
      if !names.contains(name) { names.append(name) }
    }
    return CompositionProblem(
      .inputs,
      "the input \"\(composition.tree.text(first.key))\" is declared in several files",
      gitLab: "Duplicate input keys found: \(names.joined(separator: ", ")). "
        + "Input keys must be unique across all included files and inline specifications.",
      at: first.keyNode
    )
  }
}
