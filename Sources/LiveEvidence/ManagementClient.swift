package import AzureFederation
import Evidence
import TextFormats

/// Asks Azure Resource Manager for the federated credentials of a user-assigned managed identity.
package struct ManagementClient: Sendable {
  private let courier: Courier
  private let host: String
  private let token: AccessToken
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - host: The host of the cloud's Resource Manager.
  ///   - token: A token for it.
  ///   - date: The present day, for the date of evidence.
  package init(_ courier: Courier, host: String, token: AccessToken, date: String) {
    self.courier = courier
    self.host = host
    self.token = token
    self.date = date
  }

  /// The federated credentials of a managed identity.
  ///
  /// - Parameter identity: The identity.
  /// - Returns: The credentials.
  /// - Throws: The reason why there is no answer.
  package func credentials(
    _ identity: ManagedIdentityID
  ) async throws(Undecidable) -> [FederatedCredential] {
    var first = HTTPRequest(
      host: host,
      path: "\(identity.path)/federatedIdentityCredentials?api-version=2025-01-31-preview"
    )
    first.authorization = .bearer(token)
    let values = try await courier.values(first, link: "nextLink")
    return CredentialExport.credentials(
      values,
      source: EvidenceSource(path: first.url, date: date)
    )
  }
}

/// The resource ID of a user-assigned managed identity.
///
/// Graph repeats what an administrator may have written, and it becomes the path of a request with
/// a token; so nothing is taken that is not exactly of the form that Azure gives.
package struct ManagedIdentityID: Hashable, Sendable {
  /// The path, percent-encoded.
  package let path: String

  /// Reads a resource ID; nil when it is not that of a user-assigned identity.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let fixed = [
      (0, ""), (1, "subscriptions"), (3, "resourcegroups"), (5, "providers"),
      (6, "microsoft.managedidentity"), (7, "userassignedidentities"),
    ]
    guard parts.count == 9, fixed.allSatisfy({ parts[$0.0].lowercased() == $0.1 }),
      GUID.isValid(parts[2]), Self.isName(parts[4], with: "-_.()", upTo: 90),
      !parts[4].hasSuffix("."), Self.isName(parts[8], with: "-_", upTo: 128)
    else { return nil }
    path = parts.map(PercentEncoding.encode).joined(separator: "/")
  }

  private static func isName(_ text: String, with others: String, upTo limit: Int) -> Bool {
    (1...limit).contains(text.utf8.count)
      && text.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || others.contains(character)
      }
  }
}
