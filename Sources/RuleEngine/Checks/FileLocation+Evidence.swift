import AzureFederation
import Findings
import YAMLSyntax

extension FileLocation {
  /// Where something is known from: the start of its entry.
  init(_ source: EvidenceSource) {
    let position = TextPosition(line: source.line ?? 1, column: source.column ?? 1)
    self.init(path: source.path, span: TextSpan(start: position, end: position))
  }
}
