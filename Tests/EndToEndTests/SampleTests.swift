import Files
import Foundation
import Testing

/// The projects in `samples/`, each with the output that it must give.
///
/// To record anew: `AKVLINT_RECORD=1 make test`; the run fails, so that none slips by.
@Suite struct SampleTests {
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(Tool.packageRoot)/samples")) ?? [])
    .filter { HostSystem.kind("\(Tool.packageRoot)/samples/\($0)") == .folder }.sorted()

  @Test func thereAreEnough() {
    #expect(Self.names.count >= 8)
  }

  @Test(arguments: names)
  func output(name: String) throws {
    let folder = "\(Tool.packageRoot)/samples/\(name)"
    let outcome = try Tool.run(
      ["check", "-v", "--root", ".", "--color", "never", "."],
      in: folder
    )
    let text = outcome.output + "exit code \(outcome.status)\n"
    let golden = "\(folder)/expected.txt"
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      try HostSystem.writeFile(text, to: golden)
      Issue.record("recorded \(golden); look at it and run the tests again")
      return
    }
    let expected = try String(contentsOfFile: golden, encoding: .utf8)
    #expect(text == expected)
  }

  /// The sample that shows all verdicts.
  @Test func prediction() throws {
    let folder = "\(Tool.packageRoot)/samples/predict"
    let outcome = try Tool.run(
      ["predict", "--root", folder, "--color", "never", "\(folder)/.gitlab-ci.yml"]
    )
    let golden = "\(folder)/expected-predict.txt"
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      try HostSystem.writeFile(outcome.output, to: golden)
      Issue.record("recorded \(golden); look at it and run the tests again")
      return
    }
    #expect(outcome.output == (try String(contentsOfFile: golden, encoding: .utf8)))
    #expect(outcome.status == 0)
  }

  /// The full configuration is the pipeline again, without its includes.
  @Test(arguments: names)
  func fullConfiguration(name: String) throws {
    let folder = "\(Tool.packageRoot)/samples/\(name)"
    guard HostSystem.kind("\(folder)/.gitlab-ci.yml") == .file else { return }
    let place = ["--root", folder, "\(folder)/.gitlab-ci.yml"]
    let model = try Tool.run(["model"] + place)
    let full = try Tool.run(["model", "--format", "yaml"] + place)
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": full.output])
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where file != ".gitlab-ci.yml" && HostSystem.kind("\(folder)/\(file)") == .file {
      try repository.write(file, HostSystem.readFile("\(folder)/\(file)", limit: 1_000_000))
    }
    #expect(try Tool.run(["model"], in: repository.path).output == model.output, "\(full.output)")
  }

  @Test(arguments: names)
  func nothingSteersTheTerminal(name: String) throws {
    let folder = "\(Tool.packageRoot)/samples/\(name)"
    for format in ["text", "concise"] {
      let outcome = try Tool.run(
        ["--root", folder, "--color", "never", "--format", format, folder])
      #expect(!outcome.output.unicodeScalars.contains("\u{1B}"))
    }
  }
}
