package import AccessPrediction
package import Findings

extension Fleet {
  /// The severities of all findings, each once.
  package var severities: Set<Severity> {
    var severities: Set<Severity> = []
    for counts in projects.lazy.map(\.counts) {
      if counts.errors > 0 { severities.insert(.error) }
      if counts.warnings > 0 { severities.insert(.warning) }
      if counts.infos > 0 { severities.insert(.info) }
    }
    return severities
  }
}
