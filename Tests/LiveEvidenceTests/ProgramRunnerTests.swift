#if Live
import LiveEvidence
import Testing

/// Real programs: scripts instead of `az`.
@Suite struct ProgramRunnerTests {
  private func run(
    _ script: String,
    limit: Int = 30
  ) async throws(AzureCLI.Failure) -> String {
    let runner = ProgramRunner(path: "/usr/bin:/bin", limit: limit)
    let bytes = try await runner.run("/bin/sh", ["-c", script, "az", "account"])
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("gives what is written to standard output and drops the rest")
  func output() async throws {
    #expect(try await run("echo one; echo two >&2") == "one\n")
  }

  @Test("runs at the root, with a safe PATH, nothing to read and its arguments as they are")
  func surroundings() async throws {
    #expect(try await run("pwd; echo \"$PATH\"; cat; echo \"$1\"") == "/\n/usr/bin:/bin\naccount\n")
  }

  @Test("a program that fails, floods or does not exist gives nothing")
  func failures() async {
    await #expect(throws: AzureCLI.Failure.failed) { try await run("echo no; exit 1") }
    await #expect(throws: AzureCLI.Failure.failed) { try await run("yes") }
    let runner = ProgramRunner(path: "/bin")
    await #expect(throws: AzureCLI.Failure.failed) { try await runner.run("/no/such", []) }
  }

  @Test("a program that hangs is ended, with all that it started", .timeLimit(.minutes(1)))
  func hangs() async {
    await #expect(throws: AzureCLI.Failure.timedOut(limit: 1)) {
      try await run("sleep 600 & sleep 600", limit: 1)
    }
  }
}
#endif
