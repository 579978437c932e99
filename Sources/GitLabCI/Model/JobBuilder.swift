import YAMLSyntax

/// Types the top-level entries of a composed pipeline.
final class JobBuilder {
  /// Top-level keys that never are jobs.
  private static let reserved: Set<Symbol> = Set(
    [
      Keyword.include, .beforeScript, .image, .services, .afterScript, .variables, .stages, .cache,
    ].map(\.symbol)
  )
  /// Top-level keys that are jobs only when they look like one.
  private static let optional: Set<Symbol> = Set([Keyword.default, .workflow].map(\.symbol))

  private let composition: Composition
  private let tree: NodeTree
  private let root: NodeID?
  private let defaults: NodeID?
  private let isOpen: Bool
  private let reader: VariableReader
  let globalVariables: [Variable]
  /// The reason why not all jobs were typed.
  private(set) var excess: CompositionExcess?
  /// `before_script` and `after_script` of `default`, or those of the top level.
  private let sharedScripts: [Keyword: Entry]
  private let defaultTokens: Entry?
  private let typedDefaultTokens: [IDToken]

  init(_ composition: Composition) {
    self.composition = composition
    tree = composition.tree
    root = composition.root
    isOpen = composition.isOpen
    reader = VariableReader(tree: tree)
    let tree = tree
    defaults = root.flatMap { tree.present(.default, in: $0) }
    var scripts: [Keyword: Entry] = [:]
    for keyword in [Keyword.beforeScript, .afterScript] {
      scripts[keyword] =
        defaults.flatMap { tree.entry(keyword, in: $0) }
        ?? root.flatMap { tree.entry(keyword, in: $0) }
    }
    sharedScripts = scripts
    let workflow = root.flatMap { tree.present(.workflow, in: $0) }
    globalVariables =
      reader.variables(
        root.flatMap { tree.entry(.variables, in: $0) }.map(Sourced.init),
        scope: .pipeline
      )
      + reader.ruleVariables(
        workflow.flatMap { tree.present(.rules, in: $0) },
        scope: .workflowRules
      )
    let entry = defaults.flatMap { tree.entry(.idTokens, in: $0) }
    defaultTokens = entry.flatMap { tree.kind($0.value) == .null ? nil : $0 }
    typedDefaultTokens = defaultTokens.map { Self.idTokens($0.value, in: tree) } ?? []
  }

  /// All jobs, in order; with too much in them, only the first.
  func jobs() -> [Job] {
    guard let root else { return [] }
    var jobs: [Job] = []
    var secretCache: [NodeID: [Secret]] = [:]
    var tokenCache: [NodeID: [IDToken]] = [:]
    var weight = JobWeight()
    for entry in tree.entries(root) where isJob(entry) {
      let job = job(entry, &secretCache, &tokenCache)
      guard weight.add(job, in: tree) else {
        excess = .ofJobs(entry.keyNode, limit: JobWeight.limit)
        break
      }
      jobs.append(job)
    }
    return jobs
  }

  private func isJob(_ entry: Entry) -> Bool {
    if Self.reserved.contains(entry.key) { return false }
    guard Self.optional.contains(entry.key) else { return true }
    return [Keyword.script, .run, .trigger, .needs].contains {
      tree.value($0, in: entry.value) != nil
    }
  }

  private func kind(_ entry: Entry) -> Job.Kind {
    if tree.bytes(entry.key).first == UInt8(ascii: ".") { return .hidden }
    if tree.value(.script, in: entry.value) != nil || tree.value(.run, in: entry.value) != nil {
      return .script
    }
    let isBridge =
      tree.value(.trigger, in: entry.value) != nil || tree.value(.needs, in: entry.value) != nil
    return isBridge ? .trigger : .invalid
  }

