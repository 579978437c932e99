package import AccessPrediction
import AzureFederation
import GitLabCI
import TextFormats

/// The command that would make a job get its secrets.
package enum PredictionRemedy {
  /// A command with the real values, ready to paste into a shell.
  ///
  /// - Parameter prediction: The prediction.
  /// - Returns: nil when nothing fails, or no single command helps.
  package static func command(for prediction: Prediction) -> String? {
    guard let chain = prediction.verdictChain, let verdict = prediction.verdict,
      verdict.answer == .fails
    else { return nil }
    switch verdict.code {
    case "secrets_provider_not_found":
      let missing = chain.variables.first { $0.value.isBlank == true }
      return missing.map { "glab variable set \($0.name)" }
    case _? where verdict.mismatch != nil:
      guard let clientID = chain.clientID, let issuer = chain.claims.issuer,
        let subject = chain.claims.subject, let audience = chain.claims.audiences?.first
      else { return nil }
      var json = JSONText()
      json.object { json in
        json.member("name", "gitlab-\(prediction.scenario)")
        json.member("issuer", issuer)
        json.member("subject", subject)
        json.key("audiences")
        json.array([audience])
      }
      return "az ad app federated-credential create --id \(ShellText.word(clientID)) --parameters "
        + ShellText.quoted(json.text)
    default: return nil
    }
  }

  /// The same for a managed identity, whose federated credentials have commands of their own.
  ///
  /// - Parameter prediction: The prediction.
  /// - Returns: nil when a federated credential does not help.
  static func managedIdentityCommand(for prediction: Prediction) -> String? {
    guard let chain = prediction.verdictChain, let verdict = prediction.verdict,
      verdict.mismatch != nil
    else { return nil }
    var facts: [FailureFact: String] = [:]
    facts[.issuer] = chain.claims.issuer
    facts[.subject] = chain.claims.subject
    facts[.audience] = chain.claims.audiences?.first
    return CommandTemplate.addCredential.filled(with: facts, in: .public, for: .managedIdentity)
      .first?.text
  }

  /// Whether a federated credential would make a job get its secrets.
  static func isCredential(_ prediction: Prediction) -> Bool {
    prediction.mergeRequest != .fork && prediction.verdict?.mismatch != nil
  }
}
