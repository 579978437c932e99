package import AccessPrediction
import AzureFederation
package import TextFormats

/// One prediction with everything that leads to it.
package enum PredictionExplanation {
  /// The whole chain: variables, token, claims, credentials, and the command that would help.
  ///
  /// - Parameters:
  ///   - prediction: The prediction.
  ///   - text: The writer of the terminal.
  /// - Returns: The text, with a line break at its end.
  package static func render(_ prediction: Prediction, _ text: TerminalText) -> String {
    var lines = [text.styled("\(prediction.job)@\(prediction.scenario)", .bold)]
    lines.append("runs: \(prediction.runs.rawValue)")
    guard let chain = prediction.verdictChain, let verdict = prediction.verdict else {
      lines.append(idle(prediction))
      return finished(lines)
    }
    if !prediction.secrets.isEmpty {
      lines.append("secrets: \(prediction.secrets.map(\.name).joined(separator: ", "))")
    }
    if !chain.variables.isEmpty { lines += ["", text.styled("variables", .bold)] }
    lines += chain.variables.map { "  \($0.name): \(words($0.value))" }
    if let token = chain.token { lines += ["", text.styled("token", .bold), "  \(token)"] }
    lines += claims(chain, text) + credentials(chain, text)
    lines += ["", text.styled("verdict", .bold), "  \(self.verdict(verdict))"]
    if let command = PredictionRemedy.command(for: prediction) {
      lines += ["", text.styled("to make it work", .bold), "  \(command)"]
    }
    if let command = PredictionRemedy.managedIdentityCommand(for: prediction) {
      lines += ["if it is a managed identity", "  \(command)"]
    }
    if PredictionRemedy.isCredential(prediction) {
      let run = ShellText.word("\(prediction.job)@\(prediction.scenario)")
      lines += ["to plan it", "  akvlint credentials --for \(run)"]
    }
    return finished(lines)
  }

  /// The reason why there is no verdict.
  private static func idle(_ prediction: Prediction) -> String {
    switch prediction.refusal {
    case .pipeline(let reason)?, .nothingLeft(let reason)?:
      return "GitLab creates no pipeline: \(TerminalText.sanitised(reason))"
    case .job(let reason)?: return "the job fails at once: \(TerminalText.sanitised(reason))"
    case nil: break
    }
    return prediction.runs == .no
      ? "the job is not in this pipeline" : "it requests nothing from Azure in this scenario"
  }

  private static func finished(_ lines: [String]) -> String {
    // The lines have styles already, so control characters were made visible before.
    lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ value: RunValue) -> String {
    let what = value.shown.map { "\"\(TerminalText.sanitised($0))\"" } ?? value.summary
    return "\(what) (\(TerminalText.sanitised(value.origin)))"
  }

  private static func claims(_ chain: PredictionChain, _ text: TerminalText) -> [String] {
    guard chain.token != nil else { return [] }
    let unknown = "unknown"
    let audience = chain.claims.partialAudiences.map { audiences in
      audiences.map(\.description).joined(separator: ", ")
    }
    return [
      "", text.styled("claims", .bold),
      "  iss: \(TerminalText.sanitised(chain.claims.issuer ?? unknown))",
      "  sub: \(TerminalText.sanitised(chain.claims.partialSubject?.description ?? unknown))",
      "  aud: \(TerminalText.sanitised(audience ?? unknown))",
    ]
  }

  private static func credentials(_ chain: PredictionChain, _ text: TerminalText) -> [String] {
    guard let clientID = chain.clientID else {
      guard chain.exchange?.answer == .unknown else { return [] }
      return ["", text.styled("federated credentials", .bold), "  unknown: no evidence lists them"]
    }
    var lines = ["", text.styled("federated credentials of \(clientID)", .bold)]
    if chain.comparisons.isEmpty {
      let isEmpty = chain.exchange?.code == ClaimMismatch.all.rawValue
      lines.append(isEmpty ? "  none" : "  unknown: no evidence lists them")
    }
    for comparison in chain.comparisons {
      let credential = comparison.credential
      lines.append("  \(TerminalText.sanitised(credential.name))")
      lines.append("    \(mark(comparison.issuer)) issuer \(shown(credential.issuer))")
      let audiences = credential.audiences.joined(separator: ", ")
      lines.append("    \(mark(comparison.audience)) audience \(shown(audiences))")
      let what =
        credential.subject.map { "subject \(shown($0))" }
        ?? "expression \(shown(credential.claimsMatchingExpression?.value ?? ""))"
      let note = comparison.note.map { " (\(TerminalText.sanitised($0)))" } ?? ""
      lines.append("    \(mark(comparison.subject)) \(what)\(note)")
    }
    return lines
  }

  private static func shown(_ text: String) -> String {
    TerminalText.sanitised(text)
  }

  private static func mark(_ answer: Bool?) -> String {
    switch answer {
    case true?: "\u{2713}"
    case false?: "\u{2717}"
    case nil: "?"
    }
  }

  private static func verdict(_ verdict: Verdict) -> String {
    let code = verdict.code.map { " with \($0)" } ?? ""
    let stage = verdict.answer == .fails ? " at the stage \(verdict.stage.rawValue)" : ""
    return "\(verdict.answer.rawValue)\(code)\(stage): \(TerminalText.sanitised(verdict.reason))"
  }
}
