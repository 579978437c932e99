import YAMLSyntax

/// The names of the jobs that GitLab makes: a parallel job has those of its parts, `test 1/3` or
/// `test: [a, b]`, and no longer its own.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/normalizer.rb`.
struct JobNames {
  private let tree: NodeTree
  private var jobs: [Symbol: Entry] = [:]
  private var parallel: [Symbol: [ParallelJob]] = [:]
  /// Parallel jobs whose matrix is not known.
  private var open: Set<Symbol> = []
  /// The job that a name of a parallel job belongs to.
  private var owners: [String: Symbol] = [:]
  /// Whether a job is called what a parallel one becomes.
  private(set) var hasSharedName = false

  init(tree: NodeTree, jobs: [Entry]) {
    self.tree = tree
    self.jobs.reserveCapacity(jobs.count)
    for job in jobs {
      self.jobs[job.key] = job
      guard let value = tree.present(.parallel, in: job.value) else { continue }
      if ParallelJob.isOpen(value, tree) { open.insert(job.key) }
      let parts = ParallelJob.all(of: tree.text(job.key), value, tree)
      guard let parts else { continue }
      parallel[job.key] = parts
      for part in parts { owners[part.name] = job.key }
    }
    // A job may be called what a parallel one becomes; the later of the two is the one that counts.
    guard !owners.isEmpty else { return }
    for job in jobs where parallel[job.key] == nil {
      let known = owners.updateValue(job.key, forKey: tree.text(job.key))
      if known != nil { hasSharedName = true }
    }
  }

  /// Whether GitLab expands any job into several.
  var hasParallelJob: Bool { !parallel.isEmpty }

  /// The job that has a name, when there is one.
  func job(named name: String) -> Symbol? {
    if let owner = owners[name] { return owner }
    guard let symbol = tree.symbol(name), jobs[symbol] != nil else { return nil }
    return parallel[symbol] == nil ? symbol : nil
  }

  /// Whether a name may be that of a job whose matrix is not known.
  func mayExist(_ name: String) -> Bool {
    open.contains { name.hasPrefix(tree.text($0)) }
  }

  /// The name of a job in GitLab's messages: that of the first job that it becomes.
  func shown(_ job: Symbol) -> String {
    parallel[job]?.first?.name ?? tree.text(job)
  }

  /// The jobs that a job becomes: itself, or the jobs of its matrix.
  ///
  /// - Parameters:
  ///   - job: The job.
  ///   - withVariables: Whether the variables are asked for that its needs may use.
  /// - Returns: The jobs.
  func parts(of job: Symbol, withVariables: Bool) -> [ParallelJob] {
    let parts = parallel[job] ?? [ParallelJob(name: tree.text(job), variables: [:])]
    guard withVariables else { return parts }
    let own = ownVariables(of: job)
    return parts.map { part in
      ParallelJob(name: part.name, variables: own.merging(part.variables) { $1 })
    }
  }

  /// The job's own variables as Ruby prints GitLab's data about them.
  private func ownVariables(of job: Symbol) -> [String: String] {
    guard let entry = jobs[job], let variables = tree.present(.variables, in: entry.value) else {
      return [:]
    }
    var result: [String: String] = [:]
    for variable in tree.entries(variables) {
      let isMapping = tree.kind(variable.value) == .mapping
      let value = isMapping ? tree.present(.value, in: variable.value) : variable.value
      let text = RubyInspection.ofString(value.map { tree.printed($0) } ?? "")
      let expand = isMapping ? tree.present(.expand, in: variable.value) : nil
      let raw = expand.map { ", :raw=>\(tree.bool($0) ? "false" : "true")" } ?? ""
      result[tree.text(variable.key)] = "{:value=>\(text)\(raw)}"
    }
    return result
  }

  /// The names of all the jobs that a need stands for.
  func expanded(_ name: String, matrix: NodeID?, _ replace: (String) -> String) -> [String] {
    guard let symbol = tree.symbol(name), let parts = parallel[symbol] else { return [name] }
    guard let matrix else { return parts.map(\.name) }
    return ParallelJob.all(of: name, matrix: matrix, tree, replace)?.map(\.name) ?? [name]
  }

  /// The names of all the jobs that a dependency stands for.
  func expanded(_ name: String) -> [String] {
    expanded(name, matrix: nil) { $0 }
  }
}
