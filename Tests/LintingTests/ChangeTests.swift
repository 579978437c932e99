import AccessPrediction
import Linting
import Testing

/// The changes of access.
@Suite struct ChangeTests {
  @Test(arguments: ChangeCase.all)
  func changesAreExact(_ each: ChangeCase) throws {
    let changes = try Self.changes(from: each.before, to: each.after)
    #expect(changes.changes.map(Self.text) == each.changes)
    #expect(changes.tokens.map(Self.text) == each.tokens)
  }

  @Test(arguments: ChangeCase.all)
  func nothingDiffersFromItself(_ each: ChangeCase) throws {
    for files in [each.before, each.after] {
      #expect(try Self.changes(from: files, to: files).isEmpty)
    }
  }

  /// The change in the other direction has the same accesses, with their sides exchanged.
  @Test(arguments: ChangeCase.all)
  func backIsTheMirror(_ each: ChangeCase) throws {
    let there = try Self.changes(from: each.before, to: each.after)
    let back = try Self.changes(from: each.after, to: each.before)
    #expect(Set(there.changes.map(Self.essence)) == Set(back.changes.map(Self.mirroredEssence)))
    #expect(there.changes.count == back.changes.count)
    #expect(
      Set(there.tokens.map { [$0.token, "\($0.before)", "\($0.after)"] })
        == Set(back.tokens.map { [$0.token, "\($0.after)", "\($0.before)"] })
    )
  }

  @Test(arguments: RunCase.all)
  func runCasesDifferNotFromThemselves(_ each: RunCase) throws {
    #expect(try Self.changes(from: each.files, to: each.files).isEmpty)
  }

  /// Any two of the cases are mirrors of each other, too: they have little in common.
  @Test(arguments: zip(RunCase.all, RunCase.all.dropFirst()))
  func runCasesAreMirrors(_ one: RunCase, _ other: RunCase) throws {
    let there = try Self.changes(from: one.files, to: other.files)
    let back = try Self.changes(from: other.files, to: one.files)
    #expect(Set(there.changes.map(Self.essence)) == Set(back.changes.map(Self.mirroredEssence)))
    #expect(there.changes.count == back.changes.count)
  }

  // MARK: Comparing

  private static func changes(
    from before: [String: String],
    to after: [String: String]
  ) throws -> AccessChanges {
    AccessComparison(before: try side(before), after: try side(after)).result
  }

  private static func side(_ files: [String: String]) throws -> AccessSide {
    guard files[".gitlab-ci.yml"] != nil else { return AccessSide() }
    let folder = try TemporaryRepository(files)
    return try PipelineInput("\(folder.root)/.gitlab-ci.yml", in: folder.workspaces()).side()
  }

  private static func text(_ change: AccessChange) -> String {
    let access = change.access
    let kind = change.isRename ? "renamed" : change.kind.rawValue
    let target = "\(access.secret ?? "-") \(access.vault ?? "-")/\(access.name ?? "-")"
    let client = access.clientID.map { String($0.prefix(8)) } ?? "-"
    let scenarios = change.scenarios.joined(separator: "+")
    return "\(kind) \(access.job)@\(scenarios) \(target) \(client): "
      + "\(text(change.before)) -> \(text(change.after))"
  }

  private static func text(_ verdict: Verdict?) -> String {
    guard let verdict else { return "-" }
    return verdict.answer.rawValue + (verdict.code.map { " \($0)" } ?? "")
  }

  private static func text(_ token: TokenChange) -> String {
    "\(token.kind.rawValue) \(token.job) \(token.token): "
      + "\(token.before.joined(separator: ", ")) -> \(token.after.joined(separator: ", "))"
  }

  private static func essence(_ change: AccessChange) -> [String] {
    essence(change, kind: change.kind, change.before, change.after)
  }

  private static func mirroredEssence(_ change: AccessChange) -> [String] {
    essence(change, kind: change.kind.mirrored, change.after, change.before)
  }

  private static func essence(
    _ change: AccessChange,
    kind: AccessChange.Kind,
    _ before: Verdict?,
    _ after: Verdict?
  ) -> [String] {
    let names = Set([change.access.job, change.formerJob ?? change.access.job]).sorted()
    return [kind.rawValue, text(before), text(after)] + change.scenarios + names
  }
}

extension AccessChange.Kind {
  /// The kind of the same change in the other direction.
  fileprivate var mirrored: Self {
    switch self {
    case .gained: .lost
    case .lost: .gained
    case .broken: .fixed
    case .fixed: .broken
    case .changed: .changed
    }
  }
}
