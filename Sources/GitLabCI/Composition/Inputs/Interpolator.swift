import YAMLSyntax

/// Replaces `$[[ ]]` blocks by values.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/interpolation`.
struct Interpolator {
  /// GitLab's limits: blocks in one file, values in one file, bytes in one text.
  static let blockLimit = 10_000
  private static let nodeLimit = 500_000
  private static let textLimit = 1_048_576
  /// The most bytes that replacing blocks in turn looks through.
  private static let workLimit = 16_777_216

  var tree: NodeTree
  var problems: [InputProblem] = []
  let inputs: [String: NodeID?]
  let areInputsOpen: Bool
  let components: Set<String>
  let variables: IncludeVariables
  let version: GitLabVersion?
  var blocks: [String: Block] = [:]
  var nodeCount = 0

  /// A block in a text.
  private struct WrittenBlock {
    var text: String
    var range: Range<String.Index>
    var value: Block
  }

  /// The meaning of a block.
  enum Block {
    case value(NodeID)
    case unknown
    /// GitLab leaves it to a later step.
    case verbatim
    case invalid
  }

  /// - Parameters:
  ///   - inputs: The values by name; nil for one that is not known.
  ///   - areInputsOpen: Whether there may be more inputs.
  ///   - components: The names that `spec:component` lists.
  ///   - variables: The variables that `expand_vars` replaces, as far as they are known.
  ///   - version: The version of GitLab; nil for the newest.
  ///   - tree: The tree that holds the file.
  init(
    inputs: [String: NodeID?],
    areInputsOpen: Bool = false,
    components: Set<String>,
    variables: IncludeVariables = IncludeVariables(),
    version: GitLabVersion? = nil,
    tree: NodeTree
  ) {
    self.inputs = inputs
    self.areInputsOpen = areInputsOpen
    self.components = components
    self.variables = variables
    self.version = version
    self.tree = tree
  }

  /// A file's content without blocks.
  mutating func interpolate(_ content: NodeID) -> NodeID {
    value(content)
  }

  // MARK: Values

  private mutating func value(_ node: NodeID) -> NodeID {
    nodeCount += 1
    guard nodeCount <= Self.nodeLimit else {
      guard nodeCount == Self.nodeLimit + 1 else { return node }
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
    case .string, .date, .time: return text(node)
    // GitLab makes texts of all Ruby symbols in a file with a header.
    case .symbol: return text(tree.makeScalar(tree.rubyText(node), at: tree.location(node)))
    default: return node
    }
  }

  private mutating func mapping(_ node: NodeID) -> NodeID {
    let old = Array(tree.entries(node))
    var isChanged = false
    let new = old.map { entry -> Entry in
      var result = entry
      let key = value(entry.keyNode)
      if key != entry.keyNode, tree.kind(key) != .unknown {
        result.key = tree.symbol(ofKey: key)
        // The place of a name is where it is written, whatever it becomes.
        if tree.kind(key) == .sequence {
          let items = Array(tree.items(key))
          result.keyNode = tree.makeSequence(items, at: tree.location(entry.keyNode))
        }
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
      // A list instead of one element becomes several elements.
      let wasText = tree.kind(item.value) == .string
      if wasText, tree.kind(result) == .sequence { return Array(tree.items(result)) }
      return [Item(value: result, origin: origin(of: result, insteadOf: item.value, item.origin))]
    }
    guard isChanged else { return node }
    return tree.makeSequence(new, at: tree.location(node), style: tree[node].style)
  }

  /// A value that is written elsewhere came through the text that names the input.
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
      failAsTooLong(node)
      return node
    }
    let found = BlockScanner.blocks(in: text)
    guard !found.isEmpty else { return node }
    var blocks: [WrittenBlock] = []
    for block in found {
      let written = String(text[block.range])
      let value = self.block(written, block.data, at: node)
      if case .invalid = value { return tree.makeUnknown(at: tree.location(node)) }
      blocks.append(WrittenBlock(text: written, range: block.range, value: value))
    }
    if let only = blocks.first, blocks.count == 1, only.text == text {
      switch only.value {
      case .value(let value): return value
      case .unknown: return tree.makeUnknown(at: tree.location(node))
      default: return node
      }
    }
    return joined(text, blocks, at: node)
  }

  private mutating func failAsTooLong(_ node: NodeID) {
    problems.append(
      InputProblem(
        message: "the text has more than 1 MiB",
        gitLabMessage: "config node too large",
        node: node
      )
    )
  }

  /// A text with the values of its blocks.
  private mutating func joined(
    _ text: String,
    _ blocks: [WrittenBlock],
    at node: NodeID
  ) -> NodeID {
    let location = tree.location(node)
    var values: [(block: WrittenBlock, text: String)] = []
    // A text may repeat a block thousands of times: its value is printed once.
    var printed: [String: String] = [:]
    var isOpen = false
    for block in blocks {
      switch block.value {
      case .unknown: return tree.makeUnknown(at: location)
      case .value(let value):
        isOpen = isOpen || tree.isOpenText(value)
        let text = printed[block.text] ?? tree.printed(value, symbolKeys: false)
        printed[block.text] = text
        values.append((block, text))
      default: continue
      }
    }
    let isPlain = printed.values.allSatisfy { !$0.contains("\\") && !$0.contains("$[[") }
    let result = isPlain ? Self.replaced(text, values) : Self.replacedInTurn(text, values)
    guard let result else {
      failAsTooLong(node)
      return tree.makeUnknown(at: location)
    }
    return isOpen
      ? tree.makeOpenText(result, at: location) : tree.makeScalar(result, at: location)
  }

  /// A text with its blocks replaced where they are; nil when it becomes too long.
  private static func replaced(
    _ text: String,
    _ values: [(block: WrittenBlock, text: String)]
  ) -> String? {
    var result = ""
    var end = text.startIndex
    for (block, value) in values {
      result += text[end..<block.range.lowerBound]
      result += value
      end = block.range.upperBound
      guard result.utf8.count <= textLimit else { return nil }
    }
    return result + text[end...]
  }

  /// A text with its blocks replaced one after the other, as GitLab does it: also in values that
  /// were inserted before, and with Ruby's backslash sequences; nil when it becomes too long.
  private static func replacedInTurn(
    _ text: String,
    _ values: [(block: WrittenBlock, text: String)]
  ) -> String? {
    var result = text
    var work = 0
    for (block, value) in values {
      work += result.utf8.count
      guard work <= workLimit,
        let replaced = RubyReplacement.replacing(
          block.text,
          in: result,
          with: value,
          limit: textLimit
        )
      else { return nil }
      result = replaced
    }
    return result
  }
}
