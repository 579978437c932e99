import Evidence
import Files
import Foundation
import TestSupport
import Testing

/// For one state of a repository, every way to ask about a file gives the same findings (design 4.7).
@Suite struct OneAnswerTests {
  @Test(arguments: OneAnswerRepositories.all + OneAnswerRepositories.children)
  func everyEntryPointAgrees(_ repository: OneAnswerRepositories.Repository) throws {
    let found = try answers(repository.files, about: repository.expected.keys.sorted())
    for (path, rules) in repository.expected {
      #expect(found[path]?.map { String($0.suffix(6)) } == rules, "\(path)")
    }
  }

  @Test(arguments: (1...8).map { GeneratedTree(seed: $0) })
  func generatedTreesAgree(_ tree: GeneratedTree) throws {
    let paths = tree.files.keys.filter { !$0.hasSuffix(".akvlint.yml") }.sorted()
    let found = try answers(tree.files, about: paths)
    // A tree in which nothing is wrong would prove nothing.
    #expect(found.values.contains { !$0.isEmpty })
  }

  @Test(arguments: ["clean", "default-tokens", "monorepo", "templates", "typo", "predict"])
  func samplesAgree(_ name: String) throws {
    let folder = "\(Tool.packageRoot)/samples/\(name)"
    let repository = try #require(DiskRepository(root: folder))
    var files: [String: String] = [:]
    for path in repository.allPaths() where !path.hasPrefix("expected") {
      files[path] = String(decoding: try repository.read(path), as: UTF8.self)
    }
    let paths = files.keys.filter {
      ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml")) && !$0.hasSuffix(".akvlint.yml")
    }
    _ = try answers(files, about: paths.sorted())
  }

