import Foundation
import Testing

@Suite struct ExitCodeTests {
  static let good = "job: {script: x}\n"
  static let bad = """
    deploy:
      script: x
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets: {PASSWORD: {azure_key_vault: {name: password}, token: $AZURE_JTW}}

    """

  struct Input: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var status: Int32
    var rule: String?
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ status: Int32, _ rule: String? = nil) {
      self.init(name, bytes: Array(text.utf8), status, rule)
    }

    init(_ name: String, bytes: [UInt8], _ status: Int32, _ rule: String? = nil) {
      self.name = name
      self.bytes = bytes
      self.status = status
      self.rule = rule
    }
  }

  static let inputs: [Input] = [
    Input("good", good, 0), Input("bad", bad, 1, "AKV202"), Input("empty", "", 3, "AKV001"),
    Input("only white space", " \n\t\n", 3, "AKV001"),
    Input("only comments", "# nothing\n", 1, "AKV013"),
    Input("binary junk", bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0xFF, 0xFE], 3, "AKV001"),
    Input("invalid UTF-8", bytes: Array("job: ".utf8) + [0xC3, 0x28], 3, "AKV001"),
    Input("a list", "- a\n", 3, "AKV001"), Input("a text", "hello\n", 3, "AKV001"),
    Input("a date", "x-released: 2024-01-31\n\(good)", 3, "AKV002"),
    Input(
      "10,000 levels deep",
      String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
      3,
      "AKV003"
    ),
    Input(
      "3 MB of scalars",
      "job: {script: x}\n"
        + (0..<60_000).map { ".k\($0): {a: some text of it, b: more text}\n" }.joined(),
      3,
      "AKV003"
    ),
    Input(
      "3 MB in one scalar",
      "job: {script: '\(String(repeating: "a", count: 3_000_000))'}",
      3,
      "AKV003"
    ),
    Input("a missing include", "include: nope.yml\n\(good)", 3, "AKV009"),
    Input("an include that needs a server", "include: https://example.com/a.yml\n\(good)", 0),
    Input("finding and missing include", "include: nope.yml\n\(bad)", 3, "AKV009"),
  ]

  @Test(arguments: inputs)
  func standardInput(input: Input) throws {
    let repository = try TemporaryRepository()
    let outcome = try Tool.run(
      ["-", "--stdin-filename", ".gitlab-ci.yml", "--format", "json"],
      in: repository.path,
      input: input.bytes
    )
    #expect(outcome.status == input.status, "\(outcome.output.prefix(600)) \(outcome.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    if let rule = input.rule {
      #expect(document.findings.contains { $0.rule == rule })
    }
  }

  struct Document: Decodable {
    struct Finding: Decodable {
      var rule: String
      var jobs: [String]
    }
    var schema: Int
    var findings: [Finding]
  }

  @Test(
    arguments: [
      (["nope.yml"], 2, "the file nope.yml does not exist"),
      (["chekc"], 2, "did you mean the command check?"),
      (["folder"], 3, "folder contains no pipeline"),
      (["--format", "nope"], 2, nil), (["--select", "AKV999"], 2, "unknown rule AKV999"),
      (["--severity", "AKV202"], 2, "--severity takes RULE=LEVEL"),
      ([], 2, "has no .gitlab-ci.yml; name a PATH"),
      (["a/.gitlab-ci.yml"], 0, nil), (["a"], 0, nil), (["b"], 1, nil),
      (["b", "--fail-on", "never"], 0, nil), (["b", "--ignore", "AKV2"], 0, nil),
      (["b", "--severity", "AKV202=info"], 0, nil), (["b", "--select", "AKV1"], 0, nil),
      (["b", "--severity", "undefined-token=warning", "--fail-on", "warning"], 1, nil),
      (["open", "--strict-resolution"], 3, nil), (["open"], 0, nil),
      (["text.yml", "--hook"], 0, nil),
      (["a", "b", "nope"], 2, "the file nope does not exist"),
    ] as [([String], Int32, String?)]
  )
  func arguments(arguments: [String], status: Int32, message: String?) throws {
    let repository = try TemporaryRepository(text: [
      "a/.gitlab-ci.yml": Self.good, "b/.gitlab-ci.yml": Self.bad, "folder/readme.md": "x",
      "open/.gitlab-ci.yml": "include: https://example.com/a.yml\n\(Self.good)",
      "text.yml": "greeting: hello\n",
    ])
    let outcome = try Tool.run(arguments, in: repository.path)
    #expect(outcome.status == status, "\(outcome.output) \(outcome.errors)")
    if let message { #expect(outcome.errors.contains(message)) }
  }

  @Test func aFifoIsRefusedAndDoesNotHang() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "include: pipe.yml\n\(Self.good)"
    ])
    let made = try Tool.run("/usr/bin/mkfifo", ["pipe.yml"], in: repository.path, environment: [:])
    #expect(made.status == 0)
    #expect(try Tool.run([], in: repository.path).status == 3)
    #expect(try Tool.run(["pipe.yml"], in: repository.path).status == 3)
  }

  @Test func linksOutOfTheRepositoryAreNotRead() throws {
    let outside = try TemporaryRepository(text: ["secret.yml": ".secret: {script: TOP}\n"])
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "include: link.yml\n\(Self.good)"
    ])
    try FileManager.default.createSymbolicLink(
      atPath: "\(repository.path)/link.yml",
      withDestinationPath: "\(outside.path)/secret.yml"
    )
    let outcome = try Tool.run(["--format", "json"], in: repository.path)
    #expect(outcome.status == 3)
    #expect(!outcome.output.contains("TOP"))
    #expect(outcome.output.contains("is outside the repository"))
  }

  @Test func aFragmentIsLintedThroughItsRoot() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "include: ci/azure.yml\ndeploy: {extends: .azure, script: x}\n",
      "ci/azure.yml": """
      .azure:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {PASSWORD: {azure_key_vault: {name: password}, token: $AZURE_JTW}}

      """,
    ])
    let outcome = try Tool.run(
      ["ci/azure.yml", "--format", "concise", "--select", "AKV202"],
      in: repository.path
    )
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("ci/azure.yml:3:66: error:"))
  }

  @Test func ignoredFilesAreSkipped() throws {
    let repository = try TemporaryRepository(text: [
      ".gitignore": "build/\n*.tmp.gitlab-ci.yml\n", ".gitlab-ci.yml": Self.good,
      "build/.gitlab-ci.yml": Self.bad, "x.tmp.gitlab-ci.yml": Self.bad,
      "sub/.gitlab-ci.yml": Self.good,
    ])
    let outcome = try Tool.run(["."], in: repository.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("2 files"))
  }
}
