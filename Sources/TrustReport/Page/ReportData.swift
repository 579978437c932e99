import AccessPrediction
import AzureFederation
import Diagnosis
import GitLabCI
import Reporting
import TextFormats

/// The data of the page's script: the reasons for each cell, and the paths of the graph.
///
/// Hundreds of jobs share variables, claims and comparisons: each is stored once, as a part that
/// chains refer to by its number.
struct ReportData {
  private let survey: TrustSurvey
  private let graph: TrustGraph

  init(_ survey: TrustSurvey, _ graph: TrustGraph) {
    self.survey = survey
    self.graph = graph
  }

  /// The host of the vault that a job asks, when it is known.
  static func vault(_ prediction: Prediction) -> String? {
    let value = prediction.chain?.value(of: AzureVariables.vaultURL)
    guard case .text(let text)? = value?.state, let url = try? VaultURL(text) else {
      return nil
    }
    return String(url.text.dropFirst("https://".count))
  }

  /// The data as JSON.
  var json: String {
    var parts = Parts()
    var rows = JSONText()
    rows.array(survey.jobs) { json, job in
      json.object { json in
        json.member("n", job.name)
        json.key("s")
        json.array(job.secrets) { secret($1, &$0) }
        json.key("c")
        json.array(job.predictions) { json, prediction in
          if prediction.verdict == nil {
            json.value(nil)
          } else {
            json.value(parts.number(chain(prediction, &parts)))
          }
        }
      }
    }
    var json = JSONText()
    json.object { json in
      json.key("scenarios")
      json.array(survey.scenarios)
      json.key("jobs")
      json.literal(rows.text)
      json.key("parts")
      json.array(parts.texts) { $0.literal($1) }
      json.key("ways")
      json.array(graph.ways) { json, way in
        json.array(way) { $0.value($1) }
      }
      json.key("layers")
      json.array(graph.nodes) { $0.value($1.layer.rawValue) }
    }
    return json.text
  }

  private func secret(_ secret: TrustSurvey.Secret, _ json: inout JSONText) {
    let version = secret.version.map { "@\($0)" } ?? ""
    json.array([secret.variable, (secret.name ?? "?") + version])
  }

  // MARK: Chains

  private func chain(_ prediction: Prediction, _ parts: inout Parts) -> String {
    var json = JSONText()
    guard let verdict = prediction.verdict else { return "null" }
    let chain = prediction.verdictChain
    json.object { json in
      json.member("answer", verdict.answer.rawValue)
      json.member("code", VerdictWords.code(verdict))
      json.member("stage", verdict.stage.rawValue)
      json.key("reason")
      json.value(parts.number(Self.string(verdict.reason)))
      json.member("runs", prediction.runs.rawValue)
      json.member("vault", Self.vault(prediction))
      json.member("credential", verdict.credential)
      if let command = PredictionRemedy.command(for: prediction) {
        json.key("command")
        json.value(parts.number(Self.string(command)))
      }
      // Secrets of one job part ways at the vault only.
      if prediction.secrets.contains(where: { $0.verdict != verdict }) {
        json.key("secrets")
        json.array(prediction.secrets) { json, secret in
          json.array([
            VerdictWords.letter(secret.verdict.answer),
            "\(secret.verdict.code.map { "\($0): " } ?? "")\(secret.verdict.reason)",
          ])
        }
      }
      guard let chain else { return }
      json.member("token", chain.token)
      json.member("client", chain.clientID)
      json.key("variables")
      json.value(parts.number(Self.variables(chain)))
      json.key("claims")
      json.value(parts.number(Self.claims(chain)))
      json.key("compared")
      json.array(chain.comparisons) { $0.value(parts.number(Self.comparison($1))) }
    }
    return json.text
  }

  private static func string(_ text: String) -> String {
    var json = JSONText()
    json.value(text)
    return json.text
  }

  private static func variables(_ chain: PredictionChain) -> String {
    var json = JSONText()
    json.array(chain.variables) { json, variable in
      let value = variable.value
      json.array([variable.name, value.shown ?? "", value.summary, value.origin])
    }
    return json.text
  }

  private static func claims(_ chain: PredictionChain) -> String {
    var json = JSONText()
    json.object { json in
      json.member("iss", chain.claims.issuer)
      json.member("sub", chain.claims.subject)
      json.member("aud", chain.claims.audiences?.joined(separator: ", "))
    }
    return json.text
  }

  private static func comparison(_ comparison: TokenExchange.Comparison) -> String {
    let credential = comparison.credential
    var json = JSONText()
    json.object { json in
      json.member("name", credential.name)
      json.key("marks")
      json.array([comparison.issuer, comparison.audience, comparison.subject].map(mark))
      json.key("values")
      json.array([
        credential.issuer, credential.audiences.joined(separator: ", "),
        credential.subject ?? credential.claimsMatchingExpression?.value ?? "",
      ])
      json.member("flexible", credential.isFlexible)
      json.member("note", comparison.note)
    }
    return json.text
  }

  private static func mark(_ answer: Bool?) -> String {
    switch answer {
    case true?: "same"
    case false?: "differs"
    case nil: "unknown"
    }
  }

  /// Texts by number, each once.
  private struct Parts {
    private(set) var texts: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(_ text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(text)
      return texts.count - 1
    }
  }
}
