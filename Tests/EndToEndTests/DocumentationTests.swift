import Files
import Foundation
import Testing

/// Every fenced command of the README and the guides is run.
@Suite struct DocumentationTests {
  struct Block: Sendable, CustomTestStringConvertible {
    var file: String
    var line: Int
    var language: String
    var text: String
    var testDescription: String { "\(file):\(line)" }
  }

  static let blocks: [Block] = files().flatMap(blocks)

  private static func files() -> [String] {
    guard let repository = DiskRepository(root: Tool.packageRoot) else { return [] }
    let paths = repository.paths { path, isFolder in
      isFolder ? path == "docs" || path.hasPrefix("docs/") : path.hasSuffix(".md")
    }
    return paths
  }

  private static func blocks(_ file: String) -> [Block] {
    let text = (try? String(contentsOfFile: "\(Tool.packageRoot)/\(file)", encoding: .utf8)) ?? ""
    var blocks: [Block] = []
    var open: Block?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = Block(file: file, line: index + 2, language: String(line.dropFirst(3)), text: "")
        }
      } else {
        open?.text += line + "\n"
      }
    }
    return blocks
  }

  /// CI runs the set-up commands: a test cannot run the tests.
  private static func isSetUp(_ command: Substring) -> Bool {
    command.hasPrefix("make ")
  }

  /// The Makefile, and those whose targets are its targets, too.
  private static let makefiles = ["Makefile", "packaging/release.mk", "Tests/Peers/Makefile"]
    .map { (try? String(contentsOfFile: "\(Tool.packageRoot)/\($0)", encoding: .utf8)) ?? "" }
    .joined()

  @Test(arguments: blocks.filter { $0.language == "sh" })
  func commandsRun(block: Block) throws {
    let commands = block.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let script = commands.filter { !Self.isSetUp($0) }.joined(separator: "\n")
    for command in commands where Self.isSetUp(command) {
      let target = command.dropFirst("make ".count).prefix { $0 != " " }
      #expect(Self.makefiles.contains("\n\(target):"), "make has no target \(target)")
    }
    guard !script.isEmpty else { return }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let outcome = try Tool.run(
      "/bin/sh",
      ["-eu", "-c", script],
      in: Tool.packageRoot,
      environment: [
        "PATH": "\(RepositoryPath.folder(of: Tool.path)):\(path)", "HOME": "/nonexistent",
      ]
    )
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// A `console` block is a command, and the `text` block after it is the command's output.
  @Test func outputsAreTrue() throws {
    for (block, next) in zip(Self.blocks, Self.blocks.dropFirst())
    where block.language == "console" && next.language == "text" {
      let words = block.text.split(whereSeparator: \.isWhitespace).map(String.init)
      #expect(words.starts(with: ["$", "akvlint"]))
      let outcome = try Tool.run(Array(words.dropFirst(2)) + ["--color", "never"])
      #expect(outcome.output == next.text, "\(block.file):\(block.line)")
    }
  }

  @Test func configurationIsValid() throws {
    for block in Self.blocks
    where block.language == "yaml" && block.text.contains("identities:")
      && !block.text.hasPrefix("id:")
    {
      let repository = try TemporaryRepository(text: [
        ".akvlint.yml": block.text, ".gitlab-ci.yml": "job: {script: x}\n",
        "azure/federated-credentials.json": "[]", "ci/akvlint-rules/README.md": "",
        "azure/known-findings.json": #"{"schema":1,"findings":[]}"#, "platform/akvlint.yml": "",
        "vendor/ci-templates/akvlint-rules/README.md": "",
      ])
      let outcome = try Tool.run([], in: repository.path)
      #expect(outcome.status == 0, "\(outcome.output)")
    }
  }
}
