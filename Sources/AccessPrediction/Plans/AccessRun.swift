package import AzureFederation
import TextFormats

/// A run of a job, one entry of its matrix in one scenario, with what it requests of Azure.
package struct AccessRun: Hashable, Sendable {
  /// The job's name; for a job of a child pipeline, after the child's file and a colon.
  package internal(set) var job: String
  /// The file of the child pipeline that brings the job; nil for one of a root.
  let childFile: String?
  /// The scenario's name.
  package let scenario: String
  /// Whether it is the merge request pipeline of a fork.
  package let isFork: Bool
  /// The ref, when the scenario's ref is only an example of others; otherwise nil.
  package let exampleRef: String?
  /// The requests; empty if it signs in to nothing.
  package let requests: [AccessRequest]
  /// The pattern of the refs for which the job runs; nil when there is one ref, or none is known.
  package let pattern: RefPattern?

  /// The run as `--explain` names it.
  package var name: String { "\(job)@\(scenario)" }
}

/// A sign-in to Azure by the runner, for the job's secrets, or by a program in a script.
package struct AccessRequest: Hashable, Sendable {
  /// The program that signs in; nil for the runner.
  package let tool: String?
  /// The client ID; nil when it is not known.
  package let clientID: String?
  /// Whether the client ID is that of the only declared application, and its value is not known.
  package let isAssumed: Bool
  /// The ID token's claims; nil when it is not known which token is sent.
  package let claims: TokenClaims?
  /// The prediction for the request.
  package let verdict: Verdict
  /// Another reason why the run may fail, in a sentence without a full stop; nil if there is none.
  package let doubt: String?
  /// The secrets that it reads; empty for a program.
  package let secrets: [VaultRead]

  /// Whether GitLab starts the job and the token is sent, as far as is known.
  package var isStarted: Bool {
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
  /// The runner's request for a job's secrets.
  init?(secretsOf prediction: Prediction) {
    guard let chain = prediction.chain, let first = prediction.secrets.first else { return nil }
    let written = chain.value(of: AzureVariables.clientID)?.text
    let url = chain.value(of: AzureVariables.vaultURL)?.text
    let vault = url.flatMap { try? VaultURL($0) }
    let open = chain.variables.first { $0.value.isBlank == nil }
    self.init(
      tool: nil,
      clientID: Self.clientID(chain, written),
      isAssumed: chain.clientID != nil && written == nil,
      claims: chain.tokenName == nil ? nil : chain.claims,
      verdict: prediction.secrets.map(\.verdict).max { $0.rank < $1.rank } ?? first.verdict,
      doubt: open.map { "whether \($0.name) is set is unknown: \($0.value.origin)" },
      secrets: vault.map { vault in
        prediction.secrets.map { VaultRead(vault: vault, name: $0.vaultName?.text) }
      } ?? []
    )
  }

  /// The request of a program in a script.
  init(_ exchange: ExchangePrediction) {
    self.init(
      tool: exchange.tool,
      clientID: exchange.missing == nil ? Self.clientID(exchange.chain, exchange.clientID) : nil,
      isAssumed: exchange.chain.clientID != nil && exchange.clientID == nil,
      claims: exchange.token == nil ? nil : exchange.chain.claims,
      verdict: exchange.verdict,
      doubt: exchange.missing.map { "\(exchange.tool) needs \($0), and it is not set" },
      secrets: []
    )
  }

  private static func clientID(_ chain: PredictionChain, _ written: String?) -> String? {
    chain.clientID ?? written.flatMap { GUID.isValid($0) ? $0 : nil }
  }
}
