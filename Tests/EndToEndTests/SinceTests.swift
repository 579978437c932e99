import Files
import TestSupport
import Testing

/// `check --since` on repositories that Git itself made.
@Suite(.enabled(if: ProgramCall.find("git") != nil)) struct SinceTests {
  @Test func onlyNewFindingsAreReported() throws {
    let repository = try GitRepository(
      committed: DiffTests.files.merging([".gitlab-ci.yml": DiffTests.job("old", token: "NOPE")]) {
        $1
      }
    )
    let both =
      "# moved\n\n" + DiffTests.job("new", token: "NOPE") + DiffTests.job("old", token: "NOPE")
    try repository.write([".gitlab-ci.yml": both])
    let all = try repository.akvlint(["--format", "concise"])
    let new = try repository.akvlint(["--since", "HEAD", "--format", "concise"])
    #expect(all.output.contains("[AKV202]"))
    #expect(new.status == 1)
    #expect(new.output.contains(":7:"))
    #expect(!new.output.contains(":12:"))
    try repository.commit([:])
    for arguments in [[], ["--staged"], [".gitlab-ci.yml"], ["."], ["--select", "all"]] {
      let outcome = try repository.akvlint(["--since", "main"] + arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)")
      #expect(outcome.output.hasPrefix("no findings"))
    }
    #expect(try repository.akvlint(["--since", "nope"]).status == 2)
    #expect(try repository.akvlint(["--since", "HEAD~1"]).status == 1)
  }

  @Test func aFileThatTheRevisionDoesNotHaveIsNew() throws {
    let repository = try GitRepository(committed: [
      "README": "", ".akvlint.yml": DiffTests.configuration,
    ])
    try repository.write([
      ".gitlab-ci.yml": DiffTests.job(token: "NOPE"),
      "azure/credentials.json": DiffTests.credentials,
      "services/.gitlab-ci.yml": DiffTests.job(token: "NOPE"),
    ])
    try repository.commit([:])
    try repository.write(["azure/credentials.json": DiffTests.credentials + "\n"])
    for arguments in [[], ["."], ["services/.gitlab-ci.yml"]] {
      #expect(try repository.akvlint(["--since", "HEAD"] + arguments).status == 0)
    }
  }
}
