import AccessPrediction
import Testing

/// Two states of a fleet.
@Suite struct FleetChangesTests {
  private func kinds(
    _ old: [Verdict.Answer],
    _ new: [Verdict.Answer]
  ) -> [FleetChanges.Change.Kind] {
    func fleet(_ answers: [Verdict.Answer]) -> Fleet {
      FleetSample.fleet([FleetSample.project("g/a", answers.map { FleetSample.use(verdict: $0) })])
    }
    return FleetChanges(from: fleet(old), to: fleet(new)).changes.map(\.kind)
  }

  @Test(
    arguments: [
      ([.works], [.works], []), ([], [.works], [.gained]), ([.unknown], [.works], [.gained]),
      ([.works], [], [.lost]), ([.works], [.unknown], [.lost]), ([.works], [.fails], [.broken]),
      ([.fails], [.works], [.fixed]), ([.works, .fails], [.works], []), ([], [.fails], []),
      ([.works, .fails], [.fails], [.broken]),
    ] as [([Verdict.Answer], [Verdict.Answer], [FleetChanges.Change.Kind])]
  )
  func access(
    old: [Verdict.Answer],
    new: [Verdict.Answer],
    expected: [FleetChanges.Change.Kind]
  ) {
    #expect(kinds(old, new) == expected)
  }

  @Test func changedCredential() {
    let old = FleetSample.fleet([], [FleetSample.credential("main", subject: "x")])
    let new = FleetSample.fleet([], [FleetSample.credential("main", subject: "y")])
    let changes = FleetChanges(from: old, to: new).changes
    #expect(changes.map(\.kind) == [.credentialChanged])
    #expect(changes.map(\.credential?.subject) == ["y"])
  }

  @Test func projectsAndCredentials() {
    let main = FleetSample.credential("main", subject: "x")
    let old = FleetSample.fleet(
      [FleetSample.project("g/a", [FleetSample.use()]), FleetSample.project("g/gone")],
      [main, FleetSample.credential("gone", subject: "y")]
    )
    let new = FleetSample.fleet(
      [FleetSample.project("g/a"), FleetSample.project("g/new")],
      [main, FleetSample.credential("new", subject: "z")]
    )
    let changes = FleetChanges(from: old, to: new)
    #expect(
      changes.changes.map(\.kind) == [
        .lost, .projectAdded, .projectRemoved, .credentialAdded, .credentialRemoved,
        .credentialUnused,
      ]
    )
    #expect(
      FleetChanges(from: old, to: new, isPartial: true).changes.map(\.kind) == [
        .lost, .projectAdded, .projectRemoved,
      ]
    )
    #expect(
      changes.changes.map { $0.project ?? $0.credential?.name } == [
        "g/a", "g/new", "g/gone", "new", "gone", "main",
      ]
    )
  }
}
