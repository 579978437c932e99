/// The way of one job to one secret, before ways are joined to a graph.
struct TrustWay: Hashable {
  /// A node on the way, and how the way comes to it.
  struct Step: Hashable {
    var stop: TrustStop
    /// The state in which the way comes here; without meaning for the first step.
    var state: TrustGraph.State
  }

  var steps: [Step]

  /// The step in a layer.
  func step(_ layer: TrustGraph.Layer) -> Step? {
    steps.first { $0.stop.layer == layer }
  }
}

/// A stop of a path; two with the same key are one node.
struct TrustStop: Hashable {
  let layer: TrustGraph.Layer
  let kind: TrustGraph.Kind
  /// Distinguishes it from the others of its layer.
  var key: String
  /// Its name.
  var title: String
  /// Further details.
  var details: [String] = []

  static func == (left: Self, right: Self) -> Bool {
    left.layer == right.layer && left.key == right.key
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(layer)
    hasher.combine(key)
  }
}
