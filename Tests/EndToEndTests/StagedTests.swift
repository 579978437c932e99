import Files
import TestSupport
import Testing

/// `--staged`: Git's index is judged, and nothing that a repository configures runs.
@Suite(.enabled(if: ProgramCall.find("git") != nil)) struct StagedTests {
  private static let wrong =
    "deploy: {script: x, id_tokens: {A: {aud: https://gitlab.com}}, "
    + "secrets: {P: {azure_key_vault: {name: n}, token: $NOPE}}}\n"

  @Test func theIndexIsJudged() throws {
    let repository = try self.repository([
      ".gitlab-ci.yml": "include: {local: ci/part.yml}\njob: {script: x}\n",
      "ci/part.yml": Self.wrong,
    ])
    try repository.write(["ci/part.yml": "deploy: {script: x}\n"])
    try repository.write([".akvlint.yml": "rules: {AKV202: off}\n"])
    #expect(try Tool.run(["--hook"], in: repository.path).status == 0)
    for arguments in [["--staged"], ["--staged", "--hook", "ci/part.yml"], ["--staged", "."]] {
      let outcome = try repository.akvlint(arguments + ["--format", "concise"])
      #expect(outcome.output.contains("[AKV202]"), "\(arguments): \(outcome.errors)")
      #expect(outcome.status == 1)
    }
  }

  @Test func nothingOfTheRepositoryRuns() throws {
    let repository = try self.repository([".gitlab-ci.yml": Self.wrong])
    try repository.git(["config", "filter.evil.smudge", "touch ran; cat"])
    try repository.git(["config", "filter.evil.clean", "touch ran; cat"])
    try repository.git(["config", "core.fsmonitor", "touch ran"])
    try repository.write([".gitattributes": "*.yml filter=evil\n"])
    try repository.write([".gitlab-ci.yml": "job: {script: x}\n"])
    let outcome = try repository.akvlint(["--staged"])
    #expect(outcome.status == 1)
    #expect(HostSystem.kind("\(repository.path)/ran") == nil)
  }

  /// When nothing differs, the answer is that of the working tree.
  @Test(arguments: OneAnswerRepositories.all)
  func theAnswerIsThatOfTheWorkingTree(_ each: OneAnswerRepositories.Repository) throws {
    let repository = try self.repository(each.files)
    for path in each.expected.keys.sorted() {
      let stored = try Tool.run(["--format", "json", path], in: repository.path)
      let staged = try repository.akvlint(["--format", "json", "--staged", path])
      #expect(staged.output == stored.output, "\(path): \(staged.errors)")
      #expect(staged.status == stored.status)
    }
  }

  /// A repository whose files are in the index.
  private func repository(_ files: [String: String]) throws -> GitRepository {
    let repository = try GitRepository(files)
    try repository.git(["add", "."])
    return repository
  }
}
