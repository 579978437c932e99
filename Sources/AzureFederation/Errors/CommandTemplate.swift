import TextFormats

/// A shell command with places for what a report of a failure tells.
///
/// Places are facts in braces, such as `{vault}`; `{credential}` is the body of a federated
/// credential, and `{new issuer}` and the like are the part of such a body that changes.
package struct CommandTemplate: Hashable, Sendable {
  /// A command ready to paste, but for what is missing.
  package struct Filled: Hashable, Sendable {
    /// The command.
    package let text: String
    /// What was not known and stands in the command as a word in capitals.
    package let missing: [FailureFact]
  }

  /// The command with its places.
  package let text: String

  /// A command from its text.
  package init(_ text: String) {
    self.text = text
  }

  /// The command with values in its places.
  ///
  /// Values come from job logs, which anybody may have written: they are quoted for the shell, and
  /// one that would be taken for an option is left out.
  package func filled(with facts: [FailureFact: String]) -> Filled {
    var result = ""
    var missing: [FailureFact] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      if let body = Self.body(name, facts, &missing) {
        result += Self.quoted(body)
      } else if let fact = FailureFact(rawValue: String(name)) {
        result += Self.value(fact, facts, &missing).map(Self.quoted) ?? fact.placeholder
      } else {
        result += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return Filled(text: result + rest, missing: missing)
  }

  private static func value(
    _ fact: FailureFact,
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String? {
    if let value = facts[fact], !value.hasPrefix("-") { return value }
    if !missing.contains(fact) { missing.append(fact) }
    return nil
  }

  /// The JSON that `az ad app federated-credential` takes; nil for the names of facts.
  private static func body(
    _ name: Substring,
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String? {
    if name == "credential" { return credential(facts, &missing) }
    guard name.hasPrefix("new "), let fact = FailureFact(rawValue: String(name.dropFirst(4)))
    else { return nil }
    let value = json(value(fact, facts, &missing) ?? fact.placeholder)
    return fact == .audience ? "{\"audiences\":[\(value)]}" : "{\"\(fact.rawValue)\":\(value)}"
  }

  /// The JSON of a whole credential.
  private static func credential(
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String {
    let values = [FailureFact.issuer, .subject, .audience].map { fact in
      json(value(fact, facts, &missing) ?? fact.placeholder)
    }
    return "{\"name\":\(json(name(for: facts[.subject]))),\"issuer\":\(values[0]),"
      + "\"subject\":\(values[1]),\"audiences\":[\(values[2])]}"
  }

  /// A name for the credential of a subject: Entra ID takes 3 to 120 letters, digits, hyphens and
  /// underscores.
  private static func name(for subject: String?) -> String {
    let last = subject?.split(separator: ":").last ?? ""
    let letters = last.utf8.prefix(100).map { byte in
      ASCII.isLetter(byte) || ASCII.isDigit(byte) ? byte : UInt8(ascii: "-")
    }
    return letters.isEmpty ? "gitlab-job" : "gitlab-\(String(decoding: letters, as: UTF8.self))"
  }

  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// A text as one word of a shell command.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._/:@".utf8.contains(byte)
      }
    if isPlain { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.joined(separator: "'\\''"))'"
  }
}

extension CommandTemplate {
  static let listCredentials = Self("az ad app federated-credential list --id {application}")
  static let addCredential = Self(
    "az ad app federated-credential create --id {application} --parameters {credential}"
  )
  static let changeIssuer = change(.issuer)
  static let changeSubject = change(.subject)
  static let changeAudience = change(.audience)

  private static func change(_ fact: FailureFact) -> Self {
    Self(
      "az ad app federated-credential update --id {application}"
        + " --federated-credential-id {credential_name} --parameters {new \(fact.rawValue)}"
    )
  }

  static let showApplication = Self("az ad app show --id {application}")
  static let addPrincipal = Self("az ad sp create --id {application}")
  static let enablePrincipal = Self(
    "az ad sp update --id {application} --set accountEnabled=true"
  )
  static let openToTenants = Self(
    "az ad app update --id {application} --sign-in-audience AzureADMultipleOrgs"
  )
  static let showTenant = Self("az account show --query tenantId --output tsv")
  static let setTenant = Self("glab variable set AZURE_TENANT_ID {vault_tenant}")
  static let listVariables = Self("glab variable list")
  static let discovery = Self("curl --fail {issuer}/.well-known/openid-configuration")
  static let signingKeys = Self("curl --fail {issuer}/oauth/discovery/keys")
  static let grantRole = Self(
    "az role assignment create --assignee {application} --role \"Key Vault Secrets User\""
      + " --scope \"$(az keyvault show --name {vault} --query id --output tsv)\""
  )
  static let setPolicy = Self(
    "az keyvault set-policy --name {vault} --spn {application} --secret-permissions get"
  )
  static let showVaultMode = Self(
    "az keyvault show --name {vault} --query properties.enableRbacAuthorization"
  )
  static let allowAddress = Self(
    "az keyvault network-rule add --name {vault} --ip-address {address}"
  )
  static let showNetwork = Self(
    "az keyvault show --name {vault} --query properties.publicNetworkAccess"
  )
  static let listSecrets = Self(
    "az keyvault secret list --vault-name {vault} --query \"[].name\" --output tsv"
  )
  static let listVersions = Self(
    "az keyvault secret list-versions --vault-name {vault} --name {secret} --output table"
  )
  static let recoverSecret = Self(
    "az keyvault secret recover --vault-name {vault} --name {secret}"
  )
  static let enableVersion = Self(
    "az keyvault secret set-attributes --vault-name {vault} --name {secret}"
      + " --version {version} --enabled true"
  )
  static let findVault = Self("az keyvault list --query \"[].properties.vaultUri\" --output tsv")
  static let resolveVault = Self("nslookup {vault}.vault.azure.net")
  static let runnerVersion = Self("gitlab-runner --version")
}
