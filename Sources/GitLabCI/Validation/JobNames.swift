import YAMLSyntax

/// A job that another one needs.
struct JobNeed {
  /// The name as written.
  let name: String
  let node: NodeID
  let origin: OriginID
  let isOptional: Bool
  /// The matrix that picks some of the needed jobs.
  let matrix: NodeID?
  /// The variables of `$[[ matrix.NAME ]]` in it.
  let matrixVariables: [String]

  /// The jobs of the same pipeline that `needs` names.
  static func all(in node: NodeID, _ tree: NodeTree) -> [Self] {
    var needs: [Self] = []
    for item in Shapes.needs(node, in: tree)
    where !tree.isUnknown(item.value) && Shapes.needKind(item.value, in: tree) == .job {
      if let need = Self(item, tree) { needs.append(need) }
    }
    return needs
  }

  private init?(_ item: Item, _ tree: borrowing NodeTree) {
    var node = item.value
    var origin = item.origin
    var isOptional = false
    var matrix: NodeID?
    if tree.kind(node) == .mapping {
      guard let entry = tree.entry(.job, in: node) else { return nil }
      isOptional = tree.present(.optional, in: node).map(tree.bool) ?? false
      matrix = tree.present(.parallel, in: node).flatMap { tree.present(.matrix, in: $0) }
      node = entry.value
      if entry.origin != .none { origin = entry.origin }
    }
    guard tree.isA(.string, node), !tree.isUnknown(node) else { return nil }
    name = tree.string(node)
    self.node = node
    self.origin = origin
    self.isOptional = isOptional
    self.matrix = matrix
    var texts = [name]
    if let matrix { Self.collect(matrix, tree, &texts) }
    matrixVariables = texts.flatMap(Self.matrixVariables)
  }

  private static func collect(_ node: NodeID, _ tree: NodeTree, _ texts: inout [String]) {
    switch tree.kind(node) {
    case .sequence: for item in tree.items(node) { collect(item.value, tree, &texts) }
    case .mapping: for entry in tree.entries(node) { collect(entry.value, tree, &texts) }
    case .string: texts.append(tree.string(node))
    default: break
    }
  }

  /// The names in `$[[ matrix.NAME ]]`.
  private static func matrixVariables(_ text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return [] }
    var names: [String] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "$") {
      rest = rest[start...].dropFirst()
      guard rest.hasPrefix("[[") else { continue }
      let body = rest.dropFirst(2).drop { $0 == " " || $0 == "\t" }
      guard body.hasPrefix("matrix.") else { continue }
      let name = body.dropFirst(7).prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-"
      }
      let end = body[name.endIndex...].drop { $0 == " " || $0 == "\t" }
      if !name.isEmpty, end.hasPrefix("]]") { names.append(String(name)) }
    }
    return names
  }
}

/// The names of jobs, those that parallel jobs get included: `test 1/3`, `test: [a, b]`.
struct JobNames {
  private let tree: NodeTree
  private var jobs: [Symbol: Entry] = [:]
  private var parallel: [Symbol: [String]] = [:]

  init(tree: NodeTree, jobs: [Entry]) {
    self.tree = tree
    self.jobs.reserveCapacity(jobs.count)
    for job in jobs {
      self.jobs[job.key] = job
      guard let value = tree.present(.parallel, in: job.value) else { continue }
      parallel[job.key] = Self.names(of: job, value, tree)
    }
  }

  /// Whether GitLab expands any job into several.
  var hasParallelJob: Bool { !parallel.isEmpty }

  /// The job that has a name, when there is one.
  func job(named name: String) -> Symbol? {
    if let symbol = tree.symbol(name), jobs[symbol] != nil { return symbol }
    return parallel.first { $0.value.contains(name) }?.key
  }

  /// The name of a job in GitLab's messages: that of the first job that it becomes.
  func shown(_ job: Symbol) -> String {
    parallel[job]?.first ?? tree.text(job)
  }

  /// The names of all the jobs that a need stands for.
  func expanded(_ need: JobNeed) -> [String] {
    guard let symbol = tree.symbol(need.name), let names = parallel[symbol] else {
      return [need.name]
    }
    return need.matrix.map { Self.matrixNames(need.name, $0, tree) } ?? names
  }

  /// The variables that a job's matrix and the job itself define; nil when they are not known.
  func matrixVariables(of job: Symbol) -> Set<String>? {
    guard let entry = jobs[job] else { return nil }
    var names: Set<String> = []
    if let variables = tree.present(.variables, in: entry.value) {
      if tree.isUnknown(variables) { return nil }
      for variable in tree.entries(variables) { names.insert(tree.text(variable.key)) }
    }
    guard let value = tree.present(.parallel, in: entry.value) else { return names }
    guard let matrix = tree.present(.matrix, in: value) else {
      return tree.isUnknown(value) ? nil : names
    }
    if tree.isUnknown(matrix) { return nil }
    for item in tree.items(matrix) {
      for variable in tree.entries(item.value) { names.insert(tree.text(variable.key)) }
    }
    return names
  }

  private static func names(of job: Entry, _ value: NodeID, _ tree: NodeTree) -> [String] {
    let name = tree.text(job.key)
    if let count = tree.int(value) {
      guard (1...Shapes.parallelLimit).contains(count) else { return [name] }
      return (1...count).map { "\(name) \($0)/\(count)" }
    }
    guard let matrix = tree.present(.matrix, in: value) else { return [name] }
    return matrixNames(name, matrix, tree)
  }

  private static func matrixNames(
    _ name: String,
    _ matrix: NodeID,
    _ tree: NodeTree
  ) -> [String] {
    var names: [String] = []
    for item in tree.items(matrix) {
      var rows = [""]
      for entry in tree.entries(item.value) {
        let values =
          tree.kind(entry.value) == .sequence
          ? tree.items(entry.value).map { tree.rubyText($0.value) }
          : [tree.rubyText(entry.value)]
        guard rows.count * values.count <= Shapes.parallelLimit else { return [name] }
        rows = rows.flatMap { row in values.map { row.isEmpty ? $0 : "\(row), \($0)" } }
      }
      names += rows.map { "\(name): [\($0)]" }
    }
    return names.isEmpty ? [name] : names
  }
}
