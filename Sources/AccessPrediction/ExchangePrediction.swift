/// The prediction for a script's sign-in with an ID token, up to the exchange.
package struct ExchangePrediction: Sendable {
  /// The program that signs in, as people call it.
  package let tool: String
  /// The ID token's name; nil when the script does not show it.
  package let token: String?
  /// Where the script signs in; nil when no command does.
  package let site: ScriptSite?
  /// The verdict.
  package internal(set) var verdict: Verdict
  /// The chain that leads to it.
  package let chain: PredictionChain
  /// The client ID as the script has it; nil when it is not known, or there is none.
  let clientID: String?
  /// The required value that the sign-in certainly lacks; nil if it has all.
  let missing: String?
  /// Whether the script gets to it.
  let certainty: ScriptSignIn.Certainty

  init(_ signIn: ScriptSignIn, token: String?, verdict: Verdict, chain: PredictionChain) {
    tool = signIn.tool
    site = signIn.site
    certainty = signIn.certainty
    clientID = signIn.clientID.isEmpty ? nil : signIn.clientID.text
    missing = signIn.missing
    self.token = token
    self.verdict = verdict
    self.chain = chain
  }

  /// The same with another verdict.
  func with(_ verdict: Verdict) -> Self {
    var result = self
    result.verdict = verdict
    return result
  }

  /// The sign-ins of a script; one that the script may not reach does not make it fail, unless each
  /// branch of a choice has one that fails.
  static func settled(_ all: [Self]) -> [Self] {
    all.map { exchange in
      guard exchange.verdict.answer == .fails,
        case .possible(let choice, _, let branches) = exchange.certainty
      else { return exchange }
      let failing = Set(
        all.compactMap { other -> Int? in
          guard other.verdict.answer == .fails,
            case .possible(choice, let branch, _) = other.certainty
          else { return nil }
          return branch
        }
      )
      if let branches, failing.count == branches { return exchange }
      let code = exchange.verdict.code.map { " with \($0)" } ?? ""
      return exchange.with(
        .unknown(
          .exchange,
          "whether the script gets to \(exchange.tool), which fails\(code), is unknown"
        )
      )
    }
  }
}
