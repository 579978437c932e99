import Evidence
import TextFormats

/// The requests about an open file, by method.
enum Feature: String, CaseIterable {
  case completion = "textDocument/completion"
  case definition = "textDocument/definition"
  case diagnostic = "textDocument/diagnostic"
  case documentHighlight = "textDocument/documentHighlight"
  case documentSymbol = "textDocument/documentSymbol"
  case hover = "textDocument/hover"
  case inlayHint = "textDocument/inlayHint"
  case prepareRename = "textDocument/prepareRename"
  case references = "textDocument/references"

  /// The server's word for being able to; nil for what another capability includes.
  var capability: String? {
    switch self {
    case .completion: "completionProvider"
    case .definition: "definitionProvider"
    case .diagnostic: "diagnosticProvider"
    case .documentHighlight: "documentHighlightProvider"
    case .documentSymbol: "documentSymbolProvider"
    case .hover: "hoverProvider"
    case .inlayHint: "inlayHintProvider"
    case .prepareRename: nil
    case .references: "referencesProvider"
    }
  }

  /// Writes what a client must know of it.
  func writeOptions(_ json: inout JSONText) {
    switch self {
    case .completion:
      json.object { json in
        json.key("triggerCharacters")
        json.array(["$", "["])
      }
    case .diagnostic:
      json.object { json in
        json.member("identifier", "akvlint")
        json.member("interFileDependencies", true)
        json.member("workspaceDiagnostics", false)
      }
    default: json.value(true)
    }
  }

  /// Writes the answer.
  func write(_ view: DocumentView, _ parameters: DocumentValue, _ json: inout JSONText) {
    switch self {
    case .completion: Completion(view).write(parameters, &json)
    case .definition: Navigation(view).writeDefinitions(parameters, &json)
    case .diagnostic: view.diagnostics.writeReport(of: view.path, &json)
    case .documentHighlight: Navigation(view).writeHighlights(parameters, &json)
    case .documentSymbol: Outline(view).write(&json)
    case .hover: Hover(view).write(parameters, &json)
    case .inlayHint: Verdicts(view).writeHints(parameters, &json)
    case .prepareRename: Rename(view).writeRange(parameters, &json)
    case .references: Navigation(view).writeReferences(parameters, &json)
    }
  }
}
