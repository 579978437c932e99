import YAMLSyntax

/// Inputs: the header that declares them, their values, and the blocks that use them.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/interpolation/interpolator.rb`.
extension Composer {
  /// A file's content with the values of its inputs; where GitLab refuses them, with unknown ones.
  ///
  /// - Parameters:
  ///   - content: The file's content.
  ///   - file: The file.
  ///   - directive: The include that brings the file; nil for the root.
  ///   - shelf: Where the includes of its header are found: that of the file that includes it.
  /// - Returns: The content, and why GitLab refuses it.
  mutating func interpolated(
    _ content: NodeID,
    of file: LoadedFile,
    for directive: IncludeDirective?,
    on shelf: IncludeLibrary.Shelf
  ) -> (content: NodeID, problems: [CompositionProblem]) {
    if let problem = argumentProblem(of: file, for: directive) {
      return (file.header == nil ? content : withoutInputs(content), [problem])
    }
    guard let header = file.header else { return (content, []) }
    let errors = headerErrors(header)
    guard errors.isEmpty else {
      return (withoutInputs(content), joined(errors.map(\.problem), errors.flatMap(\.messages)))
    }
    let declared = declaredInputs(header, on: shelf)
    guard !declared.isRefused else {
      return (withoutInputs(content), refusals(of: declared, in: file, for: directive))
    }
    return interpolated(content, header: header, declared, for: directive)
  }

  /// The fault of the inputs that a file is given, whatever it declares.
  func argumentProblem(
    of file: LoadedFile,
    for directive: IncludeDirective?
  ) -> CompositionProblem? {
    guard let inputs = directive?.inputs else { return nil }
    guard composition.tree.kind(inputs) == .mapping else {
      let says = "Given inputs must be a hash"
      return problem("the inputs must be a mapping", says, at: inputs)
    }
    guard file.header == nil, !composition.tree.entries(inputs).isEmpty else { return nil }
    let says = "Given inputs not defined in the `spec` section of the included configuration file"
    return problem("the included file declares no inputs", says, at: inputs)
  }

  /// The reasons why GitLab refuses the inputs of a header.
  ///
  /// Without any declarations, all inputs that the file is given are unknown to GitLab, too.
  private mutating func refusals(
    of declared: DeclaredInputs,
    in file: LoadedFile,
    for directive: IncludeDirective?
  ) -> [CompositionProblem] {
    let tree = composition.tree
    let names = directive?.inputs.map { tree.entries($0).map { tree.text($0.key) } } ?? []
    let after =
      names.isEmpty ? "" : ", \(InputSet.unknownArguments(names.joined(separator: ", ")))"
    // Another include of the same file may come before, with GitLab's answer.
    if let unreadable = declared.unreadable, !composition.isRefused {
      let name = composition.quotations[file.file]?.name
      composition.quotations[unreadable]?.before = name.map { "`\($0)`: " } ?? ""
      composition.quotations[unreadable]?.after = after
      composition.refuse(because: unreadable)
    }
    return declared.problems.enumerated().map { index, problem in
      var problem = problem
      problem.isHidden = index > 0 || declared.unreadable != nil
      if !problem.isHidden, !problem.isCrash { problem.gitLabMessage += after }
      return problem
    }
  }

  /// Problems with the one message that GitLab makes of its first three.
  private func joined(
    _ problems: [CompositionProblem],
    _ messages: [String]
  ) -> [CompositionProblem] {
    // Where GitLab's own code fails, it gives no other answer.
    let crash = problems.first(where: \.isCrash)
    let first = crash.map { [$0.gitLabMessage] } ?? Array(messages.prefix(3))
    return problems.map { problem in
      var problem = problem
      problem.isHidden = !first.contains(problem.gitLabMessage)
      if !problem.isHidden { problem.gitLabMessage = first.joined(separator: ", ") }
      return problem
    }
  }

  /// A file's content when its inputs are not known: its jobs are judged as far as they can be read.
  private mutating func withoutInputs(_ content: NodeID) -> NodeID {
    let tree = composition.tree
    composition.tree = .empty
    var interpolator = Interpolator(inputs: [:], areInputsOpen: true, components: [], tree: tree)
    let result = interpolator.interpolate(content)
    composition.tree = interpolator.tree
    return result
  }

  private func problem(
    _ message: String,
    _ gitLab: String,
    at node: NodeID,
    isCrash: Bool = false
  ) -> CompositionProblem {
    CompositionProblem(.inputs, message, gitLab: gitLab, at: node, isCrash: isCrash)
  }

