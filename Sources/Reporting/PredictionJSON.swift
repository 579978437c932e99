package import AccessPrediction
import AzureFederation
import TextFormats

/// Predictions as JSON.
package enum PredictionJSON {
  /// One JSON document.
  package static func render(_ predictions: [Prediction]) -> String {
    var json = JSONText()
    json.object { json in
      json.key("predictions")
      json.array(predictions) { prediction($1, &$0) }
    }
    return json.text + "\n"
  }

  private static func prediction(_ prediction: Prediction, _ json: inout JSONText) {
    json.object { json in
      json.member("job", prediction.job)
      json.member("scenario", prediction.scenario)
      json.member("runs", prediction.runs.rawValue)
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
