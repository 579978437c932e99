import Evidence
import Findings
import RuleEngine
import TextFormats
import YAMLSyntax

/// An open file as an answer sees it: its text, and what linting this very state gave.
struct DocumentView {
  let project: Project
  let analysis: Analysis
  let document: OpenDocument
  /// All open files.
  let documents: [OpenDocument]
  let encoding: PositionEncoding
  /// The file's path in the repository.
  let path: String

  var source: SourceText { document.source }
  /// Writes what was found.
  var diagnostics: DiagnosticWriter {
    DiagnosticWriter(
      project: project,
      outcome: analysis.outcome,
      documents: documents,
      encoding: encoding
    )
  }
  /// The pipelines that the file is a part of.
  var pipelines: [LintInput] { analysis.pipelines(with: path) }

  /// Our position for the client's.
  func position(_ value: DocumentValue?) -> TextPosition? {
    value?.position.map { source.position(of: encoding.offset(of: $0, in: source)) }
  }

  /// The elements of all pipelines that the file is a part of.
  func elements() -> [Element] {
    pipelines.flatMap { ElementFinder($0.pipeline, withUses: true).elements }
  }

  /// Whether a place lies in the file and touches a position.
  func touches(_ place: FileLocation, _ position: TextPosition) -> Bool {
    place.path == path && place.span.start <= position && position <= place.span.end
  }

  /// Writes a place with the URI of its file, when it is one of the repository's.
  func writeLocation(_ place: FileLocation, _ json: inout JSONText) {
    guard let file = file(place.path) else { return }
    json.object { json in
      json.member("uri", file.uri)
      json.key("range")
      encoding.write(place.span, in: file.source, &json)
    }
  }

  /// The text and the URI of a file of the repository; nil for one of another project.
  func file(_ path: String) -> (uri: String, source: SourceText)? {
    if let open = documents.first(where: { project.local($0) == path }) {
      return (open.uri, open.source)
    }
    guard project.isStored(path) else { return nil }
    let source = SourceText(path: path, bytes: project.stored(path))
    return (FileURI.uri("\(project.root)/\(path)"), source)
  }
}
