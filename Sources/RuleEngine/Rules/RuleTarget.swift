/// The things that a rule can be about; its check runs once for each of them.
package enum RuleTarget: String, Sendable, CaseIterable {
  case pipeline
  case job
  case idToken = "id_token"
  case secret
  case variable
  case prediction
  case vaultSecret = "vault_secret"
  case azureValue = "azure_value"

  /// Its place among all cases: what is kept for each is found without hashing names.
  var number: Int {
    switch self {
    case .pipeline: 0
    case .job: 1
    case .idToken: 2
    case .secret: 3
    case .variable: 4
    case .prediction: 5
    case .vaultSecret: 6
    case .azureValue: 7
    }
  }
}
