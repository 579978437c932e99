package import AccessPrediction
import AzureFederation
import Findings
import TextFormats

/// Predictions as JSON.
package enum PredictionJSON {
  /// One JSON document.
  ///
  /// - Parameters:
  ///   - result: The predictions for the pipeline.
  ///   - predictions: Those of its predictions that are shown.
  ///   - isShare: Whether they are one of several shares, which `akvlint merge` joins.
  /// - Returns: The document.
  package static func render(
    _ result: PipelinePredictions,
    _ predictions: [Prediction],
    isShare: Bool = false
  ) -> String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      if isShare {
        json.key("jobs")
        json.array(result.jobs)
      }
      json.key("refused")
      json.array(result.refused) { refusal($1, &$0) }
      json.key("omitted")
      json.array(result.omitted) { omission($1, &$0) }
      json.key("predictions")
      json.array(predictions) { prediction($1, &$0) }
    }
    return json.text + "\n"
  }

  static func omission(_ omission: PipelinePredictions.Omission, _ json: inout JSONText) {
    json.object { json in
      json.member("include", omission.include)
      json.member("reason", omission.reason)
    }
  }

  private static func refusal(_ refusal: PipelinePredictions.Refusal, _ json: inout JSONText) {
    json.object { json in
      json.member("message", refusal.message)
      json.key("location")
      json.object { json in
        JSONReport.location(FileLocation(path: refusal.path, span: refusal.span), &json)
      }
      json.key("scenarios")
      json.array(refusal.scenarios)
    }
  }

  private static func prediction(_ prediction: Prediction, _ json: inout JSONText) {
    json.object { json in
      json.member("job", prediction.job)
      json.member("scenario", prediction.scenario)
      json.member("runs", prediction.runs.rawValue)
      if let refusal = prediction.refusal { json.member("reason", refusal.reason) }
      if let through = prediction.through {
        json.key("through")
        json.array(through)
      }
      json.key("secrets")
      json.array(prediction.secrets) { json, secret in
        json.object { json in
          json.member("name", secret.name)
          verdict(secret.verdict, prediction.chain, &json)
        }
      }
      json.key("exchanges")
      json.array(prediction.exchanges) { json, exchange in
        json.object { json in
          json.member("token", exchange.token)
          verdict(exchange.verdict, exchange.chain, &json)
          json.member("tool", exchange.tool)
        }
      }
    }
  }

  private static func verdict(
    _ verdict: Verdict,
    _ chain: PredictionChain?,
    _ json: inout JSONText
  ) {
    json.member("verdict", verdict.answer.rawValue)
    json.member("stage", verdict.stage.rawValue)
    json.member("code", verdict.code)
    json.member("reason", verdict.reason)
    json.key("claims")
    json.object { json in
      json.member("iss", chain?.claims.issuer)
      json.member("sub", chain?.claims.subject)
      json.key("aud")
      if let audiences = chain?.claims.audiences, audiences.count != 1 {
        json.array(audiences)
      } else {
        json.value(chain?.claims.audiences?.first)
      }
    }
    json.member("credential", verdict.credential)
  }
}
