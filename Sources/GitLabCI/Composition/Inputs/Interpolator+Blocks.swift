import TextFormats
import YAMLSyntax

/// Evaluates a block: an input or a part of the component, with functions applied to it.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/interpolation/{block,access,functions_stack}.rb`.
extension Interpolator {
  mutating func block(_ text: String, _ data: String, at node: NodeID) -> Block {
    if let known = blocks[text] { return known }
    let isBeyondLimit = blocks.count >= Self.blockLimit
    let block = isBeyondLimit ? .invalid : evaluate(data, at: node)
    if blocks.count == Self.blockLimit {
      fail(
        "the file has more than \(Self.blockLimit) blocks",
        "too many interpolation blocks",
        node
      )
    }
    blocks[text] = block
    return block
  }

  mutating func evaluate(_ data: String, at node: NodeID) -> Block {
    var written = data.split(separator: "|", omittingEmptySubsequences: false)
    while written.last == "" { written.removeLast() }
    var parts = written.map(RubyReplacement.stripped)
    guard !parts.isEmpty else { return crash("a block holds nothing but bars", node) }
    let access = parts.removeFirst()
    let names = access.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    if names.first == "matrix" { return .verbatim }
    guard names.count > 1 else {
      return fail(
        "a block is written $[[ inputs.NAME ]]",
        "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]"
          + (access.utf8.count > 1_024 ? ", maximum interpolation expression size exceeded" : ""),
        node
      )
    }
    guard access.utf8.count <= 1_024 else {
      return fail(
        "the expression has more than 1024 bytes",
        "maximum interpolation expression size exceeded",
        node
      )
    }
    guard var value = lookUp(names, access, node) else { return .invalid }
    guard parts.count <= 3 else {
      return fail(
        "a block has at most three functions",
        "too many functions in interpolation block",
        node
      )
    }
    let functions = parts.map { InputFunction($0) }
    if functions.contains(where: { $0 == nil }), !GitLabFeature.covers(version) { return .unknown }
    if let problem = problem(with: functions, written: parts) {
      return fail(problem.words, problem.says, node)
    }
    for function in functions.compactMap({ $0 }) {
      guard case .value(let current) = value else { return value }
      guard tree.kind(current).isString else {
        return fail(
          "\(function.name) takes only text",
          "error in `\(function.name)` function: invalid input type: \(function.name) can only be used with string inputs",
          node
        )
      }
      if function == .hugeTruncate { return crash("truncate takes a number that is too big", node) }
      value = .value(applied(function, to: current))
    }
    return value
  }

  /// The fault of a block's functions, before they are applied.
  func problem(
    with functions: [InputFunction?],
    written: [String]
  ) -> (words: String, says: String)? {
    let unknown = zip(written, functions).filter { !isKnown($0.1) }.map(\.0)
    if let first = unknown.first {
      let says = unknown.prefix(3).map { name in
        "no function matching `\(name)`: "
          + "check that the function name, arguments, and types are correct"
      }
      let needed = first.hasPrefix("split(") ? "the function split needs a newer GitLab" : nil
      return (needed ?? "unknown function \(first)", says.joined(separator: ", "))
    }
    guard functions.contains(.split(separator: "")) else { return nil }
    return (
      "the separator of split is empty",
      "error in `split` function: invalid argument: separator cannot be empty"
    )
  }

  func isKnown(_ function: InputFunction?) -> Bool {
    guard case .split? = function else { return function != nil }
    return GitLabFeature.isKnown("split", in: .function, to: version)
  }

  mutating func applied(_ function: InputFunction, to value: NodeID) -> NodeID {
    let location = tree.location(value)
    switch function {
    case .expandVariables:
      let (text, isOpen) = variables.expandedWhereKnown(tree.string(value))
      return isOpen || tree.isOpenText(value)
        ? tree.makeOpenText(text, at: location) : tree.makeScalar(text, at: location)
    case .split(let separator):
      let parts = InputFunction.parts(of: tree.string(value), separator: separator)
      let items = parts.map { Item(value: tree.makeScalar($0, at: location)) }
      return tree.makeSequence(items, at: location)
    case .truncate, .hugeTruncate, .posixEscape:
      let text = function.apply(to: tree.string(value))
      return tree.isOpenText(value)
        ? tree.makeOpenText(text, at: location) : tree.makeScalar(text, at: location)
    }
  }

  mutating func lookUp(_ names: [String], _ access: String, _ node: NodeID) -> Block? {
    func unknownName(_ name: String) -> InputProblem {
      let hint = Spelling.suggestion(
        for: name,
        among: inputs.keys,
        beside: problems.count,
        isQuoted: false
      )
      return InputProblem(
        message: "\(access) does not exist\(hint)",
        gitLabMessage: "unknown interpolation provided: `\(name)` in `\(access)`",
        node: node
      )
    }
    if names[0] == "component" {
      guard components.contains(names[1]) else {
        problems.append(unknownName(names[1]))
        return nil
      }
      return .unknown
    }
    guard names[0] == "inputs" else {
      problems.append(unknownName(names[0]))
      return nil
    }
    guard let input = inputs[names[1]], isReachable(names[1]) else {
      if areInputsOpen { return .unknown }
      problems.append(unknownName(names[1]))
      return nil
    }
    guard names.count == 2 else {
      problems.append(unknownName(names[2]))
      return nil
    }
    return input.map(Block.value) ?? .unknown
  }

  /// GitLab looks names up as symbols; one that YAML reads as a number is none.
  func isReachable(_ name: String) -> Bool {
    tree.symbol(name) != nil
  }

  /// Reports that GitLab's own code fails.
  mutating func crash(_ reason: String, _ node: NodeID) -> Block {
    problems.append(.crash(reason, at: node))
    return .invalid
  }

  @discardableResult
  mutating func fail(_ message: String, _ gitLab: String, _ node: NodeID) -> Block {
    problems.append(InputProblem(message: message, gitLabMessage: gitLab, node: node))
    return .invalid
  }
}
