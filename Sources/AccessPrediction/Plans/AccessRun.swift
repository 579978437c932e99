package import AzureFederation
import TextFormats

/// A run of a job, one entry of its matrix in one scenario, with what it requests of Azure.
package struct AccessRun: Hashable, Sendable {
  /// The job's name; for a job of a child pipeline, after the child's file and a colon.
  package internal(set) var job: String
  /// The scenario's name.
  package let scenario: String
  /// Whether it is the merge request pipeline of a fork.
  package let isFork: Bool
  /// The ref, when the scenario's ref is only an example of others; otherwise nil.
  package let exampleRef: String?
  /// What it requests; empty when it signs in to nothing.
  package let requests: [AccessRequest]
  /// The pattern of the refs for which the job runs; nil when there is one ref, or none is known.
  package let pattern: RefPattern?

  /// The run as `--explain` names it.
  package var name: String { "\(job)@\(scenario)" }
}

/// A sign-in to Azure: of the runner, for the job's secrets, or of a program in a script.
package struct AccessRequest: Hashable, Sendable {
  /// The program that signs in; nil for the runner.
  package let tool: String?
  /// The client ID; nil when it is not known.
  package let clientID: String?
  /// The ID token's claims; nil when it is not known which token is sent.
  package let claims: TokenClaims?
  /// What is predicted for the request.
  package let verdict: Verdict
  /// The secrets that it reads; empty for a program.
  package let secrets: [VaultRead]

  /// Whether GitLab starts the job and the token is sent, as far as is known.
  package var isSent: Bool {
    verdict.answer != .fails || verdict.stage != .variables && verdict.stage != .token
  }
}

/// A secret that a run reads.
package struct VaultRead: Hashable, Sendable {
  /// The vault.
  package let vault: VaultURL
  /// The secret's name in the vault; nil when not all of it is known.
  package let name: String?
}

extension AccessRequest {
  /// What the runner requests for a job's secrets.
  init?(secretsOf prediction: Prediction) {
    guard let chain = prediction.chain, let first = prediction.secrets.first else { return nil }
    let written = chain.variables.first { $0.name == AzureVariables.clientID }?.value.text
    let url = chain.variables.first { $0.name == AzureVariables.vaultURL }?.value.text
    let vault = url.flatMap { try? VaultURL($0) }
    self.init(
      tool: nil,
      clientID: Self.clientID(chain, written),
      claims: chain.tokenName == nil ? nil : chain.claims,
      verdict: prediction.secrets.map(\.verdict).max { $0.rank < $1.rank } ?? first.verdict,
      secrets: vault.map { vault in
        prediction.secrets.map { VaultRead(vault: vault, name: $0.vaultName?.text) }
      } ?? []
    )
  }

  /// What a program in a script requests.
  init(_ exchange: ExchangePrediction) {
    self.init(
      tool: exchange.tool,
      clientID: Self.clientID(exchange.chain, exchange.clientID),
      claims: exchange.token == nil ? nil : exchange.chain.claims,
      verdict: exchange.verdict,
      secrets: []
    )
  }

  private static func clientID(_ chain: PredictionChain, _ written: String?) -> String? {
    chain.clientID ?? written.flatMap { GUID.isValid($0) ? $0 : nil }
  }
}
