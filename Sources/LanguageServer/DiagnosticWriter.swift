import Findings
import Linting
import Reporting
import TextFormats
import YAMLSyntax

/// Writes findings as the diagnostics of their files.
struct DiagnosticWriter {
  let project: Project
  let outcome: LintSession.Outcome
  let documents: [OpenDocument]
  let encoding: PositionEncoding

  /// One notification for each file with findings, by URI.
  func notifications() -> [String: String] {
    var texts: [String: String] = [:]
    let groups = Dictionary(grouping: outcome.report.findings, by: \.place.path)
    for (path, findings) in groups {
      let document = documents.first { project.local($0) == path }
      guard document != nil || project.isStored(path) else { continue }
      let uri = document?.uri ?? FileURI.uri("\(project.root)/\(path)")
      texts[uri] = Self.notification(uri, version: document?.version) { json in
        json.array(findings) { write($1, &$0) }
      }
    }
    return texts
  }

  /// Writes all findings of a file, as the answer to a client that asks for them.
  func writeReport(of path: String, _ json: inout JSONText) {
    json.object { json in
      json.member("kind", "full")
      json.key("items")
      json.array(outcome.report.findings.filter { $0.place.path == path }) { write($1, &$0) }
    }
  }

  /// Takes the diagnostics of a file away.
  static func empty(_ uri: String, version: Int?) -> String {
    notification(uri, version: version) { $0.array([]) }
  }

  private static func notification(
    _ uri: String,
    version: Int?,
    _ diagnostics: (inout JSONText) -> Void
  ) -> String {
    ResponseText.notification("textDocument/publishDiagnostics") { json in
      json.member("uri", uri)
      if let version { json.member("version", version) }
      json.key("diagnostics")
      diagnostics(&json)
    }
  }

  /// Writes a finding as a diagnostic.
  func write(_ finding: Finding, _ json: inout JSONText) {
    json.object { json in
      json.key("range")
      encoding.write(finding.place.span, in: source(finding.place.path), &json)
      json.member("severity", Self.severity(finding.severity))
      json.member("code", finding.rule)
      // A rule of the repository may name any address; an editor opens what it is given.
      if finding.help.hasPrefix("https://") {
        json.key("codeDescription")
        json.object { $0.member("href", finding.help) }
      }
      json.member("source", "akvlint")
      json.member("message", finding.message)
      let related = finding.related.filter { project.isStored($0.place.path) }
      json.key("relatedInformation")
      json.array(related) { json, related in
        json.object { json in
          json.key("location")
          json.object { json in
            json.member("uri", FileURI.uri("\(project.root)/\(related.place.path)"))
            json.key("range")
            encoding.write(related.place.span, in: source(related.place.path), &json)
          }
          json.member("message", related.message)
        }
      }
      json.key("data")
      json.object { $0.member("fingerprint", finding.fingerprint) }
    }
  }

  private func source(_ path: String) -> SourceText {
    if let source = outcome.report.sources[path] { return source }
    if let document = documents.first(where: { project.local($0) == path }) {
      return document.source
    }
    return SourceText(path: path, bytes: project.stored(path))
  }

  private static func severity(_ severity: Severity) -> Int {
    switch severity {
    case .error: 1
    case .warning: 2
    case .info: 3
    }
  }
}

extension PositionEncoding {
  /// Writes a range of a file.
  func write(_ span: TextSpan, in source: SourceText, _ json: inout JSONText) {
    json.object { json in
      json.key("start")
      write(span.start, in: source, &json)
      json.key("end")
      write(span.end, in: source, &json)
    }
  }

  /// Writes a position of a file.
  func write(_ position: TextPosition, in source: SourceText, _ json: inout JSONText) {
    let position = self.position(position, in: source)
    json.object { json in
      json.member("line", position.line)
      json.member("character", position.character)
    }
  }
}