  /// Reports the faults of a header, each with GitLab's messages.
  private func headerErrors(
    _ header: NodeID
  ) -> [(problem: CompositionProblem, messages: [String])] {
    var walker = EntryWalker(tree: composition.tree, version: library.version)
    walker.path = [.text("header")]
    let start = EntryLocation(Item(value: header), part: nil)
    walker.walk(Shapes.header, start, EntryContext(subject: .pipeline), composition.tree)
    var counts: [String: Int] = [:]
    return walker.errors.filter { !$0.isHidden && !$0.isNote }.map { error in
      let says = HeaderWords.naming(inputIn: error.gitLabMessage)
      // Several unknown keys of one entry are one message.
      let isNew = counts[says, default: 0].isMultiple(of: HeaderWords.keyCount(in: says))
      counts[says, default: 0] += 1
      let others = error.alsoSays.map { HeaderWords.naming(inputIn: $0) }
      let problem = problem(error.message, says, at: error.node, isCrash: error.isCrash)
      return (problem, isNew ? [says] + others : [])
    }
  }

  private mutating func interpolated(
    _ content: NodeID,
    header: NodeID,
    _ declared: DeclaredInputs,
    for directive: IncludeDirective?
  ) -> (content: NodeID, problems: [CompositionProblem]) {
    let place = directive?.inputs ?? directive?.node ?? header
    // The tree is passed on, not shared: a shared one would be copied on the first change.
    let tree = composition.tree
    composition.tree = .empty
    var inputs = InputSet(
      declared.declarations,
      arguments: directive?.inputs,
      isStandalone: directive == nil && takesInputs,
      isOpen: declared.isOpen,
      version: library.version,
      tree: tree,
      budget: composition.budget
    )
    let components = components(header, directive, tree)
    swap(&composition.tree, &inputs.tree)
    guard inputs.problems.isEmpty else {
      let found = inputs.problems.map {
        problem($0.message, $0.gitLabMessage, at: $0.node ?? place, isCrash: $0.isCrash)
      }
      return (withoutInputs(content), joined(found, inputs.messages))
    }
    let interpolated = composition.tree
    composition.tree = .empty
    var interpolator = Interpolator(
      inputs: inputs.values,
      areInputsOpen: declared.isOpen,
      components: components,
      variables: library.variables,
      version: library.version,
      tree: interpolated
    )
    let result = interpolator.interpolate(content)
    composition.tree = interpolator.tree
    // GitLab stops at the first block that it refuses.
    let found = interpolator.problems.enumerated().map { index, problem in
      var found = self.problem(
        problem.message,
        problem.gitLabMessage,
        at: problem.node ?? place,
        isCrash: problem.isCrash
      )
      found.isHidden = index > 0
      return found
    }
    return (result, found)
  }

  /// The parts of `component` that a file may use: only one that is included as a component has any.
  private func components(
    _ header: NodeID,
    _ directive: IncludeDirective?,
    _ tree: NodeTree
  ) -> Set<String> {
    var isComponent = directive == nil && !composition.isWhole
    if case .component? = directive?.target { isComponent = true }
    guard isComponent, let spec = tree.value(.spec, in: header),
      let listed = tree.present(.component, in: spec)
    else { return [] }
    return Set(tree.items(listed).map { item in tree.string(item.value) })
  }
}

/// Messages about headers.
enum HeaderWords {
  private static let root = "header:spec:inputs:"
  private static let rule = ":rules:rule "

  /// The number of faults that a message is about: it names all unknown keys of an entry.
  static func keyCount(in message: String) -> Int {
    guard let words = message.firstRange(of: "config contains unknown keys: ") else { return 1 }
    return message[words.upperBound...].split(separator: ", ").count
  }

  /// A message about a rule of an input, which GitLab words like the others about inputs.
  static func naming(inputIn message: String) -> String {
    guard let range = message.firstRange(of: rule) else { return message }
    var start = range.lowerBound
    while start > message.startIndex {
      let before = message.index(before: start)
      guard message[before].isLetter || message[before].isNumber || message[before] == "_" else {
        break
      }
      start = before
    }
    let name = message[start..<range.lowerBound]
    guard !name.isEmpty else { return message }
    var prefix = message[..<start]
    if prefix.hasSuffix(root) { prefix = prefix.dropLast(root.count) }
    var rest = message[range.upperBound...]
    for word in ["base ", "config "] where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
    }
    return "\(prefix)`\(name)` input: \(rest)"
  }
}
