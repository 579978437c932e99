import TextFormats

/// Predictions of several calls as one: each one once, in the order of the pipeline.
struct PredictionMerge {
  /// One JSON document.
  let text: String
  /// Whether there are predictions for all jobs of the pipelines that were divided.
  let isComplete: Bool

  init(_ documents: [PredictionDocument]) {
    let order = Self.unique(documents.flatMap { $0.jobs ?? [] })
    let entries = documents.flatMap(\.predictions)
    let named = Set(entries.map(\.job))
    let isComplete = order.allSatisfy(named.contains)
    self.isComplete = isComplete
    // A job's place is that in the pipeline; without a list of its jobs, that of its first prediction.
    var places: [String: Int] = [:]
    for job in order + entries.map(\.job) where places[job] == nil { places[job] = places.count }
    var scenarios: [String: Int] = [:]
    for name in entries.map(\.scenario) where scenarios[name] == nil {
      scenarios[name] = scenarios.count
    }
    let sorted = entries.enumerated().sorted { left, right in
      func rank(_ element: (offset: Int, element: PredictionDocument.Entry)) -> (Int, Int, Int) {
        let entry = element.element
        return (places[entry.job] ?? 0, scenarios[entry.scenario] ?? 0, element.offset)
      }
      return rank(left) < rank(right)
    }
    func list(_ parts: [ArraySlice<UInt8>]) -> String {
      Self.unique(parts).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
    }
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      if !isComplete {
        json.key("jobs")
        json.array(order)
      }
      for (key, parts) in [
        ("refused", documents.flatMap(\.refused)), ("omitted", documents.flatMap(\.omitted)),
        ("predictions", sorted.map(\.element.text)),
      ] {
        json.key(key)
        json.literal("[\(list(parts))]")
      }
    }
    text = json.text + "\n"
  }

  private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { seen.insert($0).inserted }
  }
}
