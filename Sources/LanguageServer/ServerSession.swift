import Evidence
import Files
package import Linting
import TextFormats

/// The Language Server Protocol: a client's messages in, answers and diagnostics out.
///
/// Messages only change what is known; linting waits until `settle()` is called, so that of many
/// changes only the last state is linted. Nothing is executed, and nothing but the repository's
/// files is read.
package struct ServerSession {
  /// The bodies to send, in order.
  package private(set) var outgoing: [String] = []
  /// The exit code, once the client has sent `exit`.
  package private(set) var exitCode: Int32?

  let version: String
  private let options: WorkspaceOptions
  private let hasNews: () -> Bool
  /// The client's capabilities; nil until it has greeted.
  var client: ClientCapabilities?
  var hasShutDown = false
  private(set) var documents: [String: OpenDocument] = [:]
  private(set) var projects: [String: Project] = [:]
  private(set) var analyses: [String: Analysis] = [:]
  private var published: [String: Set<String>] = [:]
  private var isStale = false

  /// A server that no client has greeted yet.
  ///
  /// - Parameters:
  ///   - version: Its version.
  ///   - options: Where configuration, rules and evidence are, when not where they are looked for.
  ///   - hasNews: Whether a change waits to be read: linting is then given up.
  package init(
    version: String,
    options: WorkspaceOptions = WorkspaceOptions(),
    hasNews: @escaping () -> Bool = { false }
  ) {
    self.version = version
    self.options = options
    self.hasNews = hasNews
  }

  /// Returns the messages to send.
  package mutating func takeOutgoing() -> [String] {
    defer { outgoing = [] }
    return outgoing
  }

  /// The units in which the client counts columns.
  var encoding: PositionEncoding { client?.encoding ?? .utf16 }

  /// Whether there is something to lint.
  package var hasWork: Bool { isStale }

  /// Takes one message.
  package mutating func receive(_ message: Message) {
    guard let value = message.value else {
      send(ResponseText.error(nil, .parseError, message.problem))
      return
    }
    guard let method = message.method else {
      // Answers to our own requests have no method, and their content is not needed.
      if value.members.isEmpty {
        send(ResponseText.error(nil, .invalidRequest, "a message has a method"))
      }
      return
    }
    // Without parameters there is none that a method looks for.
    let parameters = value["params"] ?? value
    if let id = message.id {
      guard !message.isCancelled else {
        send(ResponseText.error(id, .cancelled, "the client cancelled the request"))
        return
      }
      answer(method, parameters, id)
    } else {
      note(method, parameters)
    }
  }

  // MARK: Notifications

  private mutating func note(_ method: String, _ parameters: DocumentValue) {
    if method == "exit" {
      exitCode = hasShutDown ? 0 : 1
      return
    }
    guard let client, !hasShutDown else { return }
    switch method {
    case "initialized": if client.registersWatchers { send(ResponseText.watchRegistration) }
    case "textDocument/didOpen":
      if let item = parameters["textDocument"], let document = OpenDocument(item) {
        documents[document.uri] = document
        takeConfiguration(document.uri)
        isStale = true
      }
    case "textDocument/didChange":
      guard let identifier = parameters["textDocument"], let uri = identifier["uri"]?.text else {
        return
      }
      documents[uri]?.apply(
        parameters["contentChanges"]?.elements ?? [],
        version: identifier["version"]?.integer ?? 0,
        encoding: client.encoding
      )
      takeConfiguration(uri)
      isStale = true
    case "textDocument/didClose":
      if let uri = parameters["textDocument"]?["uri"]?.text {
        takeConfiguration(uri)
        documents[uri] = nil
      }
      isStale = true
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      // Configuration, includes and rules may be others now.
      forget()
      isStale = true
    default: break
    }
  }

  /// Lets the configuration be read again when it is the file that has changed.
  private mutating func takeConfiguration(_ uri: String) {
    guard let document = documents[uri], options.isConfiguration(document.path) else { return }
    forget()
  }

  /// Lets everything be read and linted again.
  private mutating func forget() {
    projects = [:]
    analyses = [:]
  }

  // MARK: Linting

  /// Lints the present state, when it is not linted yet, and sends the findings to the client;
  /// gives up when there is a newer one.
  package mutating func settle() {
    guard isStale else { return }
    let open = documents.values.sorted { $0.path < $1.path }
    let groups = Dictionary(grouping: open) { Self.projectFolder(of: $0.path) }
    for folder in Set(groups.keys).union(published.keys).sorted() {
      guard lint(folder, groups[folder] ?? [], open) else { return }
    }
    isStale = false
    // A change in one file may change what is found in others, which the client does not ask about.
    if let client, client.asksForDiagnostics, client.takesRefreshes, open.count > 1 {
      send(ResponseText.diagnosticRefresh)
    }
  }

  /// Lints before a request is answered; when the file changes again, reports that instead.
  mutating func hasSettled(for id: DocumentValue) -> Bool {
    settle()
    guard isStale else { return true }
    send(ResponseText.error(id, .contentModified, "the file has changed since"))
    return false
  }

  /// - Returns: Whether it was linted, and not given up.
  private mutating func lint(
    _ folder: String,
    _ own: [OpenDocument],
    _ open: [OpenDocument]
  ) -> Bool {
    var texts: [String: String] = [:]
    if own.isEmpty {
      projects[folder] = nil
      analyses[folder] = nil
    } else if var project = project(folder, own) {
      let isKnown = analyses[folder].map { project.holds(for: open, $0) } ?? false
      if !isKnown {
        let found = project.lint(open, isGivenUp: hasNews)
        project.endRun()
        projects[folder] = project
        // A finished analysis is kept: the news may be another file of the same pipeline.
        analyses[folder] = found
        guard found != nil else { return false }
      }
      guard !hasNews() else { return false }
      guard let analysis = analyses[folder] else { return false }
      let writer = DiagnosticWriter(
        project: project,
        outcome: analysis.outcome,
        documents: open,
        encoding: encoding
      )
      texts = writer.notifications()
    }
    if client?.asksForDiagnostics ?? false {
      texts = texts.filter { documents[$0.key] == nil }
    } else {
      for document in own where texts[document.uri] == nil {
        texts[document.uri] = DiagnosticWriter.empty(document.uri, version: document.version)
      }
    }
    for uri in (published[folder] ?? []).sorted() where texts[uri] == nil {
      send(DiagnosticWriter.empty(uri, version: documents[uri]?.version))
    }
    for (_, text) in texts.sorted(by: { $0.key < $1.key }) { send(text) }
    published[folder] = own.isEmpty ? nil : Set(texts.keys)
    return true
  }

  private mutating func project(_ folder: String, _ own: [OpenDocument]) -> Project? {
    let paths = own.map(\.path)
    if let project = projects[folder], project.serves(paths) { return project }
    // A file of a pipeline that is known already needs nothing that was not read for the others.
    if var project = projects[folder], let analysis = analyses[folder],
      project.extend(to: own, analysis)
    {
      projects[folder] = project
      return project
    }
    do throws(UsageError) {
      let project = try Project(
        around: folder,
        options: options,
        documents: documents.values.filter { paths.contains($0.path) }
      )
      projects[folder] = project
      analyses[folder] = nil
      return project
    } catch {
      projects[folder] = nil
      analyses[folder] = nil
      send(ResponseText.logMessage(error.message))
      return nil
    }
  }

  /// The root of the repository around a document, else the nearest folder with a configuration:
  /// documents below it are linted together.
  static func projectFolder(of path: String) -> String {
    let own = RepositoryPath.folder(of: path)
    return Workspaces.repositoryRoot(around: own) ?? Workspaces.configuredFolder(around: own) ?? own
  }

  mutating func send(_ body: String) {
    outgoing.append(body)
  }
}
