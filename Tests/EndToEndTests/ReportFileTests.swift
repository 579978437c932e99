import Foundation
import Testing

/// `--format` and `--output`: reports on standard output and in files.
@Suite struct ReportFileTests {
  static let typo = "a: {script: x, secrets: {S: {azure_key_vault: {name: n}, token: $B}}}\n"

  @Test func oneRunWritesSeveralReports() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.typo])
    let formats = ["json", "jsonl", "sarif", "gitlab-codequality", "junit", "github", "checkstyle"]
    let outputs = formats.flatMap { ["--output", "\($0)=out.\($0)"] }
    let run = try Tool.run(outputs + ["--format", "concise"], in: repository.path)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix(".gitlab-ci.yml:1:"))
    for format in formats {
      let file = try String(contentsOfFile: "\(repository.path)/out.\(format)", encoding: .utf8)
      let alone = try Tool.run(["--format", format], in: repository.path)
      #expect(file == alone.output && !file.isEmpty, "\(format)")
    }
  }

  @Test func aReportIsReplacedWhole() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "a: {script: x}\n", "gl.json": String(repeating: "x", count: 9999),
    ])
    let arguments = ["--output", "gitlab-codequality=gl.json", "-q"]
    let run = try Tool.run(arguments, in: repository.path)
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(try String(contentsOfFile: "\(repository.path)/gl.json", encoding: .utf8) == "[]\n")
    let files = try FileManager.default.contentsOfDirectory(atPath: repository.path).sorted()
    #expect(files == [".git", ".gitlab-ci.yml", "gl.json"])
  }

  @Test(
    "an output that cannot be",
    arguments: [
      ("sarif=none/out.sarif", "does not exist"), ("sarif=.git", "it is a folder"),
      ("pdf=out.pdf", "invalid"), ("sarif=", "invalid"), ("out.json", "invalid"),
    ]
  )
  func refused(output: String, message: String) throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": "a: {script: x}\n"])
    let run = try Tool.run(["--output", output], in: repository.path)
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test(
    "what reports nothing writes no report",
    arguments: [["--diff"], ["--write-baseline", "known.json"], ["--fix", "-"]]
  )
  func nothingToWrite(arguments: [String]) throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.typo])
    let run = try Tool.run(["--output", "json=out.json"] + arguments, in: repository.path)
    #expect(run.status == 2 && run.errors.contains("--output cannot be combined with --diff"))
    #expect(!FileManager.default.fileExists(atPath: "\(repository.path)/out.json"))
  }

  @Test func aFolderThatMayNotBeWrittenTo() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": "a: {script: x}\n"])
    let run = try Tool.run(["--output", "json=/proc/self/x.json"], in: repository.path)
    #expect(run.status == 2)
    #expect(run.errors.contains("cannot write /proc/self/x.json"))
  }

  @Test func whatCouldNotBeReadIsInTheReports() throws {
    let repository = try TemporaryRepository(text: ["folder/readme.md": "x"])
    let junit = try Tool.run(["--format", "junit", "folder"], in: repository.path)
    #expect(junit.status == 3)
    #expect(junit.output.contains("<error message=\"folder contains no pipeline\""))
    let sarif = try Tool.run(["--format", "sarif", "folder"], in: repository.path)
    #expect(sarif.output.contains("\"executionSuccessful\":false"))
  }
}
