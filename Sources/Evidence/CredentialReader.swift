import AzureFederation
import GitLabCI
import YAMLSyntax

/// Reads federated credentials in the shapes in which Microsoft's tools give them: a bare list
/// (`az ad app federated-credential list`, `az identity federated-credential list`), Graph's and
/// ARM's `{value: [...]}`, and ARM's items with their content under `properties`.
struct CredentialReader {
  /// What to call when Graph v1.0 cuts its answer short at a flexible credential.
  private static let betaCall =
    "az rest --method get --url \"https://graph.microsoft.com/beta/applications(appId='APPID')"
    + "/federatedIdentityCredentials\""

  private(set) var reader: StrictReader

  init(_ reader: StrictReader) {
    self.reader = reader
  }

  /// The credentials of an exported file.
  static func read(
    _ bytes: [UInt8], path: String
  ) throws(ConfigurationProblem) -> (credentials: [FederatedCredential], problems: [ConfigurationProblem]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("subject[Nullable=False]") {
      let start = TextPosition(line: 1, column: 1)
      throw ConfigurationProblem(
        path: path, span: TextSpan(start: start, end: start),
        message: "Graph v1.0 broke off at a flexible credential; export it with: \(betaCall)")
    }
    let (reader, root, _) = try StrictReader.load(bytes, path: path)
    guard let root else { return ([], []) }
    var credentials = Self(reader)
    let found = credentials.list(root)
    return (found, credentials.reader.problems)
  }

  /// The credentials in a value: a list, or a mapping that holds one under `value`.
  mutating func list(_ node: NodeID) -> [FederatedCredential] {
    let tree = reader.tree
    var list = node
    if tree.kind(node) == .mapping, let value = member("value", of: node) { list = value }
    guard tree.kind(list) == .sequence else {
      reader.report("expected a list of federated credentials", at: node)
      return []
    }
    return tree.items(list).compactMap { credential($0.value) }
  }

  private mutating func credential(_ node: NodeID) -> FederatedCredential? {
    guard reader.tree.kind(node) == .mapping else {
      reader.report("a federated credential must be a mapping", at: node)
      return nil
    }
    let body = member("properties", of: node) ?? node
    let name = text("name", of: node) ?? text("display_name", of: node) ?? ""
    guard let issuer = text("issuer", of: body) else {
      reader.report("this federated credential has no \"issuer\"", at: node)
      return nil
    }
    let audiences = audiences(of: body)
    guard !audiences.isEmpty else {
      reader.report("this federated credential has no \"audiences\"", at: node)
      return nil
    }
    let expression = member("claimsMatchingExpression", of: body).flatMap { node in
      text("value", of: node).map { value in
        FederatedCredential.ClaimsMatchingExpression(
          languageVersion: member("languageVersion", of: node).flatMap { reader.tree.int($0) } ?? 1,
          value: value)
      }
    }
    let subject = text("subject", of: body)
    if subject == nil, expression == nil {
      reader.report(
        "this federated credential has neither \"subject\" nor \"claimsMatchingExpression\"",
        at: node)
      return nil
    }
    return FederatedCredential(
      name: name, issuer: issuer, subject: subject, audiences: audiences,
      claimsMatchingExpression: expression)
  }

  private mutating func audiences(of node: NodeID) -> [String] {
    guard let value = member("audiences", of: node) ?? member("audience", of: node) else {
      return []
    }
    if reader.tree.kind(value).isString { return [reader.tree.string(value)] }
    return reader.strings(value, "\"audiences\"")
  }

  private func member(_ key: String, of node: NodeID) -> NodeID? {
    let tree = reader.tree
    return tree.symbol(key).flatMap { tree.value($0, in: node) }.flatMap {
      tree.kind($0) == .null ? nil : $0
    }
  }

  private func text(_ key: String, of node: NodeID) -> String? {
    member(key, of: node).flatMap { reader.tree.kind($0).isString ? reader.tree.string($0) : nil }
  }
}
