package import AccessPrediction
import AzureFederation
import TextFormats

/// A plan of credentials as JSON.
package enum CredentialJSON {
  /// One JSON document.
  package static func render(_ plan: CredentialPlan) -> String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.key("applications")
      json.array(plan.applications) { application($1, &$0) }
      json.key("roles")
      json.array(plan.roles) { role($1, &$0) }
      json.key("undecided")
      json.array(plan.undecided) { json, item in
        json.object { json in
          json.key("runs")
          json.array(item.runs)
          json.member("reason", item.reason)
        }
      }
    }
    return json.text + "\n"
  }

  private static func application(
    _ application: CredentialPlan.Application,
    _ json: inout JSONText
  ) {
    json.object { json in
      json.member("client_id", application.clientID)
      json.member("kind", (application.kind ?? .application).rawValue)
      json.key("credentials")
      json.array(application.items) { item($1, &$0) }
    }
  }

  private static func item(_ item: CredentialPlan.Item, _ json: inout JSONText) {
    let credential = item.credential
    json.object { json in
      json.member("action", item.action.rawValue)
      json.member("name", credential.name)
      json.member("issuer", credential.issuer)
      json.member("audience", credential.audiences.first)
      json.member("subject", credential.subject)
      json.member("expression", credential.claimsMatchingExpression?.value)
      json.key("runs")
      json.array(item.runs)
    }
  }

  private static func role(_ role: CredentialPlan.Role, _ json: inout JSONText) {
    json.object { json in
      json.member("client_id", role.clientID)
      json.member("role", role.access.rawValue)
      json.member("vault", ASCII.lowercased(role.vault.name))
      json.key("secrets")
      json.array(role.secrets)
    }
  }
}
