import AccessPrediction
import Reporting
import TextFormats

/// The data of a fleet's page: aggregated, each text once.
///
/// The page's script makes rows of it when they come into view.
struct FleetData {
  private let view: FleetView
  private let changes: FleetChanges?

  init(_ view: FleetView, _ changes: FleetChanges?) {
    self.view = view
    self.changes = changes
  }

  /// The data as JSON: an object, and the texts that its numbers name; -1 represents no text.
  var json: String {
    var texts = Texts()
    var body = JSONText()
    let numbers = Dictionary(
      uniqueKeysWithValues: view.secrets.enumerated().map { ($1.secret.key, $0) }
    )
    body.object { json in
      json.key("projects")
      json.array(view.projects) { json, project in
        json.list { json in
          json.value(project.path)
          json.value(Self.statuses.firstIndex(of: project.status) ?? 0)
          let counts = project.counts
          for count in [counts.fails, counts.unknown, counts.works, counts.errors] {
            json.value(count)
          }
          json.array(project.problems)
          json.array(project.omitted.map(FleetWords.omitted))
          json.array(project.uses) { json, use in
            Self.use(use, use.secret.flatMap { numbers[$0.key] }, &texts, &json)
          }
        }
      }
      json.key("secrets")
      json.array(view.secrets) { json, secret in
        json.array([view.vaultLabel(of: secret.secret), secret.secret.name]) { $0.value($1) }
      }
      json.key("credentials")
      json.array(view.credentials) { json, credential in
        Self.credential(credential, &json)
      }
      json.key("applications")
      json.array(view.applications) { json, application in
        json.list { json in
          json.value(application.application.clientID)
          json.value(application.application.tenantID)
          json.value(application.credentialCount)
        }
      }
      if let changes {
        json.key("changes")
        json.array(changes.changes) { json, change in
          json.array([change.kind.rawValue, FleetWords.sentence(change), change.project]) {
            $0.value($1)
          }
        }
      }
    }
    var json = JSONText()
    json.list { json in
      json.literal(body.text)
      json.array(texts.all)
    }
    return json.text
  }

  /// The order in which the script knows them.
  private static let statuses: [FleetProject.Status] = [
    .works, .unknown, .fails, .incomplete, .unused,
  ]

  private static func use(
    _ use: FleetUse,
    _ secret: Int?,
    _ texts: inout Texts,
    _ json: inout JSONText
  ) {
    json.list { json in
      json.value(texts.number(use.job))
      json.value(secret ?? -1)
      json.value(texts.number(use.tool ?? use.version))
      json.value(texts.number(use.clientID))
      let credentials = use.credentials.joined(separator: "\n")
      json.value(texts.number(credentials.isEmpty ? nil : credentials))
      json.value([.works, .unknown, .fails].firstIndex(of: use.verdict) ?? 0)
      json.value(texts.number(use.code))
      json.value(texts.number(use.reason))
      json.value(texts.number(use.scenarios.joined(separator: ", ")))
    }
  }

  private static func credential(_ credential: FleetView.Credential, _ json: inout JSONText) {
    let definition = credential.credential
    json.list { json in
      json.value(definition.clientID)
      json.value(definition.label)
      json.value(definition.issuer)
      json.value(definition.subject)
      json.value(definition.expression)
      json.value(definition.audiences.joined(separator: ", "))
      json.value(credential.admitted)
    }
  }

  /// Texts by number, each once.
  private struct Texts {
    private(set) var all: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(_ text: String?) -> Int {
      guard let text else { return -1 }
      if let known = numbers[text] { return known }
      numbers[text] = all.count
      all.append(text)
      return all.count - 1
    }
  }
}
