import Findings
import Testing
import TextFormats

@Suite struct FingerprintsTests {
  @Test func areHashesOfIdentities() {
    var findings: [Finding] = [.sample(identity: "1\u{0}AKV202\u{0}a.yml\u{0}job")]
    Fingerprints.complete(&findings)
    let expected = SHA256.hex(Array("1\u{0}AKV202\u{0}a.yml\u{0}job".utf8))
    #expect(findings.map(\.fingerprint) == [expected])
  }

  @Test func doNotDependOnPlacesAndMessages() {
    var before: [Finding] = [.sample(line: 1, identity: "a"), .sample(line: 2, identity: "b")]
    var after: [Finding] = [
      .sample(line: 7, message: "other", identity: "a"), .sample(line: 8, identity: "b"),
    ]
    Fingerprints.complete(&before)
    Fingerprints.complete(&after)
    #expect(before.map(\.fingerprint) == after.map(\.fingerprint))
  }

  @Test func tellTwinsApart() {
    var findings: [Finding] = (1...3).map { .sample(line: $0, identity: "a") }
    Fingerprints.complete(&findings)
    #expect(Set(findings.map(\.fingerprint)).count == 3)
    // The first one keeps its fingerprint when a second one is added.
    var alone: [Finding] = [.sample(identity: "a")]
    Fingerprints.complete(&alone)
    #expect(alone[0].fingerprint == findings[0].fingerprint)
  }
}
