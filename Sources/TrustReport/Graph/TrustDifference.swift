/// The edges of the trust graph that a change adds, and those that it takes away.
///
/// An edge counts when a way goes over it, or may; what lies after the end of a way does not.
package struct TrustDifference: Sendable {
  /// An edge, by the titles of its ends.
  struct Edge: Hashable, Sendable {
    let layer: TrustGraph.Layer
    let from: String
    let nextLayer: TrustGraph.Layer
    let to: String
  }

  /// The commit that is compared with, as people read it.
  let base: String
  /// The edges that only the present graph has, in the order of its ways.
  let added: [Edge]
  /// The edges that only the former graph has.
  let lost: [Edge]

  /// Compares two surveys.
  ///
  /// - Parameters:
  ///   - former: The survey of the commit; nil when it has no pipeline.
  ///   - present: The survey of the report.
  ///   - base: The commit, as people read it.
  package init(from former: TrustSurvey?, to present: TrustSurvey, base: String) {
    let old = former.map(Self.edges) ?? []
    let new = Self.edges(of: present)
    let known = Set(old.map(\.ends))
    let remaining = Set(new.map(\.ends))
    self.base = base
    added = new.filter { !known.contains($0.ends) }.map(\.edge)
    lost = old.filter { !remaining.contains($0.ends) }.map(\.edge)
  }

  private struct Ends: Hashable {
    let from: TrustStop
    let to: TrustStop

    var edge: Edge {
      Edge(
        layer: from.layer,
        from: Self.words(from),
        nextLayer: to.layer,
        to: Self.words(to)
      )
    }

    /// A title; a token's has its audience, which distinguishes it from one with the same name.
    private static func words(_ stop: TrustStop) -> String {
      guard stop.layer == .token, let audience = stop.details.first else { return stop.title }
      return "\(stop.title) (\(audience))"
    }
  }

  private static func edges(of survey: TrustSurvey) -> [(ends: Ends, edge: Edge)] {
    var seen: Set<Ends> = []
    var edges: [(Ends, Edge)] = []
    for way in WayFinder(survey: survey).ways().joined() {
      for (before, step) in zip(way.steps, way.steps.dropFirst()) {
        let ends = Ends(from: before.stop, to: step.stop)
        guard step.state == .works || step.state == .unknown, seen.insert(ends).inserted else {
          continue
        }
        edges.append((ends, ends.edge))
      }
    }
    return edges
  }

  /// The number of edges, in words.
  var summary: String {
    guard !added.isEmpty || !lost.isEmpty else { return "no edge added or lost" }
    return "\(added.count) added, \(lost.count) lost"
  }

  /// The edges with the word for what happened to them.
  var rows: [(change: String, edge: Edge)] {
    added.map { ("added", $0) } + lost.map { ("lost", $0) }
  }
}
