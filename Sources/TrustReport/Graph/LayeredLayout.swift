/// The positions of the nodes of a graph in layers.
///
/// Within a layer the nodes are sorted by the mean place of their neighbours, back and forth, which
/// leaves few crossings (Sugiyama, Tagawa and Toda, 1981); then each is moved as near to its
/// neighbours as the order allows. The same graph always gives the same numbers.
struct LayeredLayout {
  /// An item of the layout.
  struct Item {
    var layer: Int
    var height: Int
  }

  /// The upper edge of each node.
  private(set) var tops: [Int]
  /// The nodes of each layer, from top to bottom.
  private(set) var layers: [[Int]]
  /// The height of it all.
  private(set) var height = 0

  private static let sweeps = 12
  private static let moves = 16

  private let items: [Item]
  private let edges: [(from: Int, to: Int)]
  private let gap: Int
  /// The neighbours of each node, to the left and to the right.
  private var before: [[Int]]
  private var after: [[Int]]

  /// Places nodes.
  ///
  /// - Parameters:
  ///   - items: The nodes.
  ///   - edges: The edges, each to a later layer.
  ///   - layerCount: The number of layers.
  ///   - gap: The least space between two nodes of a layer.
  init(_ items: [Item], edges: [(from: Int, to: Int)], layerCount: Int, gap: Int) {
    self.items = items
    self.edges = edges
    self.gap = gap
    tops = Array(repeating: 0, count: items.count)
    before = Array(repeating: [], count: items.count)
    after = before
    for edge in edges {
      after[edge.from].append(edge.to)
      before[edge.to].append(edge.from)
    }
    layers = (0..<layerCount).map { layer in items.indices.filter { items[$0].layer == layer } }
    sortLayers()
    place()
  }

  // MARK: The order within layers

  private mutating func sortLayers() {
    var best = layers
    var fewest = crossings
    for sweep in 0..<Self.sweeps where fewest > 0 {
      let isForward = sweep.isMultiple(of: 2)
      let order =
        isForward ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
      for layer in order { sort(layer, by: isForward ? before : after) }
      let count = crossings
      if count < fewest {
        fewest = count
        best = layers
      }
    }
    layers = best
  }

  private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
    let places = self.places
    let keyed = layers[layer].enumerated().map { index, node in
      let others = neighbours[node]
      // Fractions of the layer, so that long and short layers can be compared.
      let mean =
        others.isEmpty
        ? Double(index) : others.reduce(0) { $0 + Double(places[$1]) } / Double(others.count)
      return (mean: mean, index: index, node: node)
    }
    layers[layer] = keyed.sorted { ($0.mean, $0.index) < ($1.mean, $1.index) }.map(\.node)
  }

  /// The place of each node within its layer.
  private var places: [Int] {
    var places = Array(repeating: 0, count: items.count)
    for layer in layers {
      for (place, node) in layer.enumerated() { places[node] = place }
    }
    return places
  }

  /// The number of pairs of edges between the same layers that cross.
  private var crossings: Int {
    let places = self.places
    var count = 0
    for (index, edge) in edges.enumerated() {
      for other in edges[..<index] where items[edge.from].layer == items[other.from].layer {
        let left = places[edge.from] - places[other.from]
        let right = places[edge.to] - places[other.to]
        if left.signum() * right.signum() < 0 { count += 1 }
      }
    }
    return count
  }

  // MARK: Heights

  private mutating func place() {
    for layer in layers {
      var top = 0
      for node in layer {
        tops[node] = top
        top += items[node].height + gap
      }
    }
    for move in 0..<Self.moves {
      let isForward = move.isMultiple(of: 2)
      for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
        align(layer, to: isForward ? before : after)
      }
    }
    // The last word has both sides, so that no node hangs at one end of its edges.
    for layer in layers.indices { align(layer, to: zip(before, after).map(+)) }
    let least = items.indices.map { tops[$0] }.min() ?? 0
    for node in items.indices {
      tops[node] -= least
      height = max(height, tops[node] + items[node].height)
    }
  }

  /// Moves the nodes of a layer as near to their neighbours as their order allows: the least sum of
  /// squares, by joining neighbours that want to pass each other into one block.
  private mutating func align(_ layer: Int, to neighbours: [[Int]]) {
    var offset = 0
    var blocks: [(sum: Double, count: Double, nodes: [(node: Int, offset: Int)])] = []
    for node in layers[layer] {
      let others = neighbours[node]
      let middles = others.map { tops[$0] + items[$0].height / 2 }
      let wanted =
        middles.isEmpty
        ? Double(tops[node])
        : Double(middles.reduce(0, +)) / Double(middles.count) - Double(items[node].height) / 2
      blocks.append((wanted - Double(offset), 1, [(node, offset)]))
      while blocks.count > 1, let last = blocks.last,
        blocks[blocks.count - 2].sum / blocks[blocks.count - 2].count > last.sum / last.count
      {
        blocks.removeLast()
        let end = blocks.count - 1
        blocks[end].sum += last.sum
        blocks[end].count += last.count
        blocks[end].nodes += last.nodes
      }
      offset += items[node].height + gap
    }
    for block in blocks {
      let top = Int((block.sum / block.count).rounded(.down))
      for (node, offset) in block.nodes { tops[node] = top + offset }
    }
  }
}
