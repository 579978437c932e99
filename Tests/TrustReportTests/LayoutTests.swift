import Testing
import TextFormats
import YAMLSyntax

@testable import TrustReport

@Suite struct LayoutTests {
  /// Graphs of several sizes; the numbers are a fixed sequence, not chance.
  struct Sample: Sendable, CustomTestStringConvertible {
    var count: Int
    var density: Int
    var testDescription: String { "\(count) nodes, every \(density)th edge" }

    var items: [LayeredLayout.Item] {
      (0..<count).map { LayeredLayout.Item(layer: $0 % 5, height: 20 + $0 * 7 % 40) }
    }
    var edges: [(from: Int, to: Int)] {
      var edges: [(from: Int, to: Int)] = []
      for from in 0..<count {
        for to in 0..<count where to % 5 == from % 5 + 1 && (from * 31 + to * 17) % density == 0 {
          edges.append((from, to))
        }
      }
      return edges
    }
    var layout: LayeredLayout { layout(of: edges) }

    func layout(of edges: [(from: Int, to: Int)]) -> LayeredLayout {
      LayeredLayout(items, edges: edges, layerCount: 5, gap: 14)
    }
  }

  static let samples = [
    Sample(count: 0, density: 1), Sample(count: 1, density: 1), Sample(count: 7, density: 1),
    Sample(count: 40, density: 3), Sample(count: 80, density: 11), Sample(count: 60, density: 999),
  ]

  @Test(arguments: samples)
  func nodesOfALayerDoNotTouch(sample: Sample) {
    let layout = sample.layout
    let items = sample.items
    for layer in layout.layers {
      for (upper, lower) in zip(layer, layer.dropFirst()) {
        #expect(layout.tops[upper] + items[upper].height + 14 <= layout.tops[lower])
      }
    }
    for index in items.indices {
      #expect(layout.tops[index] >= 0)
      #expect(layout.tops[index] + items[index].height <= layout.height)
    }
  }

  @Test(arguments: samples)
  func eachNodeStaysInItsLayer(sample: Sample) {
    let layout = sample.layout
    #expect(layout.layers.flatMap { $0 }.sorted() == Array(sample.items.indices))
    for (layer, nodes) in layout.layers.enumerated() {
      #expect(nodes.allSatisfy { sample.items[$0].layer == layer })
    }
  }

  @Test(arguments: samples)
  func theOrderOfEdgesChangesNothing(sample: Sample) {
    let others = sample.edges.sorted { ($0.to, $0.from) > ($1.to, $1.from) }
    #expect(sample.layout.tops == sample.layout(of: others).tops)
    #expect(sample.layout.layers == sample.layout(of: others).layers)
  }

  @Test func crossingsThatNeedNotBeAreNot() {
    // Drawn as given, all three edges would cross.
    let items = [0, 0, 0, 1, 1, 1].map { LayeredLayout.Item(layer: $0, height: 20) }
    let layout = LayeredLayout(
      items,
      edges: [(0, 5), (1, 4), (2, 3)],
      layerCount: 2,
      gap: 10
    )
    let left = layout.layers[0]
    let partners = [0: 5, 1: 4, 2: 3]
    #expect(layout.layers[1] == left.map { partners[$0] })
    // An edge between two nodes that are free to move is straight.
    for node in left { #expect(layout.tops[node] == partners[node].map { layout.tops[$0] }) }
  }

  @Test(arguments: [
    ("short", 20, ["short"]), ("project_path:example/shop", 14, ["project_path:", "example/shop"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]), ("日本語", 4, ["日本", "語"]), ("", 5, []),
  ])
  func wraps(text: String, columns: Int, expected: [String]) {
    #expect(GraphPlan.wrapped(text, to: columns) == expected)
  }

  @Test(arguments: [
    ("short", 10, false, "short"), ("abcdefghij", 6, false, "abcde…"),
    ("abcdefghij", 7, true, "abcd…ij"), ("日本語日本語", 7, false, "日本語…"),
  ])
  func cuts(text: String, columns: Int, inMiddle: Bool, expected: String) {
    #expect(TerminalText.cut(text, to: columns, inMiddle: inMiddle) == expected)
  }
}
