import Findings
import GitLabCI
import YAMLSyntax

/// Finds the elements of a pipeline; what several jobs share is one element.
struct ElementFinder {
  private struct Key: Hashable {
    var kind: Element.Kind
    var place: FileLocation
  }

  /// The elements, in the order in which they were found.
  private(set) var elements: [Element] = []
  private let pipeline: Pipeline
  private var tree: NodeTree { pipeline.tree }
  private let withUses: Bool
  private var numbers: [Key: Int] = [:]
  /// Where the names of variables are in a text that several jobs share.
  private var uses: [NodeID: [String: [TextSpan]]] = [:]

  /// The elements of a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - withUses: Whether `!reference`, and uses of variables in scripts are elements, too.
  init(_ pipeline: Pipeline, withUses: Bool = false) {
    self.pipeline = pipeline
    self.withUses = withUses
    addFiles()
    for job in pipeline.jobs { add(job) }
    for include in pipeline.composition.followedIncludes {
      add(include.directive.node, leadingTo: tree.file(include.file).path)
    }
    for include in pipeline.children.flatMap(\.includes) {
      for path in include.paths { add(include.node, leadingTo: path) }
    }
  }

  private mutating func add(_ include: NodeID, leadingTo path: String) {
    let start = TextPosition(line: 1, column: 1)
    let target = FileLocation(path: path, span: TextSpan(start: start, end: start))
    add(.include, include, definitions: [target])
  }

  /// The jobs of each file and what they extend, as written: composing leaves no `extends`.
  private mutating func addFiles() {
    var definitions: [String: Set<FileLocation>] = [:]
    let contents = pipeline.composition.files.compactMap(\.content)
    let entries = contents.flatMap { tree.entries($0) }.filter { tree.kind($0.value) == .mapping }
    for entry in entries {
      let place = place(entry.keyNode)
      definitions[tree.text(entry.key), default: []].insert(place)
    }
    let jobs = Set(pipeline.jobs.map(\.symbol))
    for entry in entries {
      let name = tree.text(entry.key)
      if jobs.contains(entry.key) {
        add(.job(name), entry.keyNode, definitions: [place(entry.keyNode)])
      }
      guard let value = tree.present(.extends, in: entry.value) else { continue }
      let bases = tree.kind(value) == .sequence ? tree.items(value).map(\.value) : [value]
      for base in bases where tree.kind(base).isString {
        let text = tree.string(base)
        add(.base(text), base, definitions: definitions[text] ?? [])
      }
    }
    guard withUses else { return }
    for content in contents { addReferences(in: content, definitions) }
  }

  /// Adds the targets of `!reference` as written: composing removes them.
  private mutating func addReferences(
    in node: NodeID,
    _ definitions: [String: Set<FileLocation>]
  ) {
    switch tree.kind(node) {
    case .mapping:
      for entry in tree.entries(node) { addReferences(in: entry.value, definitions) }
    case .sequence:
      for item in tree.items(node) { addReferences(in: item.value, definitions) }
    case .reference:
      guard let first = tree.items(node).first?.value, tree.kind(first).isString else { return }
      let name = tree.string(first)
      add(.reference(name), first, definitions: definitions[name] ?? [])
    default: break
    }
  }

  private mutating func add(_ job: Job) {
    let name = tree.text(job.symbol)
    if let entry = job.idTokensEntry { add(.keyword(.idTokens), entry.keyNode, job: name) }
    for token in job.idTokens {
      let key = token.entry.keyNode
      add(.token(tree.text(token.symbol)), key, job: name, definitions: [place(key)])
      add(.aud, as: .aud, in: token.entry.value.node, job: name)
    }
    for secret in job.secrets { add(secret, of: job, named: name) }
    if withUses { addUses(of: job, named: name) }
  }

  /// The uses of a job's ID tokens and secrets in its scripts and variables.
  private mutating func addUses(of job: Job, named name: String) {
    let definitions =
      job.idTokens.map { (tree.text($0.symbol), $0.entry.keyNode) }
      + job.secrets.map { (tree.text($0.symbol), $0.entry.keyNode) }
    guard !definitions.isEmpty else { return }
    let variables = (job.inheritedVariables + job.ownVariables).compactMap { $0.value?.node }
    for node in job.script.map(\.node) + variables {
      let location = tree.location(node)
      let source = tree.file(location.file)
      for (variable, key) in definitions {
        if uses[node]?[variable] == nil {
          uses[node, default: [:]][variable] = VariableUses.spans(
            of: variable,
            in: location.span,
            source
          )
        }
        for span in uses[node]?[variable] ?? [] {
          add(
            .variableUse(variable),
            FileLocation(path: source.path, span: span),
            job: name,
            definitions: [place(key)]
          )
        }
      }
    }
  }

  private mutating func add(_ secret: Secret, of job: Job, named name: String) {
    let mapping = secret.entry.value.node
    let key = secret.entry.keyNode
    add(.secret(tree.text(secret.symbol)), key, job: name, definitions: [place(key)])
    add(.token, as: .token, in: mapping, job: name)
    add(.azureKeyVault, as: .azureKeyVault, in: mapping, job: name)
    if let vault = tree.value(Keyword.azureKeyVault.symbol, in: mapping) {
      add(.name, as: .name, in: vault, job: name)
      add(.version, as: .version, in: vault, job: name)
    }
    guard let token = secret.token, case .variable(let used) = token.reference else { return }
    let definitions = job.idTokens.filter { tree.text($0.symbol) == used }
    add(
      .tokenUse(used),
      token.value.node,
      job: name,
      definitions: Set(definitions.map { place($0.entry.keyNode) })
    )
  }

  // MARK: Places

  private mutating func add(
    _ keyword: Keyword,
    as help: KeywordHelp,
    in mapping: NodeID,
    job: String
  ) {
    guard let entry = tree.entry(keyword.symbol, in: mapping) else { return }
    add(.keyword(help), entry.keyNode, job: job)
  }

  private mutating func add(
    _ kind: Element.Kind,
    _ node: NodeID,
    job: String? = nil,
    definitions: Set<FileLocation> = []
  ) {
    add(kind, place(node), job: job, definitions: definitions)
  }

  private mutating func add(
    _ kind: Element.Kind,
    _ place: FileLocation,
    job: String?,
    definitions: Set<FileLocation>
  ) {
    let key = Key(kind: kind, place: place)
    let number = numbers[key] ?? elements.count
    if number == elements.count {
      numbers[key] = number
      elements.append(Element(kind: kind, place: place))
    }
    if let job, elements[number].jobs.last != job { elements[number].jobs.append(job) }
    elements[number].definitions.formUnion(definitions)
  }

  private func place(_ node: NodeID) -> FileLocation {
    FileLocation(tree.location(node), in: tree)
  }
}
