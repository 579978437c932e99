package import AzureFederation
import Evidence
import TextFormats

/// Asks a vault who it trusts, and which versions its secrets have; never for a value.
package struct VaultClient: Sendable {
  /// A version of the interface that all clouds have.
  private static let version = "api-version=7.4"

  private let courier: Courier
  private let vault: VaultURL
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - vault: The vault; its host lies under a cloud's suffix by construction.
  ///   - date: The present day, for the date of evidence.
  package init(_ courier: Courier, vault: VaultURL, date: String) {
    self.courier = courier
    self.vault = vault
    self.date = date
  }

  private var host: String { String(vault.text.dropFirst("https://".count)) }

  /// Queries the vault without a token: whether it exists, and its tenant.
  ///
  /// - Returns: The tenant; nil when the vault's name does not resolve.
  /// - Throws: The reason why there is no answer.
  package func challenge() async throws(Undecidable) -> VaultChallenge? {
    let request = HTTPRequest(host: host, path: "/secrets?\(Self.version)")
    let answer: HTTPAnswer
    do throws(TransportError) {
      answer = try await courier.send(request)
    } catch {
      if case .unknownHost = error { return nil }
      throw Undecidable(question: request.question, reason: error.words)
    }
    guard answer.status == 401, let header = answer.headers["www-authenticate"],
      let challenge = VaultChallenge(header)
    else {
      throw Undecidable(
        question: request.question,
        reason: answer.status == 401 ? "the challenge cannot be read" : answer.refusal
      )
    }
    return challenge
  }

  /// A vault's way of refusing.
  package struct Denial: Error, Hashable, Sendable {
    /// The inner code, such as `ForbiddenByRbac`.
    package let code: String
    /// Its message.
    package let message: String
    /// The reason why the caller may be able to get the secret nonetheless, as a clause; nil when
    /// it is not.
    ///
    /// To list and to get are two permissions of an access policy. The roles that allow to get
    /// allow to list as well, unless a condition is put on an assignment; a vault that knows an
    /// assignment names it.
    package let doubt: String?
  }

  /// The answer to a query for a secret.
  package enum Answer: Sendable {
    case secret(VaultSecret)
    case denied(Denial)
  }

  /// The versions of a secret.
  ///
  /// - Parameters:
  ///   - name: The secret's name.
  ///   - token: A token for vaults.
  ///   - challenge: The vault's answer without a token; the token goes nowhere else.
  /// - Returns: The secret, or how the vault refused.
  /// - Throws: The reason why there is no answer.
  package func secret(
    _ name: String,
    token: AccessToken,
    challenge: VaultChallenge
  ) async throws(Undecidable) -> Answer {
    guard challenge.allows(host: host) else {
      throw Undecidable(
        question: vault.text,
        reason: "its challenge is for \(challenge.resource), so it gets no token"
      )
    }
    guard SecretName.isValid(name) else {
      return .secret(VaultSecret(name: name, isDeleted: false, versions: []))
    }
    var first = HTTPRequest(
      host: host,
      path: "/secrets/\(PercentEncoding.encode(name))/versions?\(Self.version)&maxresults=25"
    )
    first.authorization = .bearer(token)
    let probe = try await courier.answer(first)
    if probe.status == 403 { return .denied(denial(probe)) }
    let values = try await courier.values(first, link: "nextLink")
    let versions = values.compactMap(Self.version)
    guard versions.isEmpty else {
      return .secret(VaultSecret(name: name, isDeleted: false, versions: versions))
    }
    return .secret(
      VaultSecret(name: name, isDeleted: try await isDeleted(name, token), versions: [])
    )
  }

  /// Whether a secret is among the soft-deleted ones; when that may not be asked it is taken to be
  /// none.
  private func isDeleted(_ name: String, _ token: AccessToken) async throws(Undecidable) -> Bool {
    var first = HTTPRequest(host: host, path: "/deletedsecrets?\(Self.version)&maxresults=25")
    first.authorization = .bearer(token)
    guard try await courier.answer(first).status == 200 else { return false }
    let values = try await courier.values(first, link: "nextLink")
    return values.contains { value in
      let own = value["id"]?.text?.split(separator: "/").last.map(String.init) ?? ""
      return own.lowercased() == name.lowercased()
    }
  }

  private func denial(_ answer: HTTPAnswer) -> Denial {
    let error = answer.document?["error"]
    let code = error?["innererror"]?["code"]?.text ?? error?["code"]?.text ?? "Forbidden"
    let message = error?["message"]?.text ?? ""
    return Denial(
      code: code,
      message: message.split(whereSeparator: \.isNewline).first.map { String($0.prefix(300)) }
        ?? "",
      doubt: Self.doubt(code, message)
    )
  }

  private static func doubt(_ code: String, _ message: String) -> String? {
    switch code {
    case "ForbiddenByRbac":
      message.contains("Assignment: ") && !message.contains("Assignment: (not found)")
        ? "though a role is assigned, whose condition may allow to get" : nil
    case "AccessDenied": "and an access policy may allow to get and not to list"
    case "ForbiddenByFirewall", "ForbiddenByConnection":
      "and the network of the job's own runner may be allowed"
    default: "which does not show whether the job may get"
    }
  }

  private static func version(_ value: DocumentValue) -> VaultSecretVersion? {
    guard let id = value["id"]?.text.flatMap({ SecretIdentifier($0)?.version }) else { return nil }
    let attributes = value["attributes"]
    return VaultSecretVersion(
      id: id,
      isEnabled: attributes?["enabled"]?.bool ?? true,
      created: attributes?["created"]?.integer.map(CalendarDay.timestamp(secondsSince1970:)) ?? "",
      expires: attributes?["exp"]?.integer.map(CalendarDay.init(secondsSince1970:)),
      notBefore: attributes?["nbf"]?.integer.map(CalendarDay.init(secondsSince1970:))
    )
  }
}

