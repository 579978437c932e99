import AzureFederation
import TestSupport
import Testing

@testable import Diagnosis

/// Everyone who can run a job can write its log.
@Suite struct HostileLogTests {
  private let diagnoser = Diagnoser(pipelines: [LogCase.pipeline])

  @Test(arguments: ["runner-subject", "az-rbac", "vault-wrong-tenant", "logfmt", "split-lines"])
  func truncatedAnywhere(name: String) throws {
    let log = try #require(LogCase.all.first { $0.name == name }).log
    for length in log.indices {
      let codes = diagnoser.diagnose(Array(log[..<length])).map(\.entry.code)
      #expect(codes.count <= 1, "\(length): \(codes)")
    }
  }

  @Test func changedAnywhere() {
    var numbers = SeededNumbers(seed: 1)
    func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }
    for log in LogCase.all {
      var bytes = log.log
      for _ in 0..<20 {
        bytes[next(bytes.count)] = UInt8(next(256))
        #expect(diagnoser.diagnose(bytes).count <= 50)
      }
    }
    for _ in 0..<200 {
      let bytes = (0..<next(400) + 1).map { _ in UInt8(next(256)) }
      #expect(diagnoser.diagnose(bytes).isEmpty)
    }
  }

  /// Phrases without end are read in linear time.
  @Test(arguments: [
    "AADSTS700213:", "\"code\":\"", "https://a.vault.azure.net/secrets/", "\\", "\u{1B}]", "eyJ",
    "assertion subject '", "ERROR: (Forbidden) ", "/vaults/a/secrets/", "\r", "RESPONSE 403 ",
    "https://sts.windows.net/", "AKV10032:",
  ])
  func repeated(phrase: String) {
    let log = Array(String(repeating: phrase, count: 200_000 / phrase.utf8.count).utf8)
    let clock = ContinuousClock()
    let time = clock.measure { #expect(diagnoser.diagnose(log).count <= 50) }
    #expect(time < .seconds(20), "\(time)")
  }

  @Test func manyDifferentFailuresAreCapped() {
    let lines = (0..<5000).map { "AADSTS700213: assertion subject 'branch-\($0)'. x" }
    let diagnoses = diagnoser.diagnose(Array(lines.joined(separator: "\n").utf8))
    #expect(diagnoses.count == 50)
    #expect(diagnoses.map(\.line) == Array(1...50))
  }
}
