import Testing

/// `akvlint predict --shard`, and `akvlint merge` of the shares.
@Suite struct PredictShardTests {
  private static let place = ["--root", "samples/predict", "samples/predict/.gitlab-ci.yml"]

  private static func predict(_ options: [String]) throws -> String {
    let outcome = try Tool.run(["predict", "--format", "json"] + options + place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private static func merge(_ parts: [String]) throws -> Tool.Outcome {
    let names = parts.indices.map { "\($0).json" }
    let files = Dictionary(uniqueKeysWithValues: zip(names, parts))
    let repository = try TemporaryRepository(text: files)
    return try Tool.run(["merge"] + names, in: repository.path)
  }

  @Test("Merged shares in any order are the bytes of one call", arguments: [1, 2, 3, 10])
  func shares(count: Int) throws {
    let whole = try Self.predict([])
    let shares = try (1...count).map { try Self.predict(["--shard", "\($0)/\(count)"]) }
    for parts in [shares, shares.reversed()] {
      let merged = try Self.merge(parts)
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.output == whole)
    }
    let pairs = try [Self.merge([shares[0]]).output] + shares.dropFirst()
    #expect(try Self.merge(pairs).output == whole)
  }

  @Test("A missing share is noticed")
  func incomplete() throws {
    let shares = try (1...2).map { try Self.predict(["--shard", "\($0)/2"]) }
    let merged = try Self.merge([shares[0]])
    #expect(merged.status == 3)
    #expect(try Self.merge([merged.output, shares[1]]).output == Self.predict([]))
  }

  @Test("Predictions of some jobs are joined, each once")
  func someJobs() throws {
    let whole = try Self.predict([])
    #expect(try Self.merge([whole, whole]).output == whole)
    let one = try Self.predict(["--scenario", "tag"])
    #expect(try Self.merge([one, whole]).output.count > whole.count - 1)
  }

  @Test(arguments: ["{\"predictions\": [{}]}", "{\"schema\": 2, \"predictions\": []}"])
  func mistakes(text: String) throws {
    let outcome = try Self.merge([text])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("0.json: $"))
  }

  @Test func textHasNoShares() throws {
    #expect(try Tool.run(["predict", "--shard", "1/2"] + Self.place).status == 2)
  }
}
