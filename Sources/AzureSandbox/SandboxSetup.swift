import TextFormats

/// The data of the simulated services, and the identity of their client.
package struct SandboxSetup: Sendable {
  /// The GitLab instance.
  package var gitLab = GitLab()
  /// The CI/CD job that gets the ID tokens.
  package var job: Job?
  /// The directories.
  package var tenants: [Tenant] = []
  /// The vaults.
  package var vaults: [StoredVault] = []
  /// The user of the access tokens.
  package var operatorAccess: OperatorAccess?
  /// The faults to simulate.
  package var faults: [Fault] = []
  /// The duration of each answer, in milliseconds.
  package var latency = 0

  /// A scenario without any tokens, projects or vaults.
  package init() {}

  /// A GitLab instance.
  package struct GitLab: Sendable {
    /// Its host.
    package var host = "gitlab.example.com"
    /// Its version.
    package var version = "18.9.0-ee"
    /// The issuer that its discovery document names, when it is not the instance.
    package var issuer: String?
    /// The token that it takes.
    package var token: String?
    /// Its projects.
    package var projects: [Project] = []
    /// The CI/CD variables of groups, by full path.
    package var groups: [String: [Variable]] = [:]
    /// Its templates, by name.
    package var templates: [String: String] = [:]
    /// The number of requests that it accepts; nil for any number.
    package var rateLimit: RateLimit?
  }

  /// A limit on requests in each period.
  package struct RateLimit: Sendable {
    /// The number of requests that are answered in a period.
    package let requests: Int
    /// The length of a period, in seconds.
    package let seconds: Int

    /// A limit.
    package init(requests: Int, seconds: Int) {
      self.requests = requests
      self.seconds = max(seconds, 1)
    }
  }

  /// A project.
  package struct Project: Sendable {
    /// Its full path.
    package let path: String
    /// Its default branch.
    package var defaultBranch = "main"
    /// The plan of its root group.
    package var plan = "premium"
    /// The components of its ID tokens' subject.
    package var subjectComponents = ["project_path", "ref_type", "ref"]
    /// Its protected branches.
    package var protectedBranches: [String] = []
    /// Its protected tags.
    package var protectedTags: [String] = []
    /// Its CI/CD variables.
    package var variables: [Variable] = []
    /// The errors that the lint API reports.
    package var lintErrors: [String] = []
    /// Its files, on every ref.
    package var files: [String: String] = [:]
    /// Its tags, the newest first.
    package var tags: [String] = []
    /// The logs of its failed jobs, by the jobs' IDs.
    package var jobLogs: [String: String] = [:]
    /// The root pipeline that its settings name; nil for the usual one.
    package var configPath: String?
    /// Whether it is archived.
    package var isArchived = false
    /// Whether its repository has no commit.
    package var isEmpty = false
    /// The parts of it that the token may not see.
    package var hidden: Set<Part> = []

    /// A part of a project for which a role is needed.
    package enum Part: String, CaseIterable, Sendable {
      case repository
      case variables
    }

    /// The commit of its default branch: another one for other files.
    package var commit: String {
      let text = files.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value)\n" }.joined()
      return String(SHA256.hex(Array("\(path)\n\(text)".utf8)).prefix(40))
    }
  }

  /// A CI/CD variable.
  package struct Variable: Sendable {
    /// Its key.
    package let key: String
    /// Its value.
    package let value: String
    /// Whether only protected refs get it.
    package let isProtected: Bool
    /// The environments that get it.
    package let environmentScope: String
  }

  /// A CI/CD job.
  package struct Job: Sendable {
    /// The project's full path.
    package let project: String
    /// Its ID tokens.
    package var tokens: [IDToken]
  }

  /// One ID token of the job.
  package struct IDToken: Sendable {
    /// The variable that holds it.
    package let name: String
    /// `aud`.
    package let audience: String
    /// `sub`.
    package let subject: String
    /// `iss`; nil for the instance.
    package var issuer: String?
    /// Whether it has run out.
    package var isExpired = false
    /// Whether a key signed it that the issuer does not publish.
    package var isForged = false
  }

  /// A directory.
  package struct Tenant: Sendable {
    /// Its ID.
    package let id: String
    /// Its applications.
    package var applications: [Application] = []
    /// Its user-assigned managed identities.
    package var managedIdentities: [ManagedIdentity] = []

    /// The application of a client ID.
    func application(_ clientID: String) -> Application? {
      applications.first { $0.clientID == clientID }
    }

    /// The credentials of an application or managed identity; nil if no identity has that ID.
    func credentials(of clientID: String) -> [TrustedCredential]? {
      if let found = applications.first(where: { $0.clientID == clientID }) {
        return found.hasServicePrincipal ? found.credentials : nil
      }
      return managedIdentities.first { $0.clientID == clientID }?.credentials
    }
  }

  /// An application.
  package struct Application: Sendable {
    /// Its application (client) ID.
    package let clientID: String
    /// Whether the tenant has a service principal of it.
    package var hasServicePrincipal = true
    /// The credentials that it trusts.
    package var credentials: [TrustedCredential] = []
  }

  /// A user-assigned managed identity.
  package struct ManagedIdentity: Sendable {
    /// Its client ID.
    package let clientID: String
    /// The path of its resource.
    package let resourceID: String
    /// The credentials that it trusts.
    package var credentials: [TrustedCredential] = []
  }

  /// The user of the access tokens for Graph, Azure Resource Manager and vaults.
  package struct OperatorAccess: Sendable {
    /// The caller's application (client) ID.
    package let clientID: String
    /// The tenant that issues its tokens.
    package let tenantID: String
    /// Whether Graph lets it read applications.
    package var readsApplications = true
    /// Whether Graph lets it change applications.
    package var writesApplications = false

    /// The permissions on Graph in its tokens.
    var graphRoles: [String] {
      (readsApplications ? ["Application.Read.All"] : [])
        + (writesApplications ? ["Application.ReadWrite.All"] : [])
    }
  }

  /// A vault.
  package struct StoredVault: Sendable {
    /// Its name.
    package let name: String
    /// Its tenant.
    package var tenantID: String
    /// The identities that may read it.
    package var access: Access
    /// Its answer to requests without a token, if it differs from a vault's.
    package var challenge: String?
    /// Its secrets.
    package var secrets: [Secret] = []

    /// The identities that may read a vault.
    package enum Access: Sendable {
      /// Role assignments, by application (client) ID.
      case roles([String: Role])
      /// Access policies: the permissions on secrets, by application (client) ID.
      case policies([String: [String]])
      /// None from this network.
      case closed(Closure)
    }

    /// The reason why none may read it.
    package enum Closure: String, CaseIterable, Sendable {
      case firewall
      case privateLink = "private_link"
    }

    /// A role.
    package enum Role: String, CaseIterable, Sendable {
      /// Reads values and metadata.
      case secretsUser = "Key Vault Secrets User"
      /// Reads metadata.
      case reader = "Key Vault Reader"
    }
  }

  /// A secret.
  package struct Secret: Sendable {
    /// Its name.
    package let name: String
    /// Whether it was deleted and can be recovered.
    package var isDeleted = false
    /// Its versions.
    package var versions: [Version] = []
  }

  /// A version of a secret.
  package struct Version: Sendable {
    /// Its identifier.
    package let id: String
    /// Its value.
    package var value = "sandbox"
    /// Whether it may be read.
    package var isEnabled = true
    /// When it was made, in seconds since 1970.
    package var created = 1_700_000_000
    /// When it runs out.
    package var expires: Int?
    /// When it becomes valid.
    package var notBefore: Int?
  }
}
