/// The external dependencies of a pipeline, which live mode queries.
package struct LiveTargets: Hashable, Sendable {
  /// The issuer of the ID tokens.
  package var issuer: String?
  /// The project's full path.
  package var project: String?
  /// The IDs of tenants.
  package var tenants: Set<String> = []
  /// The client IDs of applications and managed identities.
  package var clients: Set<String> = []
  /// The names of secrets, by the URL of their vault.
  package var secrets: [String: Set<String>] = [:]
  /// The ID tokens with which Azure secrets are fetched, with client and tenant.
  package var exchanges: Set<Exchange> = []

  /// The audiences of those ID tokens as the YAML writes them, by the token's name; one that jobs
  /// write differently has each of them.
  package var audiences: [String: Set<[String]>] = [:]

  /// An exchange that a job makes.
  package struct Exchange: Hashable, Comparable, Sendable {
    /// The ID token's name.
    package let token: String
    /// The client ID.
    package let clientID: String
    /// The tenant's ID.
    package let tenantID: String

    /// An exchange.
    package init(token: String, clientID: String, tenantID: String) {
      self.token = token
      self.clientID = clientID
      self.tenantID = tenantID
    }

    package static func < (first: Self, second: Self) -> Bool {
      (first.token, first.clientID, first.tenantID)
        < (second.token, second.clientID, second.tenantID)
    }
  }

  /// The lint API's input; nil for none.
  package var lint: LintQuestion?
  /// The root files that are looked at.
  package var rootFiles: Set<String> = []

  /// The input of GitLab's lint API.
  package enum LintQuestion: Hashable, Sendable {
    /// The pipeline of a commit.
    case commit(String)
    /// The text of a root file that may not be pushed yet.
    case text(String, includesLocalFiles: Bool)
  }

  /// Which secrets are read with which exchanges' tokens.
  package var reads: Set<Read> = []

  /// A secret that a job reads.
  package struct Read: Hashable, Sendable {
    /// The vault's URL.
    package let vault: String
    /// The secret's name.
    package let secret: String
    /// The way in which the job gets its token for the vault.
    package let exchange: Exchange

    /// A read.
    package init(vault: String, secret: String, exchange: Exchange) {
      self.vault = vault
      self.secret = secret
      self.exchange = exchange
    }
  }

  /// Nothing.
  package init() {}

  /// Takes over those of another pipeline.
  package mutating func join(_ other: Self) {
    issuer = issuer ?? other.issuer
    project = project ?? other.project
    lint = lint ?? other.lint
    rootFiles.formUnion(other.rootFiles)
    tenants.formUnion(other.tenants)
    clients.formUnion(other.clients)
    exchanges.formUnion(other.exchanges)
    reads.formUnion(other.reads)
    for (token, texts) in other.audiences { audiences[token, default: []].formUnion(texts) }
    for (vault, names) in other.secrets { secrets[vault, default: []].formUnion(names) }
  }
}
