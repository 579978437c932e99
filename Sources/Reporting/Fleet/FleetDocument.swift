package import AccessPrediction
package import Evidence
import TextFormats

/// A fleet's JSON report read back: the projects and the known credentials; all else follows.
package struct FleetDocument: Decodable {
  private let schema: Int
  private let projects: [Project]
  private let credentials: [Credential]
  private let applications: [Application]?

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: Its path, for messages.
  /// - Returns: The fleet.
  /// - Throws: The first invalid value, with its JSON path.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) throws(ConfigurationProblem) -> Fleet {
    let document: Self
    do throws(JSONFault) {
      document = try JSONDecoding.decode(Self.self, from: bytes)
    } catch {
      throw problem(path, error.path ?? "$", error.message)
    }
    guard document.schema == 1 else {
      throw problem(path, "$.schema", "this report was written by another version of akvlint")
    }
    return document.fleet
  }

  private static func problem(
    _ path: String,
    _ place: String,
    _ message: String
  ) -> ConfigurationProblem {
    ConfigurationProblem(path: path, place: .jsonPath(place), message: message)
  }

  private var fleet: Fleet {
    var fleet = Fleet()
    for project in projects { fleet.add(project.project) }
    for application in applications ?? [] {
      fleet.add(
        Fleet.Application(clientID: application.clientID, tenantID: application.tenantID)
      )
    }
    for credential in credentials { fleet.add(credential.credential) }
    return fleet
  }

  private enum CodingKeys: String, CodingKey {
    case schema, projects, credentials, applications
  }
}

extension FleetDocument {
  fileprivate struct Project: Decodable {
    let path: String
    let works: Int
    let fails: Int
    let unknown: Int
    let errors: Int
    let warnings: Int?
    let infos: Int?
    let undecided: Int?
    let problems: [String]?
    let omitted: [Omission]?
    let tokens: Tokens?
    let uses: [Use]?

    var project: FleetProject {
      var project = FleetProject(path: path)
      project.counts.works = works
      project.counts.fails = fails
      project.counts.unknown = unknown
      project.counts.errors = errors
      project.counts.warnings = warnings ?? 0
      project.counts.infos = infos ?? 0
      project.counts.undecided = undecided ?? 0
      project.problems = problems ?? []
      project.omitted = (omitted ?? []).map {
        PipelinePredictions.Omission(include: $0.include, reason: $0.reason)
      }
      project.tokens.issuer = tokens?.issuer
      project.tokens.path = tokens?.projectPath
      project.tokens.id = tokens?.projectID
      project.tokens.components = tokens?.components
      project.uses = (uses ?? []).map(\.use)
      return project
    }
  }

  fileprivate struct Omission: Decodable {
    let include: String
    let reason: String
  }

  fileprivate struct Tokens: Decodable {
    let issuer: String?
    let projectPath: String?
    let projectID: Int?
    let components: [String]?

    private enum CodingKeys: String, CodingKey {
      case issuer
      case projectPath = "project_path"
      case projectID = "project_id"
      case components = "sub_claim"
    }
  }

  fileprivate struct Secret: Decodable {
    let vault: String?
    let url: String?
    let name: String?
    let version: String?
  }

  fileprivate struct Use: Decodable {
    let job: String
    let secret: Secret?
    let tool: String?
    let clientID: String?
    let audiences: [String]?
    let credentials: [String]?
    let verdict: VerdictWord
    let code: String?
    let reason: String?
    let scenarios: [String]

    private enum CodingKeys: String, CodingKey {
      case job, secret, tool, audiences, credentials, verdict, code, reason, scenarios
      case clientID = "client_id"
    }

    var use: FleetUse {
      let target: FleetUse.Target =
        if let secret {
          .secret(
            FleetSecret(vault: secret.vault, url: secret.url, name: secret.name),
            version: secret.version
          )
        } else {
          .signIn(tool ?? "")
        }
      return FleetUse(
        job: job,
        target: target,
        clientID: clientID,
        audiences: audiences ?? [],
        credentials: credentials ?? [],
        verdict: verdict.answer,
        code: code,
        reason: reason,
        scenarios: scenarios
      )
    }
  }

  /// The word of a verdict.
  fileprivate enum VerdictWord: String, Decodable {
    case works, fails, unknown

    var answer: Verdict.Answer {
      switch self {
      case .works: .works
      case .fails: .fails
      case .unknown: .unknown
      }
    }
  }

  fileprivate struct Credential: Decodable {
    let clientID: String
    let name: String
    let issuer: String?
    let subject: String?
    let expression: String?
    let audiences: [String]?

    private enum CodingKeys: String, CodingKey {
      case name, issuer, subject, expression, audiences
      case clientID = "client_id"
    }

    var credential: FleetCredential {
      FleetCredential(
        clientID: clientID,
        name: name,
        issuer: issuer ?? "",
        subject: subject,
        expression: expression,
        audiences: audiences ?? []
      )
    }
  }

  fileprivate struct Application: Decodable {
    let clientID: String
    let tenantID: String?

    private enum CodingKeys: String, CodingKey {
      case clientID = "client_id"
      case tenantID = "tenant_id"
    }
  }
}