  private func job(
    _ entry: Entry,
    _ secretCache: inout [NodeID: [Secret]],
    _ tokenCache: inout [NodeID: [IDToken]]
  ) -> Job {
    let node = entry.value
    let kind = kind(entry)
    let tokens = tokens(node, kind: kind, &tokenCache)
    let secretsEntry = tree.entry(.secrets, in: node).flatMap {
      tree.kind($0.value) == .mapping ? $0 : nil
    }
    let isComplete = isComplete(entry, kind)
    let before = script(node, .beforeScript)
    let main = script(node, .script)
    return Job(
      entry: Named(entry),
      kind: kind,
      idTokens: tokens.idTokens,
      tokenSource: tokens.source,
      idTokensEntry: tokens.entry,
      areTokensOpen: tokens.isUnknown || !isComplete
        || (isOpen && tokens.source != .job && kind != .hidden)
        // The including pipeline may define tokens, also for a job of the same name.
        || !composition.isWhole,
      lostTokens: tokens.lost,
      secrets: secretsEntry.map { secrets($0.value, &secretCache) } ?? [],
      secretsEntry: secretsEntry,
      inheritedVariables: inheritedVariables(node),
      ownVariables: reader.variables(
        tree.entry(.variables, in: node).map(Sourced.init),
        scope: .job
      )
        + reader.matrixVariables(tree.present(.parallel, in: node))
        + reader.ruleVariables(tree.present(.rules, in: node), scope: .jobRules),
      areVariablesOpen: isOpen || !isComplete,
      script: before + main + script(node, .afterScript),
      mainScriptRange: before.count..<before.count + main.count,
      environment: environment(node),
      publishesVariables: publishesVariables(node)
    )
  }

  /// Whether the job is all there: in an open world, only a job with a script of its own and all
  /// bases known is taken to be one that no unread file adds to.
  private func isComplete(_ entry: Entry, _ kind: Job.Kind) -> Bool {
    if composition.incompleteJobs.contains(entry.key) { return false }
    switch tree.kind(entry.value) {
    case .unknown, .reference: return false
    default: return !isOpen || kind != .invalid
    }
  }

  // MARK: Tokens

  private struct Tokens {
    var idTokens: [IDToken] = []
    var source = Job.TokenSource.nowhere
    var entry: Entry?
    var isUnknown = false
    var lost: [IDToken] = []
  }

  /// The tokens that apply: the job's own when they are not null, otherwise the default's.
  private func tokens(
    _ node: NodeID,
    kind: Job.Kind,
    _ cache: inout [NodeID: [IDToken]]
  ) -> Tokens {
    let own = tree.entry(.idTokens, in: node).flatMap { tree.kind($0.value) == .null ? nil : $0 }
    var result = Tokens()
    if let own {
      if cache[own.value] == nil { cache[own.value] = Self.idTokens(own.value, in: tree) }
      result.idTokens = cache[own.value] ?? []
      result.source = .job
      result.entry = own
      result.isUnknown = tree.kind(own.value) == .unknown || tree.kind(own.value) == .reference
      let names = Set(result.idTokens.map(\.symbol))
      result.lost = kind == .script ? typedDefaultTokens.filter { !names.contains($0.symbol) } : []
      return result
    }
    guard let defaultTokens, kind == .script else { return result }
    switch Job.inheritsDefault(.idTokens, in: node, of: tree) {
    case true?:
      result.idTokens = typedDefaultTokens
      result.source = .defaults
      result.entry = defaultTokens
      let kind = tree.kind(defaultTokens.value)
      result.isUnknown = kind == .unknown || kind == .reference
    case false?: result.lost = typedDefaultTokens
    case nil: result.isUnknown = true
    }
    return result
  }

  private static func idTokens(_ mapping: NodeID, in tree: NodeTree) -> [IDToken] {
    tree.entries(mapping).map { entry in
      IDToken(
        entry: Named(entry),
        audience: tree.entry(.aud, in: entry.value).flatMap { audience($0, in: tree) }
      )
    }
  }

