import Evidence
import Findings
import TextFormats

/// SARIF logs joined: one log contains all runs, and only the first run keeps a result that several
/// have (the same place and fingerprints).
///
/// A run stays a run, as SARIF's own tools do it: rules are named by their index in the run.
struct SARIFMerge {
  private let runs: [(run: DocumentValue, results: [DocumentValue])]

  init(_ logs: [[DocumentValue]]) {
    var seen: Set<[String]> = []
    runs = logs.joined().map { run in
      let results = (run["results"]?.elements ?? []).filter { result in
        guard let key = Self.key(result) else { return true }
        return seen.insert(key).inserted
      }
      return (run, results)
    }
  }

  /// The identity of a result; nil if it has no fingerprint.
  private static func key(_ result: DocumentValue) -> [String]? {
    let fingerprints =
      (result["fingerprints"]?.members ?? [])
      + (result["partialFingerprints"]?.members ?? [])
    guard !fingerprints.isEmpty else { return nil }
    let place = result["locations"]?.elements.first?["physicalLocation"]?["artifactLocation"]
    return [place?["uri"]?.text ?? "", result["ruleId"]?.text ?? ""]
      + fingerprints.map { "\($0.key)=\($0.value.text ?? "")" }
  }

  /// The severity of each result that is not suppressed.
  var severities: [Severity] {
    runs.flatMap(\.results).filter { ($0["suppressions"]?.elements ?? []).isEmpty }.map { result in
      switch result["level"]?.text {
      case "error": .error
      case "note", "none": .info
      default: .warning
      }
    }
  }

  /// Whether every run reports that it read all of its input.
  var isComplete: Bool {
    runs.flatMap { $0.run["invocations"]?.elements ?? [] }
      .allSatisfy { $0["executionSuccessful"]?.bool != false }
  }

  /// One JSON document.
  var text: String {
    var json = JSONText()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array(runs) { json, each in
        json.object { json in
          for member in each.run.members where member.key != "results" {
            json.key(member.key)
            json.value(member.value)
          }
          json.key("results")
          json.array(each.results) { $0.value($1) }
        }
      }
    }
    return json.text + "\n"
  }
}
