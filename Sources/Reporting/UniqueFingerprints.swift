import Findings
import TextFormats

/// Fingerprints that are unique in a report.
///
/// Findings about the configuration have none of their own, and one file may be linted for two
/// pipelines; both get one made from their texts.
struct UniqueFingerprints {
  private var seen: Set<String> = []

  /// The fingerprint of the next finding of the report.
  mutating func next(for finding: Finding) -> String {
    if !finding.fingerprint.isEmpty, seen.insert(finding.fingerprint).inserted {
      return finding.fingerprint
    }
    let identity =
      "\(finding.fingerprint)\u{0}\(finding.rule)\u{0}\(finding.place.path)\u{0}\(finding.message)"
    var number = 0
    while true {
      let fingerprint = SHA256.hex(Array("\(identity)\u{0}\(number)".utf8))
      if seen.insert(fingerprint).inserted { return fingerprint }
      number += 1
    }
  }
}
