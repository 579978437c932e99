import TextFormats
import YAMLSyntax

/// Needed jobs exist, in this stage or an earlier one, and do not need each other in a circle.
extension LogicalChecks {
  mutating func checkDependencies(_ job: Entry) {
    guard let entry = tree.entry(.dependencies, in: job.value) else { return }
    for item in tree.items(entry.value) where tree.isStringOrSymbol(item.value) {
      check(
        tree.rubyText(item.value),
        "dependency",
        of: job,
        at: item.value,
        item.origin == .none ? entry.origin : item.origin
      )
    }
  }

  mutating func checkNeeds(_ job: Entry) {
    if let entry = tree.entry(.needs, in: job.value) {
      check(needs[job.key] ?? [], in: entry, of: job)
    }
    guard let rules = tree.present(.rules, in: job.value) else { return }
    for rule in tree.flattened(rules) {
      guard let entry = tree.entry(.needs, in: rule.value) else { continue }
      check(JobNeed.all(in: entry.value, tree), in: entry, of: job)
    }
  }

  private mutating func check(_ needs: [JobNeed], in entry: Entry, of job: Entry) {
    var seen: Set<String> = []
    var twice: [String] = []
    let mayRepeat = needs.count > 1 || names.hasParallelJob
    for need in needs {
      let origin = need.origin == .none ? entry.origin : need.origin
      if checkMatrixNeed(need, of: job, origin) { continue }
      check(
        need.name,
        "need",
        of: job,
        at: need.node,
        origin,
        isOptional: need.isOptional
      )
      for name in mayRepeat ? names.expanded(need) : [] where !seen.insert(name).inserted {
        if !twice.contains(name) { twice.append(name) }
      }
    }
    guard let first = twice.first else { return }
    let list = twice.joined(separator: ", ")
    reportRaw(
      job,
      at: entry.keyNode,
      entry.origin,
      "\(names.shown(job.key)) has the following needs duplicated: \(list).",
      "the job \"\(first)\" stands in \"needs\" twice"
    )
  }

  /// Whether a need depends on the values of the job's own matrix; GitLab resolves these first.
  private mutating func checkMatrixNeed(
    _ need: JobNeed,
    of job: Entry,
    _ origin: OriginID
  ) -> Bool {
    let used = need.matrixVariables
    guard !used.isEmpty else { return false }
    guard let known = names.matrixVariables(of: job.key), names.hasParallelJob else { return true }
    for name in used where !known.contains(name) {
      report(
        job,
        at: need.node,
        origin,
        "'\(name)' does not exist in matrix configuration",
        "\"\(name)\" is no variable of the job's matrix"
      )
    }
    return true
  }

  private mutating func check(
    _ name: String,
    _ kind: String,
    of job: Entry,
    at node: NodeID,
    _ origin: OriginID,
    isOptional: Bool = false
  ) {
    guard let needed = names.job(named: name) else {
      if isOptional || isOpen { return }
      let meant = Spelling.closest(
        to: name,
        among: jobs.map { tree.text($0.entry.key) },
        beside: errors.count
      )
      let hint = meant.map { "; did you mean \"\($0)\"?" } ?? ""
      report(
        job,
        at: node,
        origin,
        "undefined \(kind): \(name)",
        "there is no job \"\(name)\"\(hint)"
      )
      return
    }
    // The stages of what could not be read may make all the difference.
    guard stages != nil, !isOpen, !incompleteJobs.contains(needed),
      let own = stageIndices[job.key]
    else { return }
    if let other = stageIndices[needed], other <= own { return }
    report(
      job,
      at: node,
      origin,
      "\(kind) \(name) is not defined in current or prior stages",
      "the job \"\(name)\" is in a later stage"
    )
  }

  mutating func checkChildPipeline(_ job: Entry) {
    guard let trigger = tree.present(.trigger, in: job.value),
      let include = tree.present(.include, in: trigger)
    else { return }
    for item in tree.items(include) {
      guard let entry = tree.entry(.job, in: item.value), tree.kind(entry.value).isString
      else { continue }
      check(tree.string(entry.value), "dependency", of: job, at: entry.value, entry.origin)
    }
  }

  mutating func checkCycles() {
    if needOnlyEarlierJobs { return }
    var graph = NeedsGraph()
    for job in jobs {
      graph.add(
        job.entry.key,
        needs: (needs[job.entry.key] ?? []).compactMap { names.job(named: $0.name) }
      )
    }
    guard let cycle = graph.cycle, let first = cycle.first,
      let job = jobs.first(where: { $0.entry.key == first })?.entry
    else { return }
    let shown = cycle.map(names.shown)
    let entry = tree.entry(.needs, in: job.value)
    if cycle.count == 1 {
      reportRaw(
        job,
        at: entry?.keyNode,
        entry?.origin,
        "The pipeline has circular dependencies: self-dependency: \(shown[0])",
        "the job \"\(tree.text(first))\" needs itself"
      )
    } else {
      let list = shown.map(RubyText.quoted).joined(separator: ", ")
      let names = cycle.map { "\"\(tree.text($0))\"" }.joined(separator: ", ")
      reportRaw(
        job,
        at: entry?.keyNode,
        entry?.origin,
        "The pipeline has circular dependencies: topological sort failed: [\(list)]",
        "the jobs \(names) need each other in a circle"
      )
    }
  }

  /// Whether each job needs only jobs above it, as in nearly all files: then there is no circle.
  private var needOnlyEarlierJobs: Bool {
    var isAbove = [Bool](repeating: false, count: tree.symbolCount)
    for job in jobs.map(\.entry.key) {
      for need in needs[job] ?? [] {
        guard let needed = names.job(named: need.name) else { continue }
        if !isAbove[Int(needed.rawValue)] { return false }
      }
      isAbove[Int(job.rawValue)] = true
    }
    return true
  }
}
