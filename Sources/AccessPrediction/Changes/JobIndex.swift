import GitLabCI
import YAMLSyntax

/// The jobs of a pipeline tree by their names.
struct JobIndex {
  /// A job as it is composed in some scenarios.
  struct Place {
    let part: AccessSide.Part
    let runs: ComposedRuns
    let job: Job

    private var tree: NodeTree { runs.pipeline.tree }
  }

  /// The names of the visible jobs, as they first appear.
  private(set) var names: [String] = []
  private var places: [String: [Place]] = [:]

  init(_ side: AccessSide) {
    for part in side.parts {
      for runs in part.runs {
        for job in runs.pipeline.jobs where !job.isHidden {
          let name = part.name(of: job, in: runs.pipeline)
          if places[name] == nil { names.append(name) }
          places[name, default: []].append(Place(part: part, runs: runs, job: job))
        }
      }
    }
  }

  /// Whether there is a visible job with a name.
  func contains(_ name: String) -> Bool { places[name] != nil }

  /// A job as it is in a scenario.
  func place(of name: String, in scenario: String) -> Place? {
    let all = places[name] ?? []
    return all.first { $0.runs.scenarios.contains { $0.name == scenario } } ?? all.first
  }

  /// A job's whole definition, in all of its compositions; two jobs that differ only in their names
  /// have the same.
  func definition(of name: String) -> [String] {
    (places[name] ?? []).map(\.definition)
  }

  /// The ID tokens of a job with their audiences, in the order of definition.
  func tokens(of name: String) -> [(name: String, audiences: [String])] {
    var tokens: [(name: String, audiences: [String])] = []
    for place in places[name] ?? [] {
      for (name, audiences) in place.tokens() {
        guard let known = tokens.firstIndex(where: { $0.name == name }) else {
          tokens.append((name, audiences))
          continue
        }
        tokens[known].audiences += audiences.filter { !tokens[known].audiences.contains($0) }
      }
    }
    return tokens
  }
}

extension JobIndex.Place {
  fileprivate var definition: String {
    let inherited = job.idTokensEntry.map { tree.inspect($0.value) } ?? ""
    return tree.inspect(job.node) + "\n" + inherited
  }

  /// Where a secret is defined.
  func location(ofSecret name: String) -> Access.Location? {
    job.secrets.first { tree.text($0.symbol) == name }
      .map { location(tree.location($0.entry.keyNode)) }
  }

  /// Where a script signs in; the token when no command does.
  func location(of exchange: ExchangePrediction) -> Access.Location? {
    guard let site = exchange.site else {
      return job.idTokens.first { tree.text($0.symbol) == exchange.token }
        .map { location(tree.location($0.entry.keyNode)) }
    }
    let word = tree.text(site.node).dropFirst(site.offset).prefix { $0 > 0x20 }
    let range = site.offset..<site.offset + max(1, word.count)
    return location(tree.location(of: range, in: site.node))
  }

  private func location(_ location: Location) -> Access.Location {
    Access.Location(path: tree.file(location.file).path, span: location.span)
  }

  /// The ID tokens with their audiences, variables expanded as in the job's runs.
  fileprivate func tokens() -> [(String, [String])] {
    job.idTokens.map { token in
      let texts = (token.audience?.texts ?? []).map { tree.rubyText($0) }
      let isPlain = !texts.contains { $0.contains("$") || $0.contains("%") }
      return (tree.text(token.symbol), isPlain ? texts : expanded(texts))
    }
  }

  /// The values that texts have in the scenarios in which the job runs, each once.
  private func expanded(_ texts: [String]) -> [String] {
    guard let index = runs.pipeline.jobs.firstIndex(where: { $0.symbol == job.symbol }) else {
      return texts
    }
    let predictor = Predictor(
      runs.pipeline,
      evidence: part.evidence,
      paths: part.paths,
      isDecided: true
    )
    var seen: Set<String> = []
    return predictor.expanded(texts, ofJob: index, in: runs.scenarios)
      .filter { seen.insert($0).inserted }
  }
}
