package import AzureFederation
import TextFormats

/// A federated credential of an application that some project's evidence names.
package struct FleetCredential: Hashable, Sendable {
  /// The application (client) ID.
  package let clientID: String
  /// The credential's name; empty when the evidence has none.
  package let name: String
  /// The issuer that it trusts.
  package let issuer: String
  /// The subject; nil when there is an expression.
  package let subject: String?
  /// The claims matching expression; nil when there is a subject.
  package let expression: String?
  /// The audiences.
  package let audiences: [String]

  /// A credential.
  package init(
    clientID: String,
    name: String,
    issuer: String,
    subject: String?,
    expression: String?,
    audiences: [String]
  ) {
    self.clientID = clientID
    self.name = name
    self.issuer = issuer
    self.subject = subject
    self.expression = expression
    self.audiences = audiences
  }

  /// A credential as evidence has it.
  ///
  /// - Parameters:
  ///   - credential: The credential.
  ///   - clientID: The application's client ID.
  package init(_ credential: FederatedCredential, of clientID: String) {
    self.init(
      clientID: GUID.normalised(clientID) ?? clientID,
      name: credential.name,
      issuer: credential.issuer,
      subject: credential.subject,
      expression: credential.claimsMatchingExpression?.value,
      audiences: credential.audiences
    )
  }

  /// The name by which uses refer to it; without one, the subject or the expression.
  package var label: String { name.isEmpty ? subject ?? expression ?? "" : name }

  /// The credential as Entra ID judges it.
  var federatedCredential: FederatedCredential {
    FederatedCredential(
      name: name,
      issuer: issuer,
      subject: subject,
      audiences: audiences,
      claimsMatchingExpression: expression.map { ClaimsMatchingExpression(value: $0) }
    )
  }
}

extension FleetCredential: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    func order(_ credential: Self) -> (String, String, String, String, String, String) {
      (
        credential.clientID, credential.name, credential.issuer, credential.subject ?? "",
        credential.expression ?? "", credential.audiences.joined(separator: " ")
      )
    }
    return order(left) < order(right)
  }
}
