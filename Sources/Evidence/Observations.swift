package import AzureFederation
import TextFormats

/// The answers of GitLab, Entra ID and Key Vault to live queries.
///
/// Live mode gathers it, a snapshot stores it, and rules judge it the same way.
package struct Observations: Hashable, Sendable {
  /// The lint API's verdict on the pipeline.
  package struct Lint: Hashable, Sendable {
    /// Whether it takes the pipeline.
    package let isValid: Bool
    /// Its messages.
    package let errors: [String]
    /// Where this is known from.
    package let source: EvidenceSource

    /// An answer.
    package init(isValid: Bool, errors: [String], source: EvidenceSource) {
      self.isValid = isValid
      self.errors = errors
      self.source = source
    }
  }

  /// The contents of the issuer's discovery document.
  package struct Issuer: Hashable, Sendable {
    /// The URL that was asked.
    package let url: String
    /// The fault, as a clause; nil if there is none.
    package let problem: String?
    /// Where this is known from.
    package let source: EvidenceSource

    /// An answer.
    package init(url: String, problem: String?, source: EvidenceSource) {
      self.url = url
      self.problem = problem
      self.source = source
    }
  }

  /// Whether something exists in Entra ID.
  package struct Existence: Hashable, Sendable {
    /// Its ID.
    package let id: String
    /// Whether it exists.
    package let exists: Bool
    /// Where this is known from.
    package let source: EvidenceSource

    /// An answer.
    package init(id: String, exists: Bool, source: EvidenceSource) {
      self.id = id
      self.exists = exists
      self.source = source
    }
  }

  /// The result of exchanging a job's own ID token.
  package struct Exchange: Hashable, Sendable {
    /// The ID token's name.
    package let token: String
    /// The client ID.
    package let clientID: String
    /// Entra ID's code, such as `AADSTS700213`; nil when the token was taken.
    package let code: String?
    /// Entra ID's message.
    package let message: String
    /// Where this is known from.
    package let source: EvidenceSource

    /// An answer.
    package init(
      token: String,
      clientID: String,
      code: String?,
      message: String,
      source: EvidenceSource
    ) {
      self.token = token
      self.clientID = clientID
      self.code = code
      self.message = message
      self.source = source
    }
  }

  /// A vault that refused a job's own token.
  package struct Denial: Hashable, Sendable {
    /// The vault's URL.
    package let vault: String
    /// The client ID that it refused; nil when that was not kept.
    package let clientID: String?
    /// The name of the secret that was asked about; nil when all are refused.
    package let secret: String?
    /// Key Vault's inner code, such as `ForbiddenByRbac`.
    package let code: String
    /// Its message.
    package let message: String
    /// Where this is known from.
    package let source: EvidenceSource

    /// A refusal.
    package init(
      vault: String,
      clientID: String?,
      secret: String?,
      code: String,
      message: String,
      source: EvidenceSource
    ) {
      self.vault = vault
      self.clientID = clientID
      self.secret = secret
      self.code = code
      self.message = message
      self.source = source
    }
  }

  /// The lint API's verdict.
  package var lint: Lint?
  /// The components of the tokens' subject as the project has them set.
  package var subjectComponents: [String]?
  /// The answers of issuers.
  package var issuers: [Issuer] = []
  /// Tenants, by ID.
  package var tenants: [Existence] = []
  /// Applications and managed identities, by client ID.
  package var applications: [Existence] = []
  /// Service principals, by client ID.
  package var servicePrincipals: [Existence] = []
  /// Exchanges of the job's own tokens.
  package var exchanges: [Exchange] = []
  /// Vaults.
  package var vaults: [Vault] = []
  /// Refusals of the job's own token.
  package var denials: [Denial] = []

  /// Nothing was asked.
  package init() {}

  /// Whether a tenant exists; nil when that is not known.
  package func tenantExists(_ id: String) -> Bool? {
    tenants.first { $0.id.lowercased() == id.lowercased() }?.exists
  }

  /// The reason why Entra ID finds no application by a client ID; nil when it does, or that is not
  /// known.
  package func absence(ofApplication clientID: String) -> String? {
    if applications.contains(where: { GUID.areEqual($0.id, clientID) && !$0.exists }) {
      return "the application \(clientID) does not exist"
    }
    if servicePrincipals.contains(where: { GUID.areEqual($0.id, clientID) && !$0.exists }) {
      return "the tenant has no service principal of the application \(clientID)"
    }
    return nil
  }

  /// The metadata of a vault, by its URL in any spelling.
  package func vault(_ url: String) -> Vault? {
    guard let text = (try? VaultURL(url))?.text else { return nil }
    return vaults.first { $0.url == text }
  }

  /// A vault's refusal of a secret to an identity; nil when none is known.
  ///
  /// - Parameters:
  ///   - vault: The vault's URL as evidence has it.
  ///   - clientID: The identity's client ID; nil when it is not known.
  ///   - secret: The secret's name; nil when it is not known.
  /// - Returns: The refusal.
  package func denial(vault: String, clientID: String?, secret: String?) -> Denial? {
    denials.first { denial in
      denial.vault == vault
        && (denial.clientID.map { GUID.areEqual($0, clientID ?? "") } ?? true)
        && (denial.secret.map { $0.lowercased() == secret?.lowercased() } ?? true)
    }
  }
}