  private static func audience(_ entry: Entry, in tree: NodeTree) -> IDToken.Audience? {
    let kind = tree.kind(entry.value)
    if kind.isString || kind == .symbol {
      return IDToken.Audience(value: Sourced(entry), texts: [entry.value], isList: false)
    }
    guard kind == .sequence else { return nil }
    let texts = tree.items(entry.value).map(\.value)
    guard texts.allSatisfy({ tree.kind($0).isString || tree.kind($0) == .symbol }) else {
      return nil
    }
    return IDToken.Audience(value: Sourced(entry), texts: texts, isList: true)
  }

  // MARK: Secrets

  private func secrets(_ mapping: NodeID, _ cache: inout [NodeID: [Secret]]) -> [Secret] {
    if let known = cache[mapping] { return known }
    let secrets = tree.entries(mapping).map(secret)
    cache[mapping] = secrets
    return secrets
  }

  private func secret(_ entry: Entry) -> Secret {
    let present = SecretProvider.keywords.compactMap { keyword in
      tree.entry(keyword, in: entry.value).map { (keyword, $0) }
    }
    var provider: SecretProvider?
    if let (keyword, value) = present.first, present.count == 1 {
      provider = SecretProvider(
        keyword,
        value: tree.kind(value.value) == .null ? nil : Sourced(value),
        in: tree
      )
    }
    let token = tree.entry(.token, in: entry.value).map(Sourced.init)
    let file = tree.entry(.file, in: entry.value).map(Sourced.init)
    return Secret(
      entry: Named(entry),
      provider: provider,
      providerKey: present.count == 1 ? present.first?.1.keyNode : nil,
      token: token.flatMap { isText($0.node) ? SecretToken($0, in: tree) : nil },
      file: file.flatMap { tree.kind($0.node) == .bool ? $0 : nil }
    )
  }

  private func isText(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .string, .date, .time, .unknown, .reference: true
    default: false
    }
  }

  // MARK: The rest of a job

  /// The pipeline's variables that the job gets: all, none or those that `inherit` lists.
  private func inheritedVariables(_ job: NodeID) -> [Variable] {
    guard let inherit = tree.present(.inherit, in: job),
      let value = tree.present(.variables, in: inherit)
    else { return globalVariables }
    switch tree.kind(value) {
    case .bool: return tree.bool(value) ? globalVariables : []
    case .sequence:
      let names = Set(tree.items(value).map { tree.string($0.value) })
      return globalVariables.filter { names.contains(tree.text($0.symbol)) }
    default: return globalVariables
    }
  }

  /// The texts of a script keyword; before and after the script, `default` and the deprecated
  /// global keywords supply what the job does not define.
  private func script(_ job: NodeID, _ keyword: Keyword) -> [Sourced] {
    var entry = tree.entry(keyword, in: job).flatMap {
      tree.kind($0.value) == .null ? nil : $0
    }
    if entry == nil, keyword != .script, Job.inheritsDefault(keyword, in: job, of: tree) ?? false {
      entry = sharedScripts[keyword]
    }
    guard let entry else { return [] }
    if tree.kind(entry.value) == .sequence {
      return tree.flattened(entry.value).map(Sourced.init)
    }
    return tree.kind(entry.value).isScalar ? [Sourced(entry)] : []
  }

  private func environment(_ job: NodeID) -> Sourced? {
    guard let entry = tree.entry(.environment, in: job) else { return nil }
    switch tree.kind(entry.value) {
    case .mapping: return tree.entry(.name, in: entry.value).map(Sourced.init)
    case .null: return nil
    default: return Sourced(entry)
    }
  }

  private func publishesVariables(_ job: NodeID) -> Bool {
    guard let artifacts = tree.present(.artifacts, in: job),
      let reports = tree.present(.reports, in: artifacts)
    else { return false }
    return tree.entries(reports).contains { tree.text($0.key) == "dotenv" }
  }
}
