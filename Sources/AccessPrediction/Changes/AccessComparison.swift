import TextFormats

/// Compares what the runs of two commits ask Azure for.
///
/// Accesses are the same when job, scenario, vault, name in the vault and application are; the
/// worst of several such accesses of one run counts. A job that has only another name is compared
/// with what it was.
package struct AccessComparison {
  /// The differences.
  package private(set) var result = AccessChanges(changes: [], tokens: [])

  private let oldJobs: JobIndex
  private let newJobs: JobIndex
  /// The former names of renamed jobs, by their present ones.
  private let formerNames: [String: String]
  /// The present names of renamed jobs, by their former ones.
  package let presentNames: [String: String]

  /// Compares.
  ///
  /// - Parameters:
  ///   - before: The pipeline tree before the change.
  ///   - after: The pipeline tree after it.
  package init(before: AccessSide, after: AccessSide) {
    oldJobs = JobIndex(before)
    newJobs = JobIndex(after)
    let renames = Self.renames(oldJobs, newJobs)
    presentNames = renames
    formerNames = Dictionary(uniqueKeysWithValues: renames.map { ($0.value, $0.key) })
    result = AccessChanges(
      changes: changes(before.accesses(oldJobs), after.accesses(newJobs)),
      tokens: tokens()
    )
  }

  // MARK: Jobs

  /// The present names of jobs that have only another name: the first that is gone with a definition
  /// is the first that is new with it, and so on.
  private static func renames(_ old: JobIndex, _ new: JobIndex) -> [String: String] {
    let gone = old.names.filter { !new.contains($0) }
    let added = new.names.filter { !old.contains($0) }
    guard !gone.isEmpty, !added.isEmpty else { return [:] }
    var candidates = Dictionary(grouping: added.reversed(), by: new.definition(of:))
    var renames: [String: String] = [:]
    for name in gone {
      renames[name] = candidates[old.definition(of: name)]?.popLast()
    }
    return renames
  }

  /// The name by which a job of before is compared.
  private func present(_ name: String) -> String { presentNames[name] ?? name }

  // MARK: Accesses

  /// The identity of an access: equal keys are the same access.
  private struct Key: Hashable {
    let job: String
    let scenario: String
    let isSignIn: Bool
    let vault: String?
    let name: String?
    let clientID: String?

    init(_ access: Access, job: String, scenario: String? = nil) {
      self.job = job
      self.scenario = scenario ?? access.scenario
      isSignIn = access.secret == nil
      vault = access.vault
      // Key Vault does not distinguish the case of letters in names.
      name = access.name.map { ASCII.lowercased($0) }
      clientID = access.clientID.map { ASCII.lowercased($0) }
    }

    /// Whether they may be the same: what one of them has unknown is not compared.
    func mayBe(_ other: Self) -> Bool {
      func agree(_ one: String?, _ other: String?) -> Bool {
        one == nil || other == nil || one == other
      }
      return job == other.job && scenario == other.scenario && isSignIn == other.isSignIn
        && agree(vault, other.vault) && agree(name, other.name) && agree(clientID, other.clientID)
    }
  }

  /// The accesses of one side, each key once.
  private struct Accesses {
    private(set) var keys: [Key] = []
    private(set) var byKey: [Key: Access] = [:]

    init(_ all: [Access], job: (String) -> String) {
      for access in all {
        let key = Key(access, job: job(access.job))
        guard let known = byKey[key] else {
          keys.append(key)
          byKey[key] = access
          continue
        }
        if access.verdict.rank > known.verdict.rank { byKey[key] = access }
      }
    }
  }

  private func changes(_ before: [Access], _ after: [Access]) -> [AccessChange] {
    let old = Accesses(before, job: present)
    let new = Accesses(after) { $0 }
    let goneKeys = old.keys.filter { new.byKey[$0] == nil }
    let addedKeys = new.keys.filter { old.byKey[$0] == nil }
    let pairs = Self.pairs(goneKeys, addedKeys)
    let paired = Set(pairs.values)
    var changes: [AccessChange] = []
    var renames: [Renamed: [String]] = [:]
    for key in new.keys {
      guard let access = new.byKey[key], !paired.contains(key) else { continue }
      let former = old.byKey[key]
      add(change(former, access), &changes, &renames)
    }
    for key in goneKeys {
      guard let former = old.byKey[key] else { continue }
      add(change(former, pairs[key].flatMap { new.byKey[$0] }), &changes, &renames)
    }
    for index in changes.indices where changes[index].isRename {
      changes[index].scenarios = renames[Renamed(changes[index])] ?? []
    }
    return sorted(changes)
  }

  /// Pairs the keys before and after that differ only in unknown parts.
  ///
  /// A pair counts only if neither key could belong to another one.
  private static func pairs(_ gone: [Key], _ added: [Key]) -> [Key: Key] {
    struct Run: Hashable {
      let job: String
      let scenario: String
    }
    let byRun = Dictionary(grouping: added) { Run(job: $0.job, scenario: $0.scenario) }
    let goneByRun = Dictionary(grouping: gone) { Run(job: $0.job, scenario: $0.scenario) }
    var pairs: [Key: Key] = [:]
    for (run, keys) in goneByRun {
      let others = byRun[run] ?? []
      for key in keys {
        let matches = others.filter(key.mayBe)
        guard matches.count == 1, keys.count(where: matches[0].mayBe) == 1 else { continue }
        pairs[key] = matches[0]
      }
    }
    return pairs
  }

  /// The change of an access; nil when nothing differs.
  private func change(_ before: Access?, _ after: Access?) -> AccessChange? {
    guard let access = after ?? before else { return nil }
    let former = before.map(\.job).flatMap { presentNames[$0] == nil ? nil : $0 }
    guard let kind = Self.kind(before?.verdict, after?.verdict) ?? former.map({ _ in .changed })
    else { return nil }
    return AccessChange(
      kind: kind,
      access: access,
      scenarios: [access.scenario],
      before: before?.verdict,
      after: after?.verdict,
      formerJob: after == nil ? nil : former
    )
  }

  /// The kind of a change of verdict; nil when neither the answer nor the code differs.
  private static func kind(_ before: Verdict?, _ after: Verdict?) -> AccessChange.Kind? {
    switch (before?.answer, after?.answer) {
    case (nil, nil): nil
    case (nil, .works?), (nil, .unknown?): .gained
    case (.works?, nil), (.unknown?, nil): .lost
    case (.works?, .fails?): .broken
    case (.fails?, .works?): .fixed
    default: before?.answer == after?.answer && before?.code == after?.code ? nil : .changed
    }
  }

  // MARK: Renamed jobs

  /// An access of a renamed job that is the same otherwise: one change for all scenarios.
  private struct Renamed: Hashable {
    let key: Key
    let answer: Verdict.Answer?
    let code: String?

    init(_ change: AccessChange) {
      key = Key(change.access, job: change.access.job, scenario: "")
      answer = change.after?.answer
      code = change.after?.code
    }
  }

  private func add(
    _ change: AccessChange?,
    _ changes: inout [AccessChange],
    _ renames: inout [Renamed: [String]]
  ) {
    guard let change else { return }
    guard change.isRename else { return changes.append(change) }
    let renamed = Renamed(change)
    if renames[renamed] == nil { changes.append(change) }
    renames[renamed, default: []].append(change.access.scenario)
  }

  // MARK: Order

  /// By kind, then as the jobs appear.
  private func sorted(_ changes: [AccessChange]) -> [AccessChange] {
    let kinds = Dictionary(uniqueKeysWithValues: zip(AccessChange.Kind.allCases, 0...))
    let jobs = Dictionary(
      zip(newJobs.names + oldJobs.names.filter { !newJobs.contains($0) }, 0...)
    ) { first, _ in first }
    func rank(_ change: AccessChange) -> (Int, Int) {
      (kinds[change.kind] ?? 0, jobs[change.access.job] ?? 0)
    }
    // Sorting keeps the order of equals.
    return changes.sorted { rank($0) < rank($1) }
  }

  // MARK: Tokens

  private func tokens() -> [TokenChange] {
    let gone = oldJobs.names.filter { !newJobs.contains($0) && presentNames[$0] == nil }
    return newJobs.names.flatMap { name in
      let former = formerNames[name] ?? name
      return Self.changes(oldJobs.tokens(of: former), newJobs.tokens(of: name), of: name)
    } + gone.flatMap { Self.changes(oldJobs.tokens(of: $0), [], of: $0) }
  }

  private static func changes(
    _ before: [(name: String, audiences: [String])],
    _ after: [(name: String, audiences: [String])],
    of job: String
  ) -> [TokenChange] {
    let removed = before.filter { old in !after.contains { $0.name == old.name } }
    return after.compactMap { token in
      let old = before.first { $0.name == token.name }
      guard old?.audiences != token.audiences else { return nil }
      return TokenChange(
        kind: old == nil ? .added : .changed,
        job: job,
        token: token.name,
        before: old?.audiences ?? [],
        after: token.audiences
      )
    }
      + removed.map { token in
        TokenChange(
          kind: .removed,
          job: job,
          token: token.name,
          before: token.audiences,
          after: []
        )
      }
  }
}
