import TextFormats

/// The failures that can occur between a GitLab job and a secret in Key Vault.
package enum ErrorCatalogue {
  /// All failures that have an entry of their own.
  package static let entries =
    federationErrors + assertionErrors + applicationErrors + requestErrors + policyErrors
    + userErrors + vaultErrors + runnerErrors + networkErrors + toolErrors

  private static let byCode: [String: FailureEntry] = {
    var result: [String: FailureEntry] = [:]
    for entry in entries { result[ASCII.lowercased(entry.code)] = entry }
    return result
  }()

  /// The entry of a code, regardless of case.
  ///
  /// - Parameter code: An Entra code with or without the prefix `AADSTS`, a Key Vault code, or
  ///   GitLab's failure reason.
  /// - Returns: Its entry; nil when it has none of its own.
  package static func entry(_ code: String) -> FailureEntry? {
    let code = ASCII.lowercased(code)
    return byCode[code] ?? byCode["aadsts\(code)"]
  }

  /// The entry of a code, or of its family when it is an Entra code without one.
  package static func explanation(of code: String) -> FailureEntry? {
    if let entry = entry(code) { return entry }
    let upper = ASCII.uppercased(code)
    let digits = upper.hasPrefix("AADSTS") ? upper.dropFirst(6) : upper[...]
    guard (5...8).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit) else {
      return nil
    }
    return entraFamily(code: "AADSTS\(digits)", error: nil)
  }

  /// Where Microsoft explains Entra's codes.
  static let entraReferences = [
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
  ]
  /// Where the trust between GitLab and Entra ID is explained.
  static let federationReferences = [
    "https://docs.gitlab.com/ci/cloud_services/azure/#troubleshooting",
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ]
  /// Where Microsoft explains Key Vault's codes.
  static let vaultReferences = [
    "https://learn.microsoft.com/azure/key-vault/general/rest-error-codes"
  ]
  /// Where GitLab explains secrets from Key Vault.
  static let gitLabReferences = [
    "https://docs.gitlab.com/ci/secrets/azure_key_vault/#troubleshooting"
  ]
}
