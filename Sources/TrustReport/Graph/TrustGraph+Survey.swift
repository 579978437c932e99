import AzureFederation
import Evidence
import YAMLSyntax

extension TrustGraph {
  /// More credentials of one application that nothing uses are joined.
  private static let unusedLimit = 6

  /// The graph of a survey.
  package init(_ survey: TrustSurvey) {
    let finder = WayFinder(survey: survey)
    let ways = finder.ways()
    let used = Set(ways.joined().flatMap { $0.steps.map(\.stop) })
    var builder = GraphBuilder()
    for way in WayCondenser.condensed(ways).joined() { builder.add(way) }
    if let leftOut = finder.leftOut { builder.add(leftOut) }
    for identity in survey.evidence.identities {
      let application = finder.application(identity.clientID)
      let unused = (identity.credentials ?? []).map {
        WayFinder.stop($0, of: identity.clientID, kind: .unused)
      }.filter { !used.contains($0) }
      guard unused.count > Self.unusedLimit else {
        for stop in unused { builder.addUnused(stop, application) }
        continue
      }
      let joined = TrustStop(
        layer: .credential,
        kind: .unused,
        key: "unused\u{0}\(identity.clientID)",
        title: WayCondenser.commonName(unused.map(\.title)),
        details: ["\(unused.count) credentials"]
      )
      builder.addUnused(joined, application)
    }
    self = builder.graph()
  }
}

/// Joins ways: equal stops to nodes, equal steps to edges.
private struct GraphBuilder {
  private var order: [TrustStop] = []
  private var details: [TrustStop: [String]] = [:]
  private var states: [Pair: TrustGraph.State] = [:]
  private var pairs: [Pair] = []
  private var ways: [[TrustStop]] = []
  private var seenWays: Set<[TrustStop]> = []

  private struct Pair: Hashable {
    var from: TrustStop
    var to: TrustStop
  }

  mutating func add(_ way: TrustWay) {
    for step in way.steps { add(step.stop) }
    for (before, step) in zip(way.steps, way.steps.dropFirst()) {
      add(Pair(from: before.stop, to: step.stop), step.state)
    }
    let stops = way.steps.map(\.stop)
    if seenWays.insert(stops).inserted { ways.append(stops) }
  }

  mutating func addUnused(_ credential: TrustStop, _ application: TrustStop) {
    add(credential)
    add(application)
    add(Pair(from: credential, to: application), .unused)
    ways.append([credential, application])
  }

  /// A token's subject differs between scenarios: all that were seen are kept.
  private mutating func add(_ stop: TrustStop) {
    guard let known = details[stop] else {
      order.append(stop)
      details[stop] = stop.details
      return
    }
    if stop.layer == .token {
      details[stop] = known + stop.details.filter { !known.contains($0) }
    }
  }

  private mutating func add(_ pair: Pair, _ state: TrustGraph.State) {
    if states[pair] == nil { pairs.append(pair) }
    states[pair] = max(states[pair] ?? state, state)
  }

  func graph() -> TrustGraph {
    let sorted = TrustGraph.Layer.allCases.flatMap { layer in
      order.filter { $0.layer == layer }
    }
    var indices: [TrustStop: Int] = [:]
    for (index, stop) in sorted.enumerated() { indices[stop] = index }
    var graph = TrustGraph()
    graph.nodes = sorted.map { stop in
      TrustGraph.Node(
        layer: stop.layer,
        kind: stop.kind,
        title: stop.title,
        details: Self.details(of: stop, details[stop] ?? [])
      )
    }
    graph.edges = pairs.compactMap { pair in
      guard let from = indices[pair.from], let to = indices[pair.to] else { return nil }
      return TrustGraph.Edge(from: from, to: to, state: states[pair] ?? .works)
    }.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    graph.ways = ways.map { way in way.compactMap { indices[$0] } }
    return graph
  }

  /// The subjects of a token as one pattern.
  private static func details(of stop: TrustStop, _ all: [String]) -> [String] {
    let subjects = all.filter { $0.hasPrefix("sub ") }
    guard stop.layer == .token, subjects.count > 1 else { return all }
    return all.filter { !$0.hasPrefix("sub ") } + [WayCondenser.commonName(subjects)]
  }
}
