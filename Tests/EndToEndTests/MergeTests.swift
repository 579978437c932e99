import Foundation
import Testing

/// `akvlint merge` and `--shard`.
@Suite struct MergeTests {
  private static func pipeline(_ number: Int) -> String {
    let job = "deploy\(number)"
    switch number % 4 {
    case 0: return "\(job): {script: x}\n"
    case 1:
      return "\(job): {script: x, secrets: {S: {azure_key_vault: {name: n}, token: $B}}}\n"
    case 2:
      return "\(job):\n  script: x\n  secrets:\n    # akvlint: ignore[AKV202] set elsewhere\n"
        + "    S: {azure_key_vault: {name: n}, token: $B}\n"
    default: return "\(job): {extends: .none, script: x}\ninclude: [{project: g/p, file: x.yml}]\n"
    }
  }

  private static func fleet(_ count: Int) throws -> TemporaryRepository {
    let files = (0..<count).map { ("projects/g\($0 % 7)/p\($0)/.gitlab-ci.yml", pipeline($0)) }
    return try TemporaryRepository(text: Dictionary(uniqueKeysWithValues: files))
  }

  private func run(_ arguments: [String], in repository: TemporaryRepository) throws -> Tool.Outcome
  {
    try Tool.run(["check", "--fail-on", "never"] + arguments + ["."], in: repository.path)
  }

  @Test("500 projects over 8 shards give the bytes of one run")
  func shards() throws {
    let repository = try Self.fleet(500)
    let whole = try run(["--format", "json"], in: repository)
    var files: [String] = []
    for index in 1...8 {
      let name = "shard-\(index).json"
      let shard = try run(
        ["--shard", "\(index)/8", "-q", "--output", "json=\(name)"],
        in: repository
      )
      #expect(shard.status == whole.status)
      files.append(name)
    }
    // In any order.
    let merged = try Tool.run(["merge"] + files.reversed(), in: repository.path)
    #expect(merged.output == whole.output)
    #expect(merged.status == 1)
    #expect(whole.output.contains("\"files\":500,\"jobs\":500,"))
    let twice = try Tool.run(["merge", "shard-1.json", "shard-1.json"], in: repository.path)
    let once = try Tool.run(["merge", "shard-1.json"], in: repository.path)
    let findings = { (text: String) in text.prefix { $0 != "]" }.count }
    #expect(findings(twice.output) == findings(once.output))
  }

  @Test("a share that could not be read whole is not forgotten", arguments: ["json", "sarif"])
  func incomplete(format: String) throws {
    let repository = try Self.fleet(6)
    try repository.write("projects/broken/.gitlab-ci.yml", Array("a: [".utf8))
    var statuses: [Int32] = []
    for index in 1...3 {
      let share = ["--shard", "\(index)/3", "-q", "--output", "\(format)=\(index)"]
      statuses.append(try run(share, in: repository).status)
    }
    #expect(statuses.sorted() == [0, 0, 3])
    let merged = try Tool.run(
      ["merge", "1", "2", "3", "--fail-on", "never", "-o", "all"],
      in: repository.path
    )
    #expect(merged.status == 3)
    // A merged report repeats it.
    #expect(try Tool.run(["merge", "all"], in: repository.path).status == 3)
    let whole = statuses.indices.filter { statuses[$0] == 0 }.map { "\($0 + 1)" }
    #expect(
      try Tool.run(["merge"] + whole + ["--fail-on", "never"], in: repository.path).status == 0
    )
    if format == "json" {
      let once = try run(["--format", "json"], in: repository)
      #expect(try String(contentsOfFile: "\(repository.path)/all", encoding: .utf8) == once.output)
    }
  }

  @Test func autoIsTheShareOfGitLabsParallel() throws {
    let repository = try Self.fleet(16)
    let arguments = ["--fail-on", "never", "--format", "json", "."]
    let named = try Tool.run(["--shard", "2/3"] + arguments, in: repository.path)
    let auto = try Tool.run(
      ["--shard", "auto"] + arguments,
      in: repository.path,
      environment: ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"]
    )
    let alone = try Tool.run(["--shard", "auto"] + arguments, in: repository.path)
    #expect(named.output == auto.output)
    #expect(alone.output == (try Tool.run(arguments, in: repository.path)).output)
    #expect(alone.output != auto.output)
  }

  @Test(arguments: ["0/3", "4/3", "x", "1", "-1/3", "1/0", "1/2/3"])
  func aShareThatIsNone(shard: String) throws {
    #expect(try Tool.run(["--shard=\(shard)"], in: "/").status == 2)
  }

  @Test(arguments: ["sarif", "gitlab-codequality"])
  func otherKindsAreJoined(format: String) throws {
    let repository = try Self.fleet(12)
    for index in 1...2 {
      _ = try run(
        ["--shard", "\(index)/2", "-q", "--output", "\(format)=\(index)"],
        in: repository
      )
    }
    let once = try Tool.run(["merge", "1", "2", "-o", "all"], in: repository.path)
    #expect(once.status == 1 && once.output.isEmpty)
    let all = try String(contentsOfFile: "\(repository.path)/all", encoding: .utf8)
    let count = { (text: String) in text.ranges(of: "\"fingerprint\":\"").count }
    let results = { (text: String) in text.ranges(of: "\"partialFingerprints\":").count }
    let whole = try run(["--format", format], in: repository).output
    #expect(count(all) == count(whole) && results(all) == results(whole))
    #expect(count(all) + results(all) > 0)
    // An existing result is not added again.
    let again = try Tool.run(["merge", "all", "1", "2"], in: repository.path).output
    #expect(count(again) == count(all) && results(again) == results(all))
    #expect(try Tool.run(["merge", "all", "--fail-on", "never"], in: repository.path).status == 0)
  }

  @Test(
    "a file that is not a report",
    arguments: [
      ("{", "bad:1: the file is not valid JSON"), ("", "bad:1: the file is empty"),
      ("{}", "bad: $: this is not a report"), ("3", "bad: $: this is not a report"),
      ("[{}]", "bad: $[0]: \"fingerprint\" is missing"),
      (
        "{\"schema\":2,\"findings\":[]}",
        "bad: $.schema: this report was written by another version"
      ),
      (
        "{\"schema\":1,\"findings\":[{\"related\":1}]}",
        "bad: $.findings[0].related: must be a list"
      ),
      ("{\"version\":\"2.0.0\",\"runs\":[]}", "bad: $.version: SARIF 2.0.0 is not read"),
      ("{\"version\":\"2.1.0\",\"runs\":[{}]}", "bad: $.runs[0]: \"tool\" is missing"),
    ]
  )
  func noReport(text: String, message: String) throws {
    let repository = try TemporaryRepository(text: ["bad": text])
    let outcome = try Tool.run(["merge", "bad"], in: repository.path)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("akvlint: \(message)"), "\(outcome.errors)")
  }

  @Test func kindsDoNotMix() throws {
    let repository = try TemporaryRepository(text: [
      "a": "[]", "b": "{\"version\":\"2.1.0\",\"runs\":[]}",
    ])
    let outcome = try Tool.run(["merge", "a", "b"], in: repository.path)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("b is a report of the kind sarif, and a of the kind gitlab-code")
    )
    #expect(try Tool.run(["merge", "a", "none"], in: repository.path).status == 2)
  }
}
