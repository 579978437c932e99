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
    case _? where isCredential(prediction):
      guard let clientID = chain.clientID, let new = newCredential(chain) else { return nil }
      var json = JSONText()
      json.object { json in
        json.member("name", new.name)
        json.member("issuer", new.issuer)
        json.member("subject", new.subject)
        json.key("audiences")
        json.array([new.audience])
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
    guard isCredential(prediction), let chain = prediction.verdictChain,
      let new = newCredential(chain)
    else { return nil }
    let facts: [FailureFact: String] = [
      .issuer: new.issuer, .subject: new.subject, .audience: new.audience,
    ]
    return CommandTemplate.addCredential.filled(with: facts, in: .public, for: .managedIdentity)
      .first?.text
  }

  /// The parts of the credential that accepts a token.
  private struct NewCredential {
    let name: String
    let issuer: String
    let subject: String
    let audience: String
  }

  /// The credential for a prediction's token; nil when Entra ID has its issuer and subject, which it takes
  /// only once, with another audience.
  private static func newCredential(_ chain: PredictionChain) -> NewCredential? {
    guard let issuer = chain.claims.issuer, let subject = chain.claims.subject,
      let audience = chain.claims.audiences?.first
    else { return nil }
    let isTaken = chain.comparisons.contains {
      $0.credential.issuer == issuer && $0.credential.subject == subject
    }
    if isTaken { return nil }
    let name = CredentialName.name(
      issuer: issuer,
      audience: audience,
      subject: subject,
      topic: subject
    )
    return NewCredential(name: name, issuer: issuer, subject: subject, audience: audience)
  }

  /// Whether a federated credential would make a job get its secrets.
  static func isCredential(_ prediction: Prediction) -> Bool {
    prediction.mergeRequest != .fork && prediction.verdict?.mismatch != nil
  }
}
