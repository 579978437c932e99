import GitLabCI
import TextFormats
import YAMLSyntax

/// The jobs of a pipeline tree by their names.
struct JobIndex {
  /// The names of the visible jobs, as they first appear.
  private(set) var names: [String] = []
  private var jobs: [String: [IndexedJob]] = [:]

  init(_ side: AccessSide) {
    for part in side.parts {
      for runs in part.runs {
        let texts = RunTexts(part, runs)
        for (index, job) in runs.pipeline.jobs.enumerated() where !job.isHidden {
          let name = part.name(of: job, in: runs.pipeline)
          if jobs[name] == nil { names.append(name) }
          let indexed = IndexedJob(part: part, runs: runs, index: index, texts: texts)
          jobs[name, default: []].append(indexed)
        }
      }
    }
  }

  /// Whether there is a visible job with a name.
  func contains(_ name: String) -> Bool { jobs[name] != nil }

  /// A job as it is in a scenario.
  func job(named name: String, in scenario: String) -> IndexedJob? {
    let all = jobs[name] ?? []
    return all.first { $0.runs.scenarios.contains { $0.name == scenario } } ?? all.first
  }

  /// A job's whole definition, in all of its compositions; two jobs that differ only in their names
  /// have the same.
  func definition(of name: String) -> [String] {
    (jobs[name] ?? []).map(\.definition)
  }

  /// The ID tokens of a job with their audiences, in the order of definition.
  func tokens(of name: String) -> [(name: String, audiences: [String])] {
    var tokens: [(name: String, audiences: [String])] = []
    for job in jobs[name] ?? [] {
      for (name, audiences) in job.tokens() {
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

/// A job of a pipeline tree as it is composed in some scenarios.
struct IndexedJob {
  let part: AccessSide.Part
  let runs: ComposedRuns
  /// Its index in the pipeline.
  let index: Int
  fileprivate let texts: RunTexts

  var job: Job { runs.pipeline.jobs[index] }

  private var tree: NodeTree { runs.pipeline.tree }

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
      return (tree.text(token.symbol), isPlain ? texts : self.texts.expanded(texts, ofJob: index))
    }
  }
}

/// Texts of jobs with their variables expanded, as in the runs of one composition.
///
/// A class, because it remembers which jobs run, which all of them decide; it lives for one comparison
/// on one thread.
private final class RunTexts {
  private let part: AccessSide.Part
  private let runs: ComposedRuns
  private lazy var plans: [RunPlan] = {
    let predictor = Predictor(
      runs.pipeline,
      evidence: part.evidence,
      paths: part.paths,
      isDecided: true
    )
    return runs.scenarios.map { predictor.plan($0) }
  }()

  init(_ part: AccessSide.Part, _ runs: ComposedRuns) {
    self.part = part
    self.runs = runs
  }

  /// The values of a job's texts in the scenarios in which it runs, or in all when it never runs, each
  /// once; as they are written where a variable is not known.
  func expanded(_ texts: [String], ofJob index: Int) -> [String] {
    let all = plans.map { plan in
      let decision = plan.decision(index, 0)
      let variables = plan.variables(index, 0, decision)
      let values = texts.map { variables.expanded($0)?.description ?? $0 }
      return (isRun: decision.answer != .no, values: values)
    }
    let running = all.filter(\.isRun)
    var seen: Set<String> = []
    return (running.isEmpty ? all : running).flatMap(\.values).filter { seen.insert($0).inserted }
  }
}
