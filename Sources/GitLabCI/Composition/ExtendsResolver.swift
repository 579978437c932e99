import TextFormats
import YAMLSyntax

/// Merges `extends` over the top-level mapping, as GitLab's `extendable/entry.rb` does.
///
/// Walks with a stack of its own: the nesting depth of a hostile file does not matter.
struct ExtendsResolver {
  /// More levels of bases than this are refused.
  private static let depthLimit = 11

  private enum State {
    case open
    case done(height: Int)
  }

  /// A name in `extends`, and the text that holds it.
  private typealias BaseName = (text: String, node: NodeID)

  private struct Base {
    var key: Symbol
    /// The text that names it.
    var node: NodeID
  }

  private struct Frame {
    var key: Symbol
    var bases: [Base]
    var next = 0
    var height = 0
  }

  private(set) var tree: NodeTree
  private(set) var problems: [CompositionProblem] = []
  private(set) var incompleteJobs: Set<Symbol> = []
  /// The reason why it was given up before the end.
  private(set) var excess: CompositionExcess?
  private var entries: [Entry]
  private var places: [Symbol: Int] = [:]
  private var states: [Symbol: State] = [:]
  private let location: Location
  private let isOpen: Bool

  init(root: NodeID, tree: NodeTree, isOpen: Bool) {
    self.tree = tree
    self.isOpen = isOpen
    entries = Array(tree.entries(root))
    location = tree.location(root)
    places.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() { places[entry.key] = index }
  }

  /// The top-level mapping with every `extends` merged.
  mutating func resolve() -> NodeID {
    let limit = tree.entryCount + CompositionExcess.mergedEntries
    for entry in entries where hasBases(entry) && states[entry.key] == nil {
      resolve(from: entry.key, limit: limit)
      if excess != nil { break }
    }
    return tree.makeMapping(entries, at: location)
  }

  private func hasBases(_ entry: Entry) -> Bool {
    tree.present(.extends, in: entry.value) != nil
  }

  private mutating func resolve(from start: Symbol, limit: Int) {
    var stack = [frame(start)]
    states[start] = .open
    while var top = stack.popLast() {
      guard top.next < top.bases.count else {
        finish(top, depth: stack.count, limit: limit)
        if excess != nil { return }
        if !stack.isEmpty { stack[stack.count - 1].height.raise(to: top.height + 1) }
        continue
      }
      let base = top.bases[top.next]
      top.next += 1
      switch states[base.key] {
      case .open:
        report(
          "it extends itself, through \(tree.text(base.key))",
          gitLab: "\(tree.text(base.key)): circular dependency detected in `extends`",
          at: base.node,
          job: top.key
        )
        incompleteJobs.insert(top.key)
        top.bases.removeAll { $0.key == base.key }
        top.next -= 1
        stack.append(top)
      case .done(let height):
        top.height.raise(to: height + 1)
        stack.append(top)
      case nil:
        stack.append(top)
        guard let place = places[base.key] else { continue }
        states[base.key] = .open
        stack.append(hasBases(entries[place]) ? frame(base.key) : Frame(key: base.key, bases: []))
      }
    }
  }

  /// The bases of a job, those that do not exist reported and left out.
  private mutating func frame(_ key: Symbol) -> Frame {
    guard let place = places[key], let value = tree.value(.extends, in: entries[place].value) else {
      return Frame(key: key, bases: [])
    }
    var bases: [Base] = []
    var unknown: [BaseName] = []
    var invalid: [BaseName] = []
    for (text, node) in names(value) {
      if tree.isOpenText(node) {
        incompleteJobs.insert(key)
        continue
      }
      // GitLab turns each name into a symbol, so a number never names a key.
      if let base = tree.symbol(text), let place = places[base] {
        guard tree.kind(entries[place].value) == .mapping else {
          incompleteJobs.insert(key)
          if tree.kind(entries[place].value) != .unknown { invalid.append((text, node)) }
          continue
        }
        bases.append(Base(key: base, node: node))
      } else {
        unknown.append((text, node))
      }
    }
    reportUnknown(unknown, of: key)
    reportInvalid(invalid, of: key)
    return Frame(key: key, bases: bases)
  }

