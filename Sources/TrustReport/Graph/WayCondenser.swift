import TextFormats

/// Joins what fares alike, so that a graph of many jobs stays one that people can look at.
struct WayCondenser {
  /// The most nodes of a layer that are drawn one by one.
  static let limit = 16

  /// The ways of each job.
  private(set) var ways: [[TrustWay]]

  /// Joins until no layer has more nodes than the limit.
  static func condensed(_ ways: [[TrustWay]]) -> [[TrustWay]] {
    var condenser = Self(ways: ways)
    condenser.joinJobs()
    for layer in TrustGraph.Layer.allCases.dropFirst() { condenser.join(layer) }
    return condenser.ways
  }

  // MARK: Jobs

  /// Jobs share a node when they have the same onward ways; as many steps of them are looked at
  /// as give few enough nodes.
  private mutating func joinJobs() {
    guard ways.count > Self.limit else { return }
    for depth in stride(from: TrustGraph.Layer.secret.rawValue, through: 0, by: -1) {
      let groups = Self.groups(ways.map { Self.signature($0, depth: depth) })
      guard groups.count <= Self.limit || depth == 0 else { continue }
      ways = groups.map { members in joined(members.map { ways[$0] }) }
      return
    }
  }

  private static func signature(_ ways: [TrustWay], depth: Int) -> Set<[TrustWay.Step]> {
    Set(ways.map { Array($0.steps.dropFirst().prefix(depth)) })
  }

  /// Groups of indices with equal keys, as they first appear.
  private static func groups(_ keys: [some Hashable]) -> [[Int]] {
    let order = Dictionary(grouping: keys.indices) { keys[$0] }
    return order.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  private func joined(_ jobs: [[TrustWay]]) -> [TrustWay] {
    let names = jobs.compactMap { $0.first?.steps.first?.stop.title }
    guard names.count > 1, let first = names.first else { return jobs.flatMap { $0 } }
    let stop = TrustStop(
      layer: .job,
      kind: .present,
      key: first,
      title: Self.commonName(names),
      details: [Noun.count(names.count, "job")]
    )
    var seen: Set<TrustWay> = []
    return jobs.flatMap { $0 }.map { way in
      var way = way
      way.steps[0].stop = stop
      return way
    }.filter { seen.insert($0).inserted }
  }

  /// The common prefix of several names, followed by a star.
  static func commonName(_ names: [String]) -> String {
    guard let first = names.first else { return "" }
    var common = first[...]
    for name in names.dropFirst() {
      while !name.hasPrefix(common) { common = common.dropLast() }
    }
    while let last = common.last, last.isNumber { common = common.dropLast() }
    return common.count >= 2 ? "\(common)*" : "\(first), \u{2026}"
  }

  // MARK: Other layers

  private mutating func join(_ layer: TrustGraph.Layer) {
    var order: [TrustStop] = []
    var neighbours: [TrustStop: Set<Neighbour>] = [:]
    for way in ways.joined() {
      guard let index = way.steps.firstIndex(where: { $0.stop.layer == layer }) else { continue }
      let stop = way.steps[index].stop
      if neighbours[stop] == nil { order.append(stop) }
      neighbours[stop, default: []].insert(
        Neighbour(
          before: index > 0 ? way.steps[index - 1].stop : nil,
          after: index + 1 < way.steps.count ? way.steps[index + 1].stop : nil,
          state: way.steps[index].state
        )
      )
    }
    guard order.count > Self.limit else { return }
    var groups = Self.groups(order.map { neighbours[$0] ?? [] })
    if groups.count > Self.limit {
      groups = Self.groups(order.map { Set((neighbours[$0] ?? []).map(\.coarse)) })
    }
    if groups.count > Self.limit { groups = Self.groups(order.map(\.kind)) }
    var replacements: [TrustStop: TrustStop] = [:]
    for members in groups where members.count > 1 {
      let stops = members.map { order[$0] }
      let stop = Self.joined(stops)
      for member in stops { replacements[member] = stop }
    }
    for job in ways.indices {
      var seen: Set<TrustWay> = []
      ways[job] = ways[job].map { Self.replacing($0, replacements) }
        .filter { seen.insert($0).inserted }
    }
  }

  private struct Neighbour: Hashable {
    var before: TrustStop?
    var after: TrustStop?
    var state: TrustGraph.State

    /// Only where it leads, or where it comes from when it is the end.
    var coarse: Self {
      Self(before: after == nil ? before : nil, after: after, state: .works)
    }
  }

  private static func replacing(
    _ way: TrustWay,
    _ replacements: [TrustStop: TrustStop]
  ) -> TrustWay {
    TrustWay(
      steps: way.steps.map { step in
        TrustWay.Step(stop: replacements[step.stop] ?? step.stop, state: step.state)
      }
    )
  }

  private static func joined(_ stops: [TrustStop]) -> TrustStop {
    let first = stops[0]
    let names = stops.map(\.title)
    let isSame = Set(names).count == 1
    return TrustStop(
      layer: first.layer,
      kind: first.kind,
      key: "\(stops.count)\u{0}\(first.key)",
      title: isSame ? first.title : commonName(names),
      details: [Noun.count(stops.count, noun(first))]
    )
  }

  private static func noun(_ stop: TrustStop) -> String {
    switch (stop.layer, stop.kind) {
    case (_, .stop): "reason"
    case (_, .open): "undecided check"
    case (.job, _): "job"
    case (.token, _): "ID token"
    case (.credential, _): "credential"
    case (.application, _): "application"
    case (.vault, _): "vault"
    case (.secret, _): "secret"
    }
  }
}