/// A vault's answer to a request without a token: the accepted tenant and resource.
package struct VaultChallenge: Hashable, Sendable {
  /// The tenant's ID.
  package let tenantID: String
  /// The resource that a token must be for, such as `https://vault.azure.net`.
  package let resource: String

  /// Reads a `WWW-Authenticate` header, in all its known spellings; nil when it names no tenant.
  package init?(_ header: String) {
    var values: [String: String] = [:]
    var rest = header[...]
    if let space = rest.firstIndex(of: " ") { rest = rest[rest.index(after: space)...] }
    // name="value", name="value" name=value
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].split { $0 == "," || $0 == " " }.last.map(String.init) ?? ""
      rest = rest[rest.index(after: equals)...]
      var value: Substring
      if rest.first == "\"" {
        rest.removeFirst()
        value = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(value.count + 1)
      } else {
        value = rest.prefix { $0 != "," && $0 != " " }
        rest = rest.dropFirst(value.count)
      }
      values[name.lowercased()] = String(value)
    }
    guard let authority = values["authorization"] ?? values["authorization_uri"],
      let resource = values["resource"] ?? values["scope"]
    else { return nil }
    let parts = authority.split(separator: "/").dropFirst(2).map(String.init)
    guard let tenant = parts.first(where: GUID.isValid) else { return nil }
    tenantID = tenant
    self.resource =
      resource.hasSuffix("/.default") ? String(resource.dropLast("/.default".count)) : resource
  }

  /// Whether a vault may get a token for the resource that it asks for: its host lies under it.
  package func allows(host: String) -> Bool {
    let prefix = "https://"
    guard resource.hasPrefix(prefix) else { return false }
    var name = resource.dropFirst(prefix.count)
    if name.hasSuffix("/") { name = name.dropLast() }
    return !name.isEmpty && !name.contains("/")
      && host.lowercased().hasSuffix(".\(name.lowercased())")
  }
}
