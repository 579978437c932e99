import AccessPrediction
import Findings
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV110: a job uses the variable of an ID token that only another job has.
struct ForeignTokenChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome { ForeignValues(.token).check(context) }
}

/// AKV220: a job uses the variable of a secret that only another job has.
struct ForeignSecretChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome { ForeignValues(.secret).check(context) }
}

/// The uses of variables of ID tokens or secrets that only another job has.
private struct ForeignValues {
  /// Which values are followed.
  enum Kind: String {
    case token = "AKV110"
    case secret = "AKV220"
  }

  private let kind: Kind

  init(_ kind: Kind) {
    self.kind = kind
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let owners = owners(context)
    guard !owners.isEmpty else { return outcome }
    let search = search(for: owners.keys, context.tree)
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      // Comparing the names of most jobs with all owners took a tenth of the rules' time.
      if let search, !mentions(search, job, context.tree) { continue }
      let foreign = owners.filter { isForeign($0.key, $0.value, index, context) }
      guard !foreign.isEmpty else { continue }
      var reports = passedOn(foreign, job, context)
      for shell in job.shells {
        reports += uses(shell.map(\.node), foreign, job, context)
      }
      if kind == .token, failsAlways(index, context) {
        for place in reports.indices { reports[place].severity = .error }
      }
      outcome.findings += reports
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  /// The names of what is followed, with one job that has it.
  private func owners(_ context: CheckContext) -> [Symbol: Int] {
    var owners: [Symbol: Int] = [:]
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      let names = kind == .token ? job.idTokens.map(\.symbol) : job.secrets.map(\.symbol)
      for name in names where owners[name] == nil { owners[name] = index }
    }
    return owners
  }

  /// A search for the names in texts; nil when one is too short for it.
  private func search(for names: some Sequence<Symbol>, _ tree: NodeTree) -> WordSearch? {
    let names = names.map(tree.text)
    return names.allSatisfy { $0.utf8.count > 1 } ? WordSearch(names) : nil
  }

  /// Whether a job's script or variables contain one of the names.
  private func mentions(_ search: WordSearch, _ job: Job, _ tree: NodeTree) -> Bool {
    job.script.contains { search.finds(in: tree.text($0.node)) }
      || job.ownVariables.contains { variable in
        variable.value.map { search.finds(in: tree.text($0.node)) } ?? false
      }
  }

  /// Whether a job certainly has nothing of a name.
  private func isForeign(
    _ name: Symbol,
    _ owner: Int,
    _ index: Int,
    _ context: CheckContext
  ) -> Bool {
    let job = context.pipeline.jobs[index]
    guard owner != index, !job.areTokensOpen, !job.areVariablesOpen, !job.defines(name),
      !job.lostTokens.contains(where: { $0.symbol == name }),
      !job.idTokens.contains(where: { $0.symbol == name }),
      !job.secrets.contains(where: { $0.symbol == name })
    else { return false }
    return !context.facts.judged.isDefined(context.tree.text(name), job: index)
      && context.facts.judged.dotenvReports(index) == nil
  }

  /// Whether a job signs in with an empty variable in each of its runs.
  private func failsAlways(_ index: Int, _ context: CheckContext) -> Bool {
    guard !context.predictions.isEmpty else { return false }
    let runs = context.facts.predictions(ofJob: index)
    return !runs.isEmpty
      && runs.allSatisfy { run in
        guard case .missingToken(.some)? = run.verdict?.cause else { return false }
        return run.verdict?.answer == .fails
      }
  }

  // MARK: Uses

  private func uses(
    _ nodes: [NodeID],
    _ foreign: [Symbol: Int],
    _ job: Job,
    _ context: CheckContext
  ) -> [RawFinding] {
    let tree = context.tree
    var known = Dictionary(
      foreign.map { (tree.text($0.key), $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var found: [RawFinding] = []
    guard nodes.contains(where: { areNamed(known.keys, in: tree.text($0)) }) else { return found }
    for node in nodes where !known.isEmpty {
      context.scripts.visit(node, in: tree) { visited in
        for name in visited.command.changedVariables { known[name] = nil }
        // A sourced file may set anything, and a test checks whether the variable exists.
        switch visited.command.words.first?.literal {
        case "source", ".", "eval": known = [:]
        case "[", "[[", "test":
          for word in visited.command.words { for (_, name) in word.values { known[name] = nil } }
        default: break
        }
        for word in visited.command.allWords {
          for (part, name) in word.values {
            guard let (symbol, owner) = known[name], isPlain(part) else { continue }
            let place = context.scripts.location(of: part.range, in: node, of: tree)
            found.append(report(place, symbol, owner, job, context))
            known[name] = nil
          }
        }
      }
    }
    return found
  }

  private func areNamed(_ names: some Sequence<String>, in text: ArraySlice<UInt8>) -> Bool {
    names.contains { ByteSearch.contains(Array($0.utf8), in: text) }
  }

  /// Whether the script does not expect that there may be no value, as `${NAME:-word}` does.
  private func isPlain(_ part: ShellPart) -> Bool {
    guard case .variable(let variable) = part.content else { return false }
    return part.range.count <= variable.name.utf8.count + "$env:{}".utf8.count
      && variable.operand.isEmpty && variable.fallback == nil
  }

  /// The values of `variables:` that are made of it.
  private func passedOn(
    _ foreign: [Symbol: Int],
    _ job: Job,
    _ context: CheckContext
  ) -> [RawFinding] {
    let tree = context.tree
    return job.ownVariables.compactMap { variable in
      guard let value = variable.value?.node, !tree.isRaw(variable) else { return nil }
      let names = VariableReference.names(in: tree.text(value))
      guard let (symbol, owner) = foreign.first(where: { names.contains(tree.text($0.key)) })
      else { return nil }
      let place = tree.occurrence(of: tree.text(symbol), in: value) ?? tree.location(value)
      return report(place, symbol, owner, job, context)
    }
  }

  private func report(
    _ place: Location,
    _ symbol: Symbol,
    _ owner: Int,
    _ job: Job,
    _ context: CheckContext
  ) -> RawFinding {
    let name = context.tree.text(symbol)
    let other = context.pipeline.jobs[owner]
    let what = kind == .token ? "an ID token" : "a secret"
    var report = RawFinding(
      location: place,
      message: "$\(name) is \(what) of the job \"\(context.tree.text(other.symbol))\" alone; here "
        + "the variable is empty"
    )
    report.job = job.symbol
    let entry =
      kind == .token
      ? other.idTokens.first { $0.symbol == symbol }?.entry
      : other.secrets.first { $0.symbol == symbol }?.entry
    if kind == .token { report.token = symbol } else { report.secret = symbol }
    if let entry {
      report.related = [
        RawFinding.Related(
          message: "\(what) is defined here",
          location: context.tree.location(entry.keyNode)
        )
      ]
    }
    return report
  }
}
