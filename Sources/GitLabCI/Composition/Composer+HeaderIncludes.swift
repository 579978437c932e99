import YAMLSyntax

/// The inputs that a file declares, its own and those of `spec:include`.
struct DeclaredInputs {
  /// The mapping of all of them; nil when there is none.
  var declarations: NodeID?
  /// Whether there may be more, in files that were not read.
  var isOpen = false
  /// The reason why GitLab refuses them.
  var problems: [CompositionProblem] = []
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
    var result = DeclaredInputs()
    var groups: [[Entry]] = []
    for directive in IncludeReader(tree: tree, kind: .header).directives(include) {
      switch directive {
      case .failure(let fault):
        result.problems.append(
          CompositionProblem(.inputs, fault.message, gitLab: fault.gitLabMessage, at: fault.node)
        )
      case .success(let directive):
        for var file in includedFiles(directive, from: shelf) {
          groups.append(inputs(of: &file, from: shelf))
          result.problems += file.problems
        }
      }
    }
    groups.append(own.map { Array(composition.tree.entries($0)) } ?? [])
    result.isOpen = composition.unresolvedIncludes.count > unresolvedCount
    if result.problems.isEmpty, let duplicates = duplicates(groups) {
      result.problems.append(duplicates)
    }
    result.declarations = composition.tree.makeMapping(
      groups.flatMap(\.self),
      at: composition.tree.location(include)
    )
    return result
  }

  private mutating func includedFiles(
    _ directive: IncludeDirective,
    from shelf: IncludeLibrary.Shelf
  ) -> [IncludedFile] {
    counted(candidates(directive, from: shelf))
  }

  /// The inputs in a file, which must contain nothing else.
  private mutating func inputs(
    of file: inout IncludedFile,
    from shelf: IncludeLibrary.Shelf
  ) -> [Entry] {
    guard file.problems.isEmpty, let copy = file.copy,
      let content = content(of: &file, copy, from: shelf)
    else { return [] }
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
    return tree.value(.inputs, in: content).map { Array(tree.entries($0)) } ?? []
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
