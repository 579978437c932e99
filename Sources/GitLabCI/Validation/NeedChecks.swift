import TextFormats
import YAMLSyntax

/// Needed jobs exist, in this stage or an earlier one, and do not need each other in a circle.
extension LogicalChecks {
  mutating func checkDependencies(_ job: Entry) {
    guard let entry = tree.entry(.dependencies, in: job.value) else { return }
    for item in tree.items(entry.value) where tree.isStringOrSymbol(item.value) {
      let origin = item.origin == .none ? entry.origin : item.origin
      _ = names.expanded(tree.rubyText(item.value)).allSatisfy { name in
        check(name, "dependency", of: job, at: item.value, origin)
      }
    }
  }

  mutating func checkNeeds(_ job: Entry) {
    if let entry = tree.entry(.needs, in: job.value) {
      check(needs[job.key] ?? [], in: entry, of: job)
    }
    guard let rules = tree.present(.rules, in: job.value) else { return }
    for rule in tree.flattened(rules) {
      guard let entry = tree.entry(.needs, in: rule.value) else { continue }
      check(JobNeed.all(in: entry.value, tree), in: entry, of: job, areExpanded: false)
    }
  }

  /// Checks the needs of each of the jobs that a job becomes; without matrix variables they are the
  /// same for all.
  private mutating func check(
    _ needs: [JobNeed],
    in entry: Entry,
    of job: Entry,
    areExpanded: Bool = true
  ) {
    guard !isMatrixUnknown(needs, of: job) else { return }
    let usesMatrix = areExpanded && needs.contains { !$0.matrixVariables.isEmpty }
    let parts = names.parts(of: job.key, withVariables: usesMatrix)
    for part in usesMatrix ? parts[...] : parts.prefix(1) {
      guard comparedNeeds <= Self.needLimit else { return }
      let before = errors.count
      check(needs, in: entry, of: job, as: part, areExpanded: areExpanded)
      if errors.count > before { return }
    }
  }

  private mutating func check(
    _ needs: [JobNeed],
    in entry: Entry,
    of job: Entry,
    as part: ParallelJob,
    areExpanded: Bool
  ) {
    var seen: Set<String> = []
    var twice: [String] = []
    let mayRepeat = needs.count > 1 || names.hasParallelJob
    for need in needs {
      let origin = need.origin == .none ? entry.origin : need.origin
      guard comparedNeeds <= Self.needLimit else { return }
      let all = areExpanded ? expanded(need, for: part) : [need.name]
      comparedNeeds += all.count
      for name in all {
        let isRight = check(
          name,
          "need",
          of: job,
          as: part.name,
          at: need.node,
          origin,
          isOptional: need.isOptional
        )
        if !isRight { break }
      }
      for name in mayRepeat ? all : [] where !seen.insert(name).inserted {
        if !twice.contains(name) { twice.append(name) }
      }
    }
    guard let first = twice.first else { return }
    let list = twice.joined(separator: ", ")
    reportRaw(
      job,
      at: entry.keyNode,
      entry.origin,
      "\(part.name) has the following needs duplicated: \(list).",
      "\"needs\" names the job \"\(first)\" twice"
    )
  }

  /// The names of the jobs that a need stands for; its variables count when any job is parallel.
  private func expanded(_ need: JobNeed, for part: ParallelJob) -> [String] {
    guard names.hasParallelJob else { return [need.name] }
    return names.expanded(
      part.replacingVariables(in: need.name),
      matrix: need.matrix,
      part.replacingVariables
    )
  }

  /// Whether the matrix of a job whose needs depend on it is not known.
  private func isMatrixUnknown(_ needs: [JobNeed], of job: Entry) -> Bool {
    guard needs.contains(where: { !$0.matrixVariables.isEmpty }) else { return false }
    let values = [tree.present(.parallel, in: job.value), tree.present(.variables, in: job.value)]
    return values.contains { $0.map { ParallelJob.isOpen($0, tree) } ?? false }
  }

  /// Variables in needs that the job's matrix does not have; GitLab looks for them first.
  mutating func checkMatrixVariables(_ job: Entry) {
    let needs = needs[job.key] ?? []
    guard names.hasParallelJob, needs.contains(where: { !$0.matrixVariables.isEmpty }),
      !isMatrixUnknown(needs, of: job)
    else { return }
    for part in names.parts(of: job.key, withVariables: true) {
      for need in needs where comparedNeeds <= Self.needLimit {
        comparedNeeds += 1
        for name in need.matrixVariables where part.variables[name] == nil {
          reportRaw(
            job,
            at: need.node,
            need.origin,
            "\(tree.text(job.key)) job: '\(name)' does not exist in matrix configuration",
            "the job's matrix has no variable \"\(name)\""
          )
          return
        }
      }
    }
  }