  /// The result of Ruby's `Array` for a value: for a mapping its pairs.
  private func names(_ value: NodeID) -> [BaseName] {
    switch tree.kind(value) {
    case .sequence: tree.items(value).map { (tree.printed($0.value), $0.value) }
    case .mapping:
      tree.entries(value).map { entry in
        let pair = "[\(tree.inspect(key: entry)), \(tree.inspect(entry.value, symbolKeys: true))]"
        return (pair, entry.keyNode)
      }
    default: [(tree.printed(value), value)]
    }
  }

  private mutating func reportUnknown(_ unknown: [BaseName], of key: Symbol) {
    guard !unknown.isEmpty else { return }
    incompleteJobs.insert(key)
    guard !isOpen else { return }
    let list = unknown.map(\.text).joined(separator: ", ")
    let gitLab = "\(tree.text(key)): unknown keys in `extends` (\(list))"
    for (name, node) in unknown {
      let hint = Spelling.suggestion(
        for: name,
        among: entries.map { tree.text($0.key) },
        beside: problems.count,
        isQuoted: false
      )
      report(
        name == NodeTree.shownReference
          ? "extends is read before references are resolved, so it cannot be one"
          : "the pipeline has no job \(name) to extend\(hint)",
        gitLab: gitLab,
        at: node,
        job: key
      )
    }
  }

  /// Reports bases that are not mappings; GitLab names all of a job in one message.
  private mutating func reportInvalid(_ invalid: [BaseName], of key: Symbol) {
    let list = invalid.map(\.text).joined(separator: ", ")
    var reported: Set<String> = []
    for (name, node) in invalid where reported.insert(name).inserted {
      report(
        "\(name) is not a mapping, so it cannot be extended",
        gitLab: "\(tree.text(key)): invalid base hashes in `extends` (\(list))",
        at: node,
        job: key
      )
    }
  }

  /// Merges a job onto its bases, left to right, up to a maximum number of keys in the tree.
  ///
  /// - Parameters:
  ///   - frame: The job.
  ///   - depth: The number of jobs that extend each other up to here.
  ///   - limit: The most keys that the tree may have.
  private mutating func finish(_ frame: Frame, depth: Int, limit: Int) {
    states[frame.key] = .done(height: frame.height)
    guard let place = places[frame.key], !frame.bases.isEmpty else { return }
    if frame.height > Self.depthLimit, let base = frame.bases.first {
      report(
        "it extends through more than \(Self.depthLimit) levels",
        gitLab: "\(tree.text(refused(below: frame.key, at: depth))): nesting too deep in `extends`",
        at: base.node,
        job: frame.key
      )
      incompleteJobs.insert(frame.key)
      return
    }
    var merged: [Entry] = []
    for base in frame.bases {
      guard let basePlace = places[base.key] else { continue }
      if incompleteJobs.contains(base.key) { incompleteJobs.insert(frame.key) }
      let step = DeepMerge.Step(origin: tree.origin(.extends, site: base.node))
      let own = tree.entries(entries[basePlace].value)
        .filter { $0.key != Keyword.extends.symbol }
        .map { step.mark($0, in: &tree) }
      merged = merged.isEmpty ? own : DeepMerge.entries(merged, under: own, in: &tree)
      guard tree.entryCount <= limit else {
        excess = .ofExtends(base.node)
        return
      }
    }
    let value = entries[place].value
    let own = Array(tree.entries(value))
    merged = DeepMerge.entries(merged, under: own, in: &tree)
    entries[place].value = tree.makeMapping(merged, at: tree.location(value))
  }

  /// The job at which GitLab stops: the first that is eleven levels below the one it starts with.
  private func refused(below key: Symbol, at depth: Int) -> Symbol {
    var key = key
    for level in stride(from: depth, to: Self.depthLimit, by: 1) {
      let needed = Self.depthLimit - level
      guard let place = places[key], let value = tree.value(.extends, in: entries[place].value)
      else { return key }
      let next = names(value).lazy.compactMap { tree.symbol($0.text) }.first { base in
        if case .done(let height)? = states[base] { height >= needed } else { false }
      }
      guard let next else { return key }
      key = next
    }
    return key
  }

  private mutating func report(
    _ message: String,
    gitLab: String,
    at node: NodeID,
    job: Symbol
  ) {
    problems.append(CompositionProblem(.extends, message, gitLab: gitLab, at: node, job: job))
  }
}

extension Int {
  fileprivate mutating func raise(to other: Int) {
    self = Swift.max(self, other)
  }
}
