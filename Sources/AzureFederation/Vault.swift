package import TextFormats

/// The metadata of a vault; never a secret's value.
package struct Vault: Hashable, Sendable {
  /// Its URL without a slash at its end, in lower case.
  package let url: String
  /// Whether its name resolves; nil when this was not checked.
  package let exists: Bool?
  /// The ID of the tenant that its challenge names.
  package let tenantID: String?
  /// Its secrets that were asked about; nil when none was.
  package let secrets: [VaultSecret]?
  /// Where it is known from.
  package let source: EvidenceSource

  /// A vault.
  package init(
    url: String,
    exists: Bool?,
    tenantID: String?,
    secrets: [VaultSecret]?,
    source: EvidenceSource
  ) {
    self.url = url
    self.exists = exists
    self.tenantID = tenantID
    self.secrets = secrets
    self.source = source
  }

  /// The metadata of a secret, whose name is case-insensitive; nil if it was not queried.
  package func secret(_ name: String) -> VaultSecret? {
    secrets?.first { ASCII.lowercased($0.name) == ASCII.lowercased(name) }
  }
}

/// The metadata of a secret in a vault.
package struct VaultSecret: Hashable, Sendable {
  /// Its name.
  package let name: String
  /// Whether it is soft-deleted: gone, and to be recovered.
  package let isDeleted: Bool
  /// Its versions; empty when there is no such secret.
  package let versions: [VaultSecretVersion]

  /// A secret.
  package init(name: String, isDeleted: Bool, versions: [VaultSecretVersion]) {
    self.name = name
    self.isDeleted = isDeleted
    self.versions = versions
  }

  /// Whether a job can fetch it.
  package var exists: Bool { !versions.isEmpty && !isDeleted }

  /// The version that a job gets that pins none: the newest, enabled or not.
  package var newest: VaultSecretVersion? {
    versions.max { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  /// The newest version that can be fetched.
  package var newestEnabled: VaultSecretVersion? {
    versions.filter(\.isEnabled).max { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  /// A version by its ID, whose case does not matter.
  package func version(_ id: String) -> VaultSecretVersion? {
    versions.first { ASCII.lowercased($0.id) == ASCII.lowercased(id) }
  }
}

/// The metadata of a version of a secret.
package struct VaultSecretVersion: Hashable, Sendable {
  /// Its ID, 32 hexadecimal digits.
  package let id: String
  /// Whether it can be fetched.
  package let isEnabled: Bool
  /// When it was made, such as `2026-11-23T10:00:00Z`.
  package let created: String
  /// The day on which it expires, though it can still be fetched then.
  package let expires: CalendarDay?
  /// The first day on which it is valid, though it can be fetched before.
  package let notBefore: CalendarDay?

  /// A version.
  package init(
    id: String,
    isEnabled: Bool,
    created: String,
    expires: CalendarDay?,
    notBefore: CalendarDay?
  ) {
    self.id = id
    self.isEnabled = isEnabled
    self.created = created
    self.expires = expires
    self.notBefore = notBefore
  }
}
