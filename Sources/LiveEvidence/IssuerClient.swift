import AzureFederation
package import Evidence

/// Asks an issuer of ID tokens for what Entra ID asks it: the discovery document and the keys.
package struct IssuerClient: Sendable {
  private let courier: Courier
  /// The operator's instance, which may have any name.
  private let own: String?
  private let date: String

  /// A client.
  package init(_ courier: Courier, own: String?, date: String) {
    self.courier = courier
    self.own = own
    self.date = date
  }

  /// Reads the documents of an issuer.
  ///
  /// - Parameter issuer: Its URL, without a slash at its end.
  /// - Returns: The content of the documents.
  /// - Throws: The reason why there is no answer: from here it may be unreachable and from Entra ID
  ///   not.
  package func issuer(_ issuer: String) async throws(Undecidable) -> Observations.Issuer {
    let prefix = "https://"
    guard issuer.hasPrefix(prefix) else {
      return answer(issuer, "the issuer is not an https URL")
    }
    let rest = issuer.dropFirst(prefix.count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let host = rest[..<slash].lowercased()
    guard !host.isEmpty, !host.contains(":"), !host.contains("@") else {
      return answer(issuer, "the issuer has no plain host, and Entra ID takes the usual port only")
    }
    guard host == own || PublicHost.isPublic(host) else {
      throw Undecidable(
        question: "the issuer \(issuer)",
        reason: "its host is neither the one in AKVLINT_GITLAB_URL nor a public name"
      )
    }
    let request = HTTPRequest(
      host: host,
      path: "\(rest[slash...])/.well-known/openid-configuration"
    )
    let (status, document) = try await courier.document(request, statuses: [200, 404])
    if status == 404 { return answer(issuer, "the discovery document is missing") }
    guard let named = document["issuer"]?.text else {
      return answer(issuer, "its discovery document names no issuer")
    }
    guard named == issuer else {
      return answer(issuer, "its discovery document names the issuer \(named)")
    }
    guard let keys = document["jwks_uri"]?.text else {
      return answer(issuer, "its discovery document names no keys")
    }
    return answer(issuer, try await problem(withKeysAt: keys, of: request))
  }

  private func answer(_ issuer: String, _ problem: String?) -> Observations.Issuer {
    Observations.Issuer(
      url: issuer,
      problem: problem,
      source: EvidenceSource(path: issuer, date: date)
    )
  }

  private func problem(
    withKeysAt url: String,
    of request: HTTPRequest
  ) async throws(Undecidable) -> String? {
    guard let keys = try? NextLink.request(url, after: request) else {
      throw Undecidable(question: request.question, reason: "its keys lie on another host")
    }
    let (_, document) = try await courier.document(keys)
    let list = document["keys"]?.elements ?? []
    return list.contains { $0["kty"]?.text == "RSA" } ? nil : "its list of keys has no RSA key"
  }
}
