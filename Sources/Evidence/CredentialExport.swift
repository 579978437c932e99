package import AzureFederation

/// Reads federated credentials that Microsoft's tools exported, in each of their shapes.
package struct CredentialExport {
  /// The credentials; nil when the file does not contain them.
  private(set) var credentials: [FederatedCredential]?
  private(set) var problems: [ConfigurationProblem] = []

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path to show.
  ///   - clientID: The identity's client ID, for commands in messages.
  /// - Returns: The credentials, and what is wrong with the file.
  static func read(_ bytes: [UInt8], path: String, clientID: String?) -> Self {
    let client = clientID ?? "CLIENT_ID"
    var export = Self()
    do throws(ConfigurationProblem) {
      let document = try JSONDocument.read(bytes, path: path)
      if let state = TerraformState(document) {
        export.read(state, at: document.place, path: path, clientID: clientID)
      } else {
        export.read(document, path: path, client: client)
      }
    } catch {
      export.problems = [isCutShort(bytes) ? cutShort(path: path, client: client) : error]
    }
    return export
  }

  private mutating func read(_ document: DocumentValue, path: String, client: String) {
    var reader = SchemaReader(path: path)
    if let problem = Self.otherDocument(document, client: client) {
      reader.report(problem, at: document.place)
    } else if let read = reader.read(document, as: ExportSchema.credentials, of: "the export") {
      for key in ["nextLink", "@odata.nextLink"] {
        guard let link = read[key] else { continue }
        reader.report(
          "this is only the first page of the credentials; export them with: "
            + Self.listCommand(client),
          at: link.place
        )
      }
      let items = (read["value"] ?? read).elements
      var list = CredentialList(reader: reader)
      credentials = list.credentials(items) { $0.source(in: path) }
      reader = list.reader
    }
    problems += reader.problems
  }

  private mutating func read(
    _ state: TerraformState,
    at place: DocumentLocation,
    path: String,
    clientID: String?
  ) {
    var reader = SchemaReader(path: path)
    switch state.credentials(of: clientID) {
    case .failure(let fault): reader.report(fault.message, at: place)
    case .success(let values):
      let type = SettingType.group(ExportSchema.inlineCredential)
      let complete = values.compactMap { reader.read($0, as: type, of: "") }
      var list = CredentialList(reader: reader)
      credentials = list.credentials(complete) { $0.source(in: path) }
      reader = list.reader
    }
    problems += reader.problems
  }

  /// Describes a file that does not contain credentials; nil if it may contain them.
  private static func otherDocument(_ document: DocumentValue, client: String) -> String? {
    guard document["value"] == nil else { return nil }
    if let error = document["error"] {
      let code = error["code"]?.text.map { " \($0)" } ?? ""
      return "this is the error\(code), not a list of credentials"
    }
    if document["issuer"] != nil || document["properties"] != nil {
      return "this is one credential; export the list of all with: \(listCommand(client))"
    }
    if case .mapping = document.content {
      return "\"value\" is missing, so this is not a list of credentials; export it with: "
        + listCommand(client)
    }
    return nil
  }

  // MARK: Graph's broken answer

  /// Graph v1.0 does not support a credential without a subject: it answers 200, breaks off inside
  /// the first flexible credential and appends its error, so the body is not valid JSON.
  private static func isCutShort(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("[Nullable=False]") && text.contains("\"error\"")
  }

  private static func cutShort(path: String, client: String) -> ConfigurationProblem {
    ConfigurationProblem(
      path: path,
      place: .span(.fileStart),
      message: "Graph v1.0 broke off at a flexible credential, which only Graph beta can list; "
        + "export the credentials with: \(listCommand(client))"
    )
  }

  private static func listCommand(_ client: String) -> String {
    "az rest --method get --url \"https://graph.microsoft.com/beta/applications(appId='\(client)')"
      + "/federatedIdentityCredentials\""
  }

  // MARK: Live

  /// The credentials in what Graph answered just now; those that are incomplete are left out.
  package static func credentials(
    _ values: [DocumentValue],
    source: EvidenceSource
  ) -> [FederatedCredential] {
    var list = CredentialList(reader: SchemaReader(path: source.path))
    return list.credentials(values) { _ in source }
  }
}
