import AccessPrediction
import AzureFederation
import TextFormats

/// The commands that change the credentials of one identity.
protocol CredentialCommands {
  /// The commands that must run first.
  var preparation: [String] { get }
  /// The command that makes a credential; nil when there is none.
  func create(_ credential: FederatedCredential) -> String?
  /// The command that changes what a credential accepts.
  func update(_ credential: FederatedCredential) -> String?
  /// The command that deletes a credential.
  func delete(_ credential: FederatedCredential) -> String?
}

/// The commands for an application: `az ad app`, and Graph's beta for flexible credentials, which
/// `az ad app` does not know.
///
/// Source: azure-cli 2.91; Microsoft Graph beta, create and update `federatedIdentityCredential`.
struct ApplicationCommands: CredentialCommands {
  private let clientID: String
  private let cloud: Cloud

  init(_ application: CredentialPlan.Application, _ cloud: Cloud) {
    clientID = application.clientID
    self.cloud = cloud
  }

  var preparation: [String] { [] }

  func create(_ credential: FederatedCredential) -> String? {
    let body = CredentialBody.graph(credential)
    guard credential.isFlexible else {
      return "az ad app federated-credential create --id \(ShellText.bash(clientID)) "
        + "--parameters \(ShellText.bash(body))"
    }
    return request("post", "", body)
  }

  func update(_ credential: FederatedCredential) -> String? {
    guard CredentialBody.isAddressable(credential.name) else { return nil }
    return request("patch", "/\(credential.name)", CredentialBody.graphUpdate(credential))
  }

  func delete(_ credential: FederatedCredential) -> String? {
    guard !credential.name.isEmpty else { return nil }
    return "az ad app federated-credential delete --id \(ShellText.bash(clientID)) "
      + "--federated-credential-id \(ShellText.bash(credential.name))"
  }

  private func request(_ method: String, _ path: String, _ body: String) -> String? {
    guard GUID.isValid(clientID) else { return nil }
    let url =
      "https://\(cloud.graphHost)/beta/applications(appId='\(clientID)')"
      + "/federatedIdentityCredentials\(path)"
    return "az rest --method \(method) --url \"\(url)\" "
      + "--headers 'Content-Type=application/json' --body \(ShellText.bash(body))"
  }
}

/// The commands for a managed identity: `az identity`, and Azure Resource Manager's preview for
/// flexible credentials.
///
/// Source: azure-cli 2.91; Microsoft.ManagedIdentity 2025-01-31-preview.
struct ManagedIdentityCommands: CredentialCommands {
  private let application: CredentialPlan.Application
  private let resource: ManagedIdentityResource?
  private let cloud: Cloud

  init(_ application: CredentialPlan.Application, _ cloud: Cloud) {
    self.application = application
    self.cloud = cloud
    resource = application.resourceID.flatMap(ManagedIdentityResource.init)
  }

  /// Without its resource ID, the identity is looked up by its client ID.
  var preparation: [String] {
    guard resource == nil else { return [] }
    let query = { (field: String) in
      let expression = ShellText.bash("[?clientId=='\(application.clientID)'].\(field) | [0]")
      return "\"$(az identity list --query \(expression) --output tsv)\""
    }
    let changes = application.items.filter { $0.action != .keep }
    var lines: [String] = []
    if changes.contains(where: Self.usesResourceManager) {
      lines.append("identity_id=\(query("id"))")
    }
    if changes.contains(where: { !Self.usesResourceManager($0) }) {
      lines += ["identity_name=\(query("name"))", "identity_group=\(query("resourceGroup"))"]
    }
    return lines
  }

  private static func usesResourceManager(_ item: CredentialPlan.Item) -> Bool {
    item.action == .narrow || item.action == .add && item.credential.isFlexible
  }

  private var place: String {
    guard let resource else {
      return "--identity-name \"$identity_name\" --resource-group \"$identity_group\""
    }
    return "--identity-name \(ShellText.bash(resource.name)) "
      + "--resource-group \(ShellText.bash(resource.group)) "
      + "--subscription \(ShellText.bash(resource.subscription))"
  }

  func create(_ credential: FederatedCredential) -> String? {
    if credential.isFlexible { return update(credential) }
    return "az identity federated-credential create --name \(ShellText.bash(credential.name)) "
      + "\(place) --issuer \(ShellText.bash(credential.issuer)) "
      + "--subject \(ShellText.bash(credential.subject ?? "")) "
      + "--audiences \(ShellText.bash(credential.audiences.first ?? ""))"
  }

  func update(_ credential: FederatedCredential) -> String? {
    guard let host = cloud.managementHost, CredentialBody.isAddressable(credential.name) else {
      return nil
    }
    let start = ShellText.bash("https://\(host)")
    let identity = resource.map { ShellText.bash($0.id) } ?? "\"$identity_id\""
    let end = ShellText.bash(
      "/federatedIdentityCredentials/\(credential.name)?api-version=2025-01-31-preview"
    )
    return "az rest --method put --url \(start)\(identity)\(end) "
      + "--headers 'Content-Type=application/json' "
      + "--body \(ShellText.bash(CredentialBody.resourceManager(credential)))"
  }

  func delete(_ credential: FederatedCredential) -> String? {
    guard !credential.name.isEmpty else { return nil }
    return "az identity federated-credential delete --name \(ShellText.bash(credential.name)) "
      + "\(place) --yes"
  }
}
