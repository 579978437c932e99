import TextFormats

extension KeywordSet {
  /// Names that people use for a keyword although they are not spelt like it: providers by the names
  /// of their products.
  private static let otherNames: [String: Keyword] = [
    "akv": .azureKeyVault, "azure": .azureKeyVault, "azure_secrets": .azureKeyVault,
    "azure_vault": .azureKeyVault, "key_vault": .azureKeyVault, "keyvault": .azureKeyVault,
    "hashicorp": .vault, "hashicorp_vault": .vault, "hcp_vault": .vault,
    "aws": .awsSecretsManager, "gcp": .gcpSecretManager, "google": .gcpSecretManager,
  ]

  /// The keyword of the set that an unknown key was probably meant to be.
  ///
  /// - Parameters:
  ///   - name: The unknown key.
  ///   - count: The number of mistakes before this one; see `Spelling.closest`.
  /// - Returns: The keyword; nil when none is near.
  func meant(by name: String, beside count: Int) -> Keyword? {
    if let keyword = Self.otherNames[name], contains(keyword) { return keyword }
    let known = Keyword.allCases.lazy.filter(contains)
    let closest = Spelling.closest(to: name, among: known.map(\.text.description), beside: count)
    return closest.flatMap { closest in known.first { $0.text.description == closest } }
  }

  /// The names of the keywords, in the order of `Keyword`.
  var names: [String] {
    Keyword.allCases.filter(contains).map(\.text.description)
  }
}
