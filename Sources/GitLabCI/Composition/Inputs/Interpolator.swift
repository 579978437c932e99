import TextFormats
import YAMLSyntax

/// Puts values in the place of `$[[ ]]` blocks.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/interpolation`.
struct Interpolator {
  /// GitLab's limits: blocks in one file, values in one file, bytes in one text.
  private static let blockLimit = 10_000
  private static let nodeLimit = 500_000
  private static let textLimit = 1_048_576

  var tree: NodeTree
  private(set) var problems: [InputProblem] = []
  private let inputs: [String: NodeID?]
  private let components: Set<String>
  private var blocks: [String: Block] = [:]
  private var nodeCount = 0

  /// What a block stands for.
  private enum Block {
    case value(NodeID)
    case unknown
    /// GitLab leaves it to a later step.
    case verbatim
    case invalid
  }

  /// - Parameters:
  ///   - inputs: The values by name; nil for one that is not known.
  ///   - components: The names that `spec:component` lists.
  ///   - tree: The tree that holds the file.
  init(inputs: [String: NodeID?], components: Set<String>, tree: NodeTree) {
    self.inputs = inputs
    self.components = components
    self.tree = tree
  }

  /// A file's content without blocks.
  mutating func interpolate(_ content: NodeID) -> NodeID {
    value(content)
  }

  // MARK: Values

  private mutating func value(_ node: NodeID) -> NodeID {
    nodeCount += 1
    guard problems.isEmpty else { return node }
    guard nodeCount <= Self.nodeLimit else {
      problems.append(
        InputProblem(
          message: "the file has more than \(Self.nodeLimit) values",
          gitLabMessage: "config too large",
          node: node
        )
      )
      return node
    }
    switch tree.kind(node) {
    case .mapping: return mapping(node)
    case .sequence: return sequence(node)
    case .string, .date, .time, .symbol: return text(node)
    default: return node
    }
  }

  private mutating func mapping(_ node: NodeID) -> NodeID {
    let old = Array(tree.entries(node))
    var isChanged = false
    let new = old.map { entry -> Entry in
      var result = entry
      let key = value(entry.keyNode)
      if key != entry.keyNode {
        result.key = tree.intern(tree.rubyText(key))
        isChanged = true
      }
      result.value = value(entry.value)
      if result.value != entry.value {
        isChanged = true
        result.origin = origin(of: result.value, insteadOf: entry.value, entry.origin)
      }
      return result
    }
    guard isChanged else { return node }
    return tree.makeMapping(lastOfEach(new), at: tree.location(node), style: tree[node].style)
  }

  /// Keys that became equal: the last one wins, as in Ruby.
  private func lastOfEach(_ entries: [Entry]) -> [Entry] {
    var places: [Symbol: Int] = [:]
    var result: [Entry] = []
    for entry in entries {
      if let place = places[entry.key] {
        result[place] = entry
      } else {
        places[entry.key] = result.count
        result.append(entry)
      }
    }
    return result
  }

  private mutating func sequence(_ node: NodeID) -> NodeID {
    let old = Array(tree.items(node))
    var isChanged = false
    let new = old.flatMap { item -> [Item] in
      let result = value(item.value)
      guard result != item.value else { return [item] }
      isChanged = true
      // A list in the place of one element becomes several elements.
      let wasText = tree.kind(item.value) == .string
      if wasText, tree.kind(result) == .sequence { return Array(tree.items(result)) }
      return [Item(value: result, origin: origin(of: result, insteadOf: item.value, item.origin))]
    }
    guard isChanged else { return node }
    return tree.makeSequence(new, at: tree.location(node), style: tree[node].style)
  }

  /// A value that stands elsewhere came through the text that names the input.
  private mutating func origin(
    of value: NodeID,
    insteadOf node: NodeID,
    _ origin: OriginID
  ) -> OriginID {
    guard tree.location(value) != tree.location(node) else { return origin }
    return tree.origin(tree.origin(.input, site: node), then: origin)
  }

  private mutating func text(_ node: NodeID) -> NodeID {
    guard ByteSearch.contains(BlockScanner.start, in: tree.text(node)) else { return node }
    let text = tree.string(node)
    guard text.utf8.count <= Self.textLimit else {
      problems.append(
        InputProblem(
          message: "the text has more than 1 MiB",
          gitLabMessage: "config node too large",
          node: node
        )
      )
      return node
    }
    let found = BlockScanner.blocks(in: text)
    guard !found.isEmpty else { return node }
    var result = ""
    var isUnknown = false
    var end = text.startIndex
    for block in found {
      result += text[end..<block.range.lowerBound]
      end = block.range.upperBound
      switch self.block(String(text[block.range]), block.data, at: node) {
      case .invalid: return node
      case .verbatim: result += text[block.range]
      case .unknown: isUnknown = true
      case .value(let value):
        if block.range == text.startIndex..<text.endIndex { return value }
        result += Self.text(value, in: tree)
      }
    }
    if isUnknown { return tree.makeUnknown(at: tree.location(node)) }
    return tree.makeScalar(result + text[end...], at: tree.location(node))
  }

  /// Ruby's `to_s`.
  private static func text(_ value: NodeID, in tree: NodeTree) -> String {
    tree.kind(value).isScalar ? tree.rubyText(value) : RubyText.inspect(value, in: tree)
  }

  // MARK: Blocks

  private mutating func block(_ text: String, _ data: String, at node: NodeID) -> Block {
    if let known = blocks[text] { return known }
    let block = evaluate(data, at: node)
    blocks[text] = block
    if blocks.count > Self.blockLimit {
      fail(
        "the file has more than \(Self.blockLimit) blocks",
        "too many interpolation blocks",
        node
      )
    }
    return block
  }

  private mutating func evaluate(_ data: String, at node: NodeID) -> Block {
    var parts = data.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
    while parts.count > 1, parts.last == "" { parts.removeLast() }
    let access = parts.removeFirst()
    let names = access.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    if names.first == "matrix" { return .verbatim }
    guard names.count > 1 else {
      return fail(
        "a block is written $[[ inputs.NAME ]]",
        "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]",
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
    if let place = functions.firstIndex(where: { $0 == nil }) {
      return fail(
        "there is no function \(parts[place])",
        "no function matching `\(parts[place])`: "
          + "check that the function name, arguments, and types are correct",
        node
      )
    }
    for function in functions.compactMap({ $0 }) {
      guard case .value(let current) = value else { return value }
      guard tree.kind(current).isString else {
        return fail(
          "\(function.name) takes only text",
          "invalid input type: \(function.name) can only be used with string inputs",
          node
        )
      }
      guard let text = function.apply(to: tree.string(current)) else { return .unknown }
      value = .value(tree.makeScalar(text, at: tree.location(current)))
    }
    return value
  }

  private mutating func lookUp(_ names: [String], _ access: String, _ node: NodeID) -> Block? {
    func unknownName(_ name: String) -> InputProblem {
      let meant = Spelling.closest(to: name, among: inputs.keys, beside: problems.count)
      let hint = meant.map { "; did you mean \($0)?" } ?? ""
      return InputProblem(
        message: "there is no \(access)\(hint)",
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
  private func isReachable(_ name: String) -> Bool {
    tree.symbol(name) != nil
  }

  @discardableResult
  private mutating func fail(_ message: String, _ gitLab: String, _ node: NodeID) -> Block {
    problems.append(InputProblem(message: message, gitLabMessage: gitLab, node: node))
    return .invalid
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}
