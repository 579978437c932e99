import Files
import Foundation
import Testing

/// `--staged`: Git's index is judged, and nothing that a repository configures runs.
@Suite(.enabled(if: ProgramCall.find("git") != nil)) struct StagedTests {
  private static let wrong =
    "deploy: {script: x, id_tokens: {A: {aud: https://gitlab.com}}, "
    + "secrets: {P: {azure_key_vault: {name: n}, token: $NOPE}}}\n"

  @Test func theIndexIsJudged() throws {
    let folder = try repository([
      ".gitlab-ci.yml": "include: {local: ci/part.yml}\njob: {script: x}\n",
      "ci/part.yml": Self.wrong,
    ])
    try folder.write("ci/part.yml", Array("deploy: {script: x}\n".utf8))
    try folder.write(".akvlint.yml", Array("rules: {AKV202: off}\n".utf8))
    #expect(try Tool.run(["--hook"], in: folder.path).status == 0)
    for arguments in [["--staged"], ["--staged", "--hook", "ci/part.yml"], ["--staged", "."]] {
      let outcome = try Tool.run(
        arguments + ["--format", "concise"],
        in: folder.path,
        environment: Self.environment
      )
      #expect(outcome.output.contains("[AKV202]"), "\(arguments): \(outcome.errors)")
      #expect(outcome.status == 1)
    }
  }

  @Test func nothingOfTheRepositoryRuns() throws {
    let folder = try repository([".gitlab-ci.yml": Self.wrong])
    try git(["config", "filter.evil.smudge", "touch ran; cat"], in: folder)
    try git(["config", "filter.evil.clean", "touch ran; cat"], in: folder)
    try git(["config", "core.fsmonitor", "touch ran"], in: folder)
    try folder.write(".gitattributes", Array("*.yml filter=evil\n".utf8))
    try folder.write(".gitlab-ci.yml", Array("job: {script: x}\n".utf8))
    let outcome = try Tool.run(["--staged"], in: folder.path, environment: Self.environment)
    #expect(outcome.status == 1)
    #expect(HostSystem.kind("\(folder.path)/ran") == nil)
  }

  /// When nothing differs, the answer is that of the working tree.
  @Test(arguments: OneAnswerRepositories.all)
  func theAnswerIsThatOfTheWorkingTree(_ each: OneAnswerRepositories.Repository) throws {
    let folder = try repository(each.files)
    for path in each.expected.keys.sorted() {
      let stored = try Tool.run(["--format", "json", path], in: folder.path)
      let staged = try Tool.run(
        ["--format", "json", "--staged", path],
        in: folder.path,
        environment: Self.environment
      )
      #expect(staged.output == stored.output, "\(path): \(staged.errors)")
      #expect(staged.status == stored.status)
    }
  }

  static let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]

  private func repository(_ files: [String: String]) throws -> TemporaryRepository {
    let folder = try TemporaryRepository(
      files.mapValues { Array($0.utf8) },
      isRepository: false
    )
    try git(["init", "-q"], in: folder)
    try git(["add", "."], in: folder)
    return folder
  }

  private func git(_ arguments: [String], in folder: TemporaryRepository) throws {
    let program = try #require(ProgramCall.find("git"))
    let outcome = try Tool.run(program, arguments, in: folder.path, environment: Self.environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
