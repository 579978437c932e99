import CommonExpressions
import Testing

/// The known part of a result, for queries.
@Suite struct KnownPartTests {
  private static func part(_ source: String) throws(ExpressionError) -> (Value, Omissions) {
    let program = try Program(
      source,
      schema: SecretFixture.schema,
      variables: SecretFixture.variables
    )
    return program.evaluateKnownPart(SecretFixture.bindings, facts: SecretFixture())
  }

  private static let unknown = Value.unknown(Unknown("audience"))

  static let inPlace: [(source: String, value: Value)] = [
    ("[secret.audience, secret.name]", .list([unknown, .string("DATABASE_PASSWORD")])),
    ("[1, 2].map(x, x == 1, secret.audience)", .list([unknown])),
    ("[secret, other].map(s, s.audience)", .list([unknown, unknown])),
    ("true ? [secret.audience] : []", .list([unknown])),
    ("['a'] + [secret.audience]", .list([.string("a"), unknown])),
    ("[[1].map(x, secret.audience)]", .list([.list([unknown])])),
    ("cel.bind(x, 1, [secret.audience])", .list([unknown])),
    ("[0].transformList(i, v, secret.audience)", .list([unknown])),
  ]

  @Test(arguments: inPlace)
  func hasUnknownValuesInTheirPlaces(_ example: (source: String, value: Value)) throws {
    let (value, omissions) = try Self.part(example.source)
    #expect(value == example.value)
    #expect(omissions.count == 0)
  }

  @Test func mapsKeepTheirUnknownValues() throws {
    let (value, omissions) = try Self.part("{'a': secret.audience, 'b': 1}")
    guard case .map(let map) = value else {
      Issue.record("\(value) is not a map")
      return
    }
    #expect(map.entries.map(\.value) == [Self.unknown, .int(1)])
    #expect(omissions.count == 0)
  }

  static let leftOut: [(source: String, value: Value, count: Int)] = [
    ("[1, 2].filter(x, x == 1 || secret.open)", .list([.int(1)]), 1),
    ("partly_known.filter(x, x)", .list([.bool(true)]), 1),
    ("[1, 2, 3].map(x, x > 2 || secret.open, x * 2)", .list([.int(6)]), 2),
    ("[1, 2].filter(x, x == 1 || secret.open).map(x, x + 1)", .list([.int(2)]), 1),
    ("[[1, 2].filter(x, secret.open), [3]]", .list([.list([]), .list([.int(3)])]), 2),
    ("[1].map(x, [2].filter(y, unknown_bool))", .list([.list([])]), 1),
  ]

  @Test(arguments: leftOut)
  func countsElementsThatMayBelongToIt(
    _ example: (source: String, value: Value, count: Int)
  ) throws {
    let (value, omissions) = try Self.part(example.source)
    #expect(value == example.value)
    #expect(omissions.count == example.count)
    #expect(omissions.unknown != nil)
  }

  @Test(
    arguments: [
      "size([1, 2].filter(x, secret.open))", "[1].filter(x, secret.open) == []",
      "[1].filter(x, secret.open).exists(x, true)", "[secret.audience][0]", "secret.audience",
      "secret.open ? [1] : []", "unknown_list.map(x, x)", "unknown_list + [1]",
      "{secret.audience: 1}", "cel.bind(x, [1].filter(y, secret.open), size(x))",
    ])
  func isUnknownWhereItIsComputedFromWhatIsUnknown(_ source: String) throws {
    let (value, omissions) = try Self.part(source)
    guard case .unknown = value else {
      Issue.record("\(value) instead of unknown")
      return
    }
    #expect(omissions.count == 0)
  }

  @Test(
    arguments: [
      "[secret.audience, 1 / 0]", "[0].map(x, 1 / x)", "[0].filter(x, 1 / x == 1)",
      "{'a': 1 / 0, 'b': secret.audience}",
    ])
  func failsAsAWhole(_ source: String) throws {
    guard case .error = try Self.part(source).0 else {
      Issue.record("no error")
      return
    }
  }
}