  /// Asks about each file in every way, and expects the same answer.
  private func answers(
    _ files: [String: String],
    about paths: [String]
  ) throws -> [String: [String]] {
    let folder = try GitRepository(files)
    try folder.git(["add", "--all"])
    let whole = try findings(["."], in: folder.path)
    var answers: [String: [String]] = [:]
    for path in paths {
      let text = Array((files[path] ?? "").utf8)
      let named = try findings([path], in: folder.path)[path] ?? []
      answers[path] = named
      #expect(try findings(["--hook", path], in: folder.path)[path] ?? [] == named, "\(path)")
      #expect(
        try findings(["--hook", "--staged", path], in: folder.path)[path] ?? [] == named,
        "\(path)"
      )
      let piped = try findings(["--stdin-filename", path, "-"], in: folder.path, input: text)
      #expect(piped[path] ?? [] == named, "\(path)")
      #expect(try diagnostics(of: path, text, in: folder.path) == named, "\(path)")
      // A folder means its pipelines: a file that none of them reaches has to be named.
      if path.hasSuffix("gitlab-ci.yml") || whole[path] != nil {
        #expect(whole[path] ?? [] == named, "\(path)")
      }
    }
    return answers
  }

  /// Without a path, the findings in the files of the repository's own pipeline are the same as well.
  @Test(arguments: OneAnswerRepositories.all + OneAnswerRepositories.children)
  func theRepositorysOwnPipelineIsTheDefault(
    _ repository: OneAnswerRepositories.Repository
  ) throws {
    let folder = try TemporaryRepository(text: repository.files)
    let root = repository.files["ci/main.yml"] == nil ? ".gitlab-ci.yml" : "ci/main.yml"
    guard repository.files[root] != nil else { return }
    #expect(try findings([], in: folder.path) == findings([root], in: folder.path))
  }

  /// Every command shows the pipeline that a part belongs to, as without a path.
  @Test(arguments: [
    ["predict"], ["model"], ["query", "pipeline.jobs.map(j, j.name)"],
    ["report", "-f", "markdown"],
    ["graph"], ["includes", "list"], ["credentials"], ["init", "-o", "-"],
  ])
  func everyCommandFindsThePipeline(command: [String]) throws {
    let repository = try #require(
      OneAnswerRepositories.children.first { $0.files["ci/main.yml"] != nil }
    )
    let folder = try TemporaryRepository(text: repository.files)
    let own = try Tool.run(command, in: folder.path)
    #expect(own.status == 0, "\(own.errors)")
    for path in repository.expected.keys.sorted() {
      let outcome = try Tool.run(command + [path], in: folder.path)
      #expect(outcome.output == own.output, "\(command) \(path)")
      #expect(outcome.status == own.status, "\(outcome.errors)")
    }
  }

  /// A log is explained by the jobs of the pipeline, its children among them.
  @Test func aLogFindsThePipeline() throws {
    let repository = try #require(
      OneAnswerRepositories.children.first { $0.files["ci/main.yml"] != nil }
    )
    let folder = try TemporaryRepository(text: repository.files)
    let outcome = try Tool.run(
      ["diagnose"],
      in: folder.path,
      input: Array("AADSTS700213: No matching federated identity record found".utf8)
    )
    #expect(outcome.output.contains("ci/grandchild.gitlab-ci.yml"), "\(outcome.output)")
  }

  /// However the paths are ordered, each pipeline has its own configuration.
  @Test func theOrderOfPathsChangesNothing() throws {
    let fleet = try #require(OneAnswerRepositories.all.first { $0.files["a/.akvlint.yaml"] != nil })
    let folder = try TemporaryRepository(text: fleet.files)
    let paths = fleet.expected.keys.sorted()
    let forwards = try Tool.run(["--format", "json"] + paths, in: folder.path)
    let backwards = try Tool.run(["--format", "json"] + paths.reversed(), in: folder.path)
    #expect(forwards.output == backwards.output)
    #expect(forwards.status == backwards.status)
  }

  @Test(arguments: [
    ([".akvlint.yml", ".akvlint.yaml"], "only .akvlint.yml is read"),
    (["akvlint.yml"], "is not read; a configuration is called .akvlint.yml"),
  ])
  func configurationsThatAreNotReadAreReported(names: [String], warning: String) throws {
    var files = [".gitlab-ci.yml": "job: {script: x}\n"]
    for name in names { files[name] = "rules: {AKV202: off}\n" }
    let folder = try TemporaryRepository(text: files)
    let outcome = try Tool.run([], in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(warning))
  }

  // MARK: Asking

  /// The errors and warnings by file: line, column and rule.
  private func findings(
    _ arguments: [String],
    in folder: String,
    input: [UInt8] = []
  ) throws -> [String: [String]] {
    let outcome = try Tool.run(
      ["--format", "json"] + arguments,
      in: folder,
      input: input,
      environment: GitRepository.environment
    )
    guard !outcome.output.isEmpty else { return [:] }
    let report = try JSONDocument.read(Array(outcome.output.utf8), path: "")
    var result: [String: [String]] = [:]
    for finding in report["findings"]?.elements ?? [] where finding["severity"]?.text != "info" {
      let start = finding["location"]?["start"]
      let line = start?["line"]?.integer ?? 0
      let column = start?["column"]?.integer ?? 0
      let path = finding["location"]?["path"]?.text ?? ""
      result[path, default: []].append("\(line):\(column) \(finding["rule"]?.text ?? "")")
    }
    return result
  }

  /// The errors and warnings that the language server shows for a file that is opened alone.
  private func diagnostics(of path: String, _ text: [UInt8], in folder: String) throws -> [String] {
    let uri = "file://\(folder)/\(path)"
    let content = String(
      decoding: try JSONEncoder().encode(String(decoding: text, as: UTF8.self)),
      as: UTF8.self
    )
    let bodies = [
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
      """
      {"jsonrpc":"2.0","method":"textDocument/didOpen",
       "params":{"textDocument":{"uri":"\(uri)","version":1,"text":\(content)}}}
      """,
      """
      {"jsonrpc":"2.0","id":2,"method":"textDocument/documentSymbol",
       "params":{"textDocument":{"uri":"\(uri)"}}}
      """,
      #"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
    ]
    let stream = bodies.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    let outcome = try Tool.run(["lsp", "--stdio"], in: folder, input: Array(stream.utf8))
    let messages = try Self.bodies(outcome.output).map {
      try JSONDocument.read(Array($0.utf8), path: "")
    }
    let shown = messages.last { message in
      message["method"]?.text == "textDocument/publishDiagnostics"
        && message["params"]?["uri"]?.text == uri
    }
    let items = shown?["params"]?["diagnostics"]?.elements ?? []
    return items.filter { ($0["severity"]?.integer ?? 0) < 3 }.map { item in
      let start = item["range"]?["start"]
      let line = (start?["line"]?.integer ?? 0) + 1
      let column = (start?["character"]?.integer ?? 0) + 1
      return "\(line):\(column) \(item["code"]?.text ?? "")"
    }
  }

  private static func bodies(_ stream: String) -> [String] {
    stream.components(separatedBy: "Content-Length: ").dropFirst().compactMap { part in
      part.range(of: "\r\n\r\n").map { String(part[$0.upperBound...]) }
    }
  }
}
