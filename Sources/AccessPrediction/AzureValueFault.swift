import AzureFederation
import TextFormats

/// The reason why the value of one of the three `AZURE_*` variables cannot work.
package struct AzureValueFault: Hashable, Sendable {
  /// The kind of the fault.
  package enum Kind: String, Sendable {
    case nested
    case vaultURL = "vault_url"
    case client
    case tenant
  }

  /// The kind.
  package let kind: Kind
  /// The fault in words that follow the variable's name.
  package let words: String

  /// The fault of a value; nil when it may work.
  ///
  /// - Parameters:
  ///   - name: The variable.
  ///   - text: Its value as GitLab sends it.
  ///   - runner: The runner's version; nil for the newest.
  package init?(_ name: String, _ text: String, runner: String?) {
    let names = AzureValueFault.variables(in: text)
    if !names.isEmpty {
      kind = .nested
      let list = names.map { "$\($0)" }.joined(separator: ", ")
      words = "contains \(list), which is never expanded"
      return
    }
    switch name {
    case AzureVariables.vaultURL:
      guard let problem = VaultURL.problem(with: text) else { return nil }
      kind = .vaultURL
      words = problem.words
    case AzureVariables.clientID:
      guard !GUID.isValid(text) else { return nil }
      kind = .client
      words = "is \"\(text)\", which is not an application (client) ID"
    case AzureVariables.tenantID:
      kind = .tenant
      let isStrict = runner.flatMap { ReleaseNumber($0) }.map { $0 >= .init(18, 9) } ?? true
      if GUID.isValid(text) {
        guard isStrict, text != text.lowercased() else { return nil }
        words =
          "is \"\(text)\"; the runner compares it exactly, and vaults name tenants in lower case"
      } else if isStrict {
        words = "is \"\(text)\", which is not a tenant ID; Runner 18.9 and newer refuse names"
      } else {
        let isName = text.utf8.allSatisfy {
          ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: ".")
            || $0 == UInt8(ascii: "-")
        }
        guard !isName else { return nil }
        words = "is \"\(text)\", which is neither a tenant ID nor a domain name"
      }
    default: return nil
    }
  }

  private static func variables(in text: String) -> [String] {
    RunnerExpansion.pieces(of: text).compactMap { piece in
      if case .variable(let name) = piece { name } else { nil }
    }
  }
}
