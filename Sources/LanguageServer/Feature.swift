import Evidence
import TextFormats

/// What a client can ask about an open file, by the method that it asks with.
enum Feature: String, CaseIterable {
  case completion = "textDocument/completion"
  case definition = "textDocument/definition"
  case documentSymbol = "textDocument/documentSymbol"
  case hover = "textDocument/hover"
  case inlayHint = "textDocument/inlayHint"
  case references = "textDocument/references"

  /// The server's word for being able to.
  var capability: String {
    switch self {
    case .completion: "completionProvider"
    case .definition: "definitionProvider"
    case .documentSymbol: "documentSymbolProvider"
    case .hover: "hoverProvider"
    case .inlayHint: "inlayHintProvider"
    case .references: "referencesProvider"
    }
  }

  /// Writes the answer.
  func write(_ view: DocumentView, _ parameters: DocumentValue, _ json: inout JSONText) {
    switch self {
    case .completion: Completion(view).write(parameters, &json)
    case .definition: Navigation(view).writeDefinitions(parameters, &json)
    case .documentSymbol: Outline(view).write(&json)
    case .hover: Hover(view).write(parameters, &json)
    case .inlayHint: Verdicts(view).writeHints(parameters, &json)
    case .references: Navigation(view).writeReferences(parameters, &json)
    }
  }
}
