import Foundation
import Testing

@Suite struct OutputTests {
  static let emoji = """
    # 😀 wide text before
    "dépløy":
      script: x
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets: {"漢字": {azure_key_vault: {name: password}, token: $AZURE_JTW}}

    """

  @Test func conciseIsWhatCompilersWrite() throws {
    let outcome = try Tool.run(
      ["-", "--stdin-filename", ".gitlab-ci.yml", "--format", "concise", "--select", "AKV202"],
      in: "/",
      input: Array(Self.emoji.utf8)
    )
    let line = outcome.output.split(separator: "\n").first.map(String.init) ?? ""
    #expect(line.hasPrefix(".gitlab-ci.yml:5:62: error: "))
    #expect(line.hasSuffix(" [AKV202]"))
  }

  @Test func twoRunsGiveTheSameBytes() throws {
    let runs = try (0..<2).map { _ in
      try Tool.run(["-", "--format", "json"], input: Array(Self.emoji.utf8)).output
    }
    #expect(runs[0] == runs[1])
  }

  @Test(
    arguments: [
      (["rules", "list"], 0, "AKV202"), (["rules", "list", "--format", "json"], 0, "\"AKV202\""),
      (["explain", "AKV202"], 0, "What happens"), (["explain", "undefined-token"], 0, "AKV202"),
      (["explain", "AKV9999"], 2, nil), (["--version"], 0, "0.1.0"), (["--help"], 0, "akvlint"),
    ] as [([String], Int32, String?)]
  )
  func commands(arguments: [String], status: Int32, text: String?) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == status)
    if let text { #expect(outcome.output.contains(text)) }
  }

  @Test func modelPrintsValuesAsGitLabComputesThem() throws {
    let outcome = try Tool.run(
      ["model", "-"],
      input: Array(
        """
        default: {id_tokens: {T: {aud: a}}}
        job:
          script: [x, [y]]
          secrets: {S: {vault: a/b@c, file: no}, N: {azure_key_vault: }, M: {azure_key_vault: {name: n}}}
        .hidden: {script: z}

        """.utf8
      )
    )
    #expect(
      outcome.output
        == #"{"jobs":{"job":{"id_tokens":{"T":{"aud":"a"}},"secrets":{"S":{"vault":{"engine":{"#
        + #""name":"kv-v2","path":"c"},"path":"a","field":"b"},"file":false},"N":{},"M":{"#
        + #""azure_key_vault":{"name":"n","version":null}}},"variables":{},"script":["x","y"]}}}"#
        + "\n"
    )
  }

  @Test("comments and paths silence findings")
  func suppressed() throws {
    let job = """
      deploy:
        script: x
        id_tokens: {A: {aud: https://gitlab.com}}
        secrets:
          S:
            azure_key_vault: {name: n}
            token: $B
      """
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": job + " # akvlint: ignore[AKV202] set by the runner\n",
      "samples/a/.gitlab-ci.yml": job,
      ".akvlint.yml": "paths: [{match: samples/**, ignore: [undefined-token]}]\n",
    ])
    let outcome = try Tool.run(["--format", "json", "."], in: repository.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\"suppressed\":[{\"rule\":\"AKV202\""))
    #expect(outcome.output.contains("\"errors\":0"))
    let all = try Tool.run(["--no-ignores", ".gitlab-ci.yml"], in: repository.path)
    #expect(all.status == 1)
    let strict = try Tool.run(
      ["--require-reasons", "--fail-on", "warning", "."],
      in: repository.path
    )
    #expect(strict.status == 0)
    #expect(strict.output.contains("1 suppressed"))
  }

  @Test("a baseline knows findings, wherever they move to")
  func baseline() throws {
    let job = { (name: String) in
      "\(name): {script: x, id_tokens: {A: {aud: a}}, "
        + "secrets: {S: {azure_key_vault: {name: n}, token: $B}}}\n"
    }
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": job("one")])
    let written = try Tool.run(["--write-baseline", "known.json"], in: repository.path)
    #expect(written.status == 0)
    #expect(written.output.isEmpty)
    #expect(written.errors.contains("wrote 2 findings to known.json"))
    let check = ["--baseline", "known.json"]
    #expect(try Tool.run(check, in: repository.path).status == 0)
    try repository.write(".gitlab-ci.yml", Array(("# moved\n" + job("one") + job("two")).utf8))
    let more = try Tool.run(check + ["--format", "concise"], in: repository.path)
    #expect(more.status == 1)
    #expect(more.output.split(separator: "\n").count { $0.contains("AKV202") } == 1)
    try repository.write(".gitlab-ci.yml", Array("one: {script: x}\n".utf8))
    let gone = try Tool.run(check + ["-v"], in: repository.path)
    #expect(gone.status == 0)
    #expect(gone.errors.contains("2 findings are gone from known.json"))
    #expect(gone.errors.contains("gone: AKV202 in .gitlab-ci.yml"))
  }

  @Test(
    "a baseline that is none",
    arguments: [
      ("{", "known.json:1:2: error: the file is not valid JSON"),
      ("{\"schema\":2,\"findings\":[]}", "written by another version"),
      ("{\"schema\":1,\"findings\":[{\"rule\":1}]}", "$.findings[0].rule"),
      ("[]", "must be a mapping"),
    ]
  )
  func badBaseline(text: String, message: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "a: {script: b}\n", "known.json": text,
    ])
    let outcome = try Tool.run(["--baseline", "known.json"], in: repository.path)
    #expect(outcome.status == 2)
    #expect(outcome.output.contains(message), "\(outcome.output)")
    #expect(try Tool.run(["--baseline", "none"], in: repository.path).status == 2)
  }
}