  /// Checks that a job exists and does not run later.
  ///
  /// - Returns: Whether it does.
  @discardableResult
  private mutating func check(
    _ name: String,
    _ kind: String,
    of job: Entry,
    as shown: String? = nil,
    at node: NodeID,
    _ origin: OriginID,
    isOptional: Bool = false
  ) -> Bool {
    let shown = shown ?? names.shown(job.key)
    guard let needed = names.job(named: name) else {
      if isOptional || isOpen || tree.isOpenText(node) || names.mayExist(name) { return true }
      let hint = Spelling.suggestion(
        for: name,
        among: jobs.map { tree.text($0.entry.key) },
        beside: errors.count
      )
      reportRaw(
        job,
        at: node,
        origin,
        "\(shown) job: undefined \(kind): \(name)",
        "the pipeline has no job \"\(name)\"\(hint)"
      )
      return false
    }
    if kind == "need", name.unicodeScalars.count > NameFault.lengthLimit {
      reportRaw(
        job,
        at: node,
        origin,
        "\(shown) job: need `\(name)` name is too long "
          + "(maximum is \(NameFault.lengthLimit) characters)",
        "the name of a needed job has more than \(NameFault.lengthLimit) characters"
      )
      return false
    }
    // The stages of what could not be read may make all the difference.
    guard stages != nil, !isOpen, !incompleteJobs.contains(needed),
      let own = stageIndices[job.key]
    else { return true }
    if let other = stageIndices[needed], other <= own { return true }
    reportRaw(
      job,
      at: node,
      origin,
      "\(shown) job: \(kind) \(name) is not defined in current or prior stages",
      "the job \"\(name)\" is in a later stage"
    )
    return false
  }

  mutating func checkChildPipeline(_ job: Entry) {
    guard let trigger = tree.present(.trigger, in: job.value),
      let include = tree.present(.include, in: trigger)
    else { return }
    for item in tree.items(include) {
      guard let entry = tree.entry(.job, in: item.value) else { continue }
      switch tree.kind(entry.value) {
      case .string, .symbol, .date, .time:
        check(tree.rubyText(entry.value), "dependency", of: job, at: entry.value, entry.origin)
      case .null, .unknown: continue
      case .bool where !tree.bool(entry.value): continue
      default:
        reportRaw(
          job,
          at: entry.value,
          entry.origin,
          GitLabCrash.message,
          GitLabCrash.words("the name of the job that makes a file is not a string"),
          isCrash: true
        )
      }
    }
  }

  mutating func checkCycles() {
    if needOnlyEarlierJobs { return }
    let graph = names.hasParallelJob ? expandedGraph() : plainGraph()
    guard let cycle = graph.cycle, let first = cycle.first, let key = names.job(named: first),
      let job = jobs.first(where: { $0.entry.key == key })?.entry
    else { return }
    let entry = tree.entry(.needs, in: job.value)
    if cycle.count == 1 {
      reportRaw(
        job,
        at: entry?.keyNode,
        entry?.origin,
        "The pipeline has circular dependencies: self-dependency: \(first)",
        "the job \"\(first)\" needs itself"
      )
    } else {
      let list = cycle.map(RubyInspection.ofString).joined(separator: ", ")
      let names = cycle.map { "\"\($0)\"" }.joined(separator: ", ")
      reportRaw(
        job,
        at: entry?.keyNode,
        entry?.origin,
        "The pipeline has circular dependencies: topological sort failed: [\(list)]",
        "the jobs \(names) need each other in a circle"
      )
    }
  }

  /// More needs than this are not compared one by one.
  private static let graphLimit = 200_000

  private func plainGraph() -> NeedsGraph {
    var graph = NeedsGraph()
    for job in jobs {
      let needs = (needs[job.entry.key] ?? []).map(\.name)
      graph.add(tree.text(job.entry.key), needs: needs.filter { names.job(named: $0) != nil })
    }
    return graph
  }

  /// The jobs that parallel jobs become, each with its own needs.
  private func expandedGraph() -> NeedsGraph {
    var graph = NeedsGraph()
    var count = 0
    for job in jobs {
      let needs = needs[job.entry.key] ?? []
      let usesMatrix = needs.contains { !$0.matrixVariables.isEmpty }
      for part in names.parts(of: job.entry.key, withVariables: usesMatrix) {
        let needed = needs.flatMap { expanded($0, for: part) }
        count += needed.count
        guard count <= Self.graphLimit else { return NeedsGraph() }
        graph.add(part.name, needs: needed.filter { names.job(named: $0) != nil })
      }
    }
    return graph
  }

  /// Whether each job needs only jobs above it, as in nearly all files: then there is no circle.
  private var needOnlyEarlierJobs: Bool {
    if names.hasSharedName { return false }
    var isAbove = [Bool](repeating: false, count: tree.symbolCount)
    for job in jobs.map(\.entry.key) {
      for need in needs[job] ?? [] {
        let base = tree.symbol(need.name)
        guard let needed = names.job(named: need.name) ?? base else { continue }
        if !isAbove[Int(needed.rawValue)] { return false }
      }
      isAbove[Int(job.rawValue)] = true
    }
    return true
  }
}
