import Evidence
import TextFormats

/// Answers to a client's requests.
extension ServerSession {
  mutating func answer(_ method: String, _ parameters: DocumentValue, _ id: DocumentValue) {
    guard client != nil || method == "initialize" else {
      send(ResponseText.error(id, .notInitialized, "initialize comes first"))
      return
    }
    guard !hasShutDown else {
      send(ResponseText.error(id, .invalidRequest, "the server was shut down"))
      return
    }
    switch method {
    case "initialize": initialize(parameters, id)
    case "shutdown":
      hasShutDown = true
      send(ResponseText.result(id) { $0.value(nil) })
    case "textDocument/codeAction":
      guard hasSettled(for: id) else { return }
      send(ResponseText.result(id) { writeActions(parameters, &$0) })
    case "textDocument/rename":
      guard hasSettled(for: id) else { return }
      rename(parameters, id)
    case "workspace/symbol":
      guard hasSettled(for: id) else { return }
      let symbols = WorkspaceSymbols(views())
      send(ResponseText.result(id) { symbols.write(parameters["query"]?.text ?? "", &$0) })
    default:
      guard let feature = Feature(rawValue: method) else {
        send(ResponseText.error(id, .methodNotFound, "unknown method \(method)"))
        return
      }
      guard hasSettled(for: id) else { return }
      let view = view(parameters)
      send(
        ResponseText.result(id) { json in
          if let view { feature.write(view, parameters, &json) } else { json.value(nil) }
        }
      )
    }
  }

  private mutating func rename(_ parameters: DocumentValue, _ id: DocumentValue) {
    guard let view = view(parameters) else {
      return send(ResponseText.result(id) { $0.value(nil) })
    }
    do throws(Rename.Refusal) {
      let edits = try Rename(view).edits(parameters)
      send(
        ResponseText.result(id) {
          FileEdit.write(edits, isVersioned: client?.takesVersions ?? false, encoding, &$0)
        }
      )
    } catch {
      send(ResponseText.error(id, .requestFailed, error.message))
    }
  }

  /// The view of a request's file; nil if the file is unknown.
  private func view(_ parameters: DocumentValue) -> DocumentView? {
    parameters["textDocument"]?["uri"]?.text.flatMap { documents[$0] }.flatMap(view(of:))
  }

  /// A view of one document of each project.
  private func views() -> [DocumentView] {
    var folders: Set<String> = []
    return documents.values.sorted { $0.path < $1.path }
      .filter { folders.insert(Self.projectFolder(of: $0.path)).inserted }
      .compactMap(view(of:))
  }

  private func view(of document: OpenDocument) -> DocumentView? {
    let folder = Self.projectFolder(of: document.path)
    guard let project = projects[folder], let analysis = analyses[folder],
      let path = project.local(document)
    else { return nil }
    return DocumentView(
      project: project,
      analysis: analysis,
      document: document,
      documents: documents.values.sorted { $0.path < $1.path },
      encoding: encoding,
      path: path
    )
  }

  private mutating func initialize(_ parameters: DocumentValue, _ id: DocumentValue) {
    let client = ClientCapabilities(parameters["capabilities"])
    self.client = client
    send(
      ResponseText.initialized(
        id,
        client.encoding,
        version: version,
        answersDiagnostics: client.asksForDiagnostics
      )
    )
  }

  private func writeActions(_ parameters: DocumentValue, _ json: inout JSONText) {
    guard let uri = parameters["textDocument"]?["uri"]?.text, let document = documents[uri],
      let start = parameters["range"]?["start"]?.position,
      let end = parameters["range"]?["end"]?.position
    else { return json.array([]) }
    let folder = Self.projectFolder(of: document.path)
    guard let project = projects[folder], let analysis = analyses[folder] else {
      return json.array([])
    }
    let from = encoding.offset(of: start, in: document.source)
    let range = from...max(from, encoding.offset(of: end, in: document.source))
    let maker = CodeActionMaker(
      project: project,
      outcome: analysis.outcome,
      document: document,
      documents: Array(documents.values)
    )
    let only = parameters["context"]?["only"]?.texts
    func isWanted(_ kind: String) -> Bool {
      only?.contains { kind == $0 || kind.hasPrefix("\($0).") } ?? true
    }
    let actions =
      (isWanted(CodeAction.quickFix) ? maker.actions(in: range) : [])
      + (isWanted(CodeAction.fixAll) ? maker.fixAll() : [])
    let diagnostics = DiagnosticWriter(
      project: project,
      outcome: analysis.outcome,
      documents: maker.documents,
      encoding: encoding
    )
    CodeAction.write(actions, isVersioned: client?.takesVersions ?? false, diagnostics, &json)
  }
}
