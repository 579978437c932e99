import AccessPrediction
import Findings
import TextFormats

/// The differences between two states of a repository as JSON, version 1.
package enum ChangeJSON {
  /// One JSON document.
  package static func render(_ report: ChangeReport) -> String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.member("base", report.base)
      json.member("head", report.head)
      json.key("changes")
      json.array(report.access.changes) { change($1, &$0) }
      json.key("tokens")
      json.array(report.access.tokens) { token($1, &$0) }
      json.key("findings")
      json.object { json in
        json.key("new")
        json.array(report.newFindings) { finding($1, &$0) }
        json.key("fixed")
        json.array(report.fixedFindings) { finding($1, &$0) }
      }
      json.key("evidence_changed")
      json.array(report.changedEvidence)
    }
    return json.text + "\n"
  }

  private static func change(_ change: AccessChange, _ json: inout JSONText) {
    let access = change.access
    json.object { json in
      json.member("kind", change.kind.rawValue)
      json.member("job", access.job)
      if let former = change.formerJob { json.member("former_job", former) }
      json.member("scenario", change.scenarios.count == 1 ? change.scenarios[0] : nil)
      if change.scenarios.count > 1 {
        json.key("scenarios")
        json.array(change.scenarios)
      }
      json.member("secret", access.secret)
      json.member("vault", access.vault)
      json.member("name", access.name)
      json.member("client_id", access.clientID)
      json.key("before")
      verdict(change.before, &json)
      json.key("after")
      verdict(change.after, &json)
      json.key("location")
      location(access.location, &json)
    }
  }

  private static func verdict(_ verdict: Verdict?, _ json: inout JSONText) {
    json.object { json in
      json.member("verdict", verdict?.answer.rawValue)
      json.member("code", verdict?.code)
    }
  }

  private static func location(_ location: Access.Location?, _ json: inout JSONText) {
    guard let location else { return json.value(nil) }
    json.object { json in
      JSONReport.location(FileLocation(path: location.path, span: location.span), &json)
    }
  }

  private static func token(_ token: TokenChange, _ json: inout JSONText) {
    json.object { json in
      json.member("kind", token.kind.rawValue)
      json.member("job", token.job)
      json.member("token", token.token)
      json.key("before")
      json.array(token.before)
      json.key("after")
      json.array(token.after)
    }
  }

  private static func finding(_ finding: Finding, _ json: inout JSONText) {
    json.object { JSONReport.members(of: finding, &$0) }
  }
}
