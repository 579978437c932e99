import AzureFederation
import TextFormats

/// A question about what depends on something in Azure: `secret:VAULT/NAME`,
/// `credential:CLIENT_ID/NAME`, `application:CLIENT_ID` or `audience:AUD`.
package enum FleetQuery: Hashable, Sendable {
  case secret(vault: String, name: String)
  case credential(clientID: String, name: String)
  case application(String)
  case audience(String)

  /// The forms of a question, for messages.
  package static let forms =
    "secret:VAULT/NAME, credential:CLIENT_ID/NAME, application:CLIENT_ID or audience:AUD"

  /// Reads a question; nil when it has none of the forms.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    let rest = String(parts[1])
    switch parts[0] {
    case "application": self = .application(GUID.normalised(rest) ?? rest)
    case "audience": self = .audience(rest)
    case "secret":
      guard let slash = rest.lastIndex(of: "/") else { return nil }
      let (vault, name) = (rest[..<slash], rest[rest.index(after: slash)...])
      guard !vault.isEmpty, !name.isEmpty else { return nil }
      self = .secret(vault: Self.vault(String(vault)), name: ASCII.lowercased(name))
    case "credential":
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      let (client, name) = (String(rest[..<slash]), rest[rest.index(after: slash)...])
      guard !client.isEmpty, !name.isEmpty else { return nil }
      self = .credential(clientID: GUID.normalised(client) ?? client, name: String(name))
    default: return nil
    }
  }

  /// A vault as it is compared: a URL or a host in full, a name alone.
  private static func vault(_ text: String) -> String {
    let isHost = text.contains(".") && !text.contains("://")
    guard text.contains("."), let url = try? VaultURL(isHost ? "https://\(text)" : text) else {
      return ASCII.lowercased(text)
    }
    return url.text
  }

  /// Whether a use depends on the object of the question.
  func concerns(_ use: FleetUse) -> Bool {
    switch self {
    case .application(let clientID): use.clientID == clientID
    case .audience(let audience): use.audiences.contains(audience)
    case .credential(let clientID, let name):
      use.clientID == clientID && use.credentials.contains(name)
    case .secret(let vault, let name):
      use.secret.map { secret in
        secret.name.map(ASCII.lowercased) == name
          && (secret.url == vault || secret.vault.map(ASCII.lowercased) == vault)
      } ?? false
    }
  }

  /// Whether a job goes on working without the object, because another credential of the application
  /// accepts its token, too.
  func isReplaceable(in use: FleetUse) -> Bool {
    guard case .credential(_, let name) = self else { return false }
    return use.credentials.contains { $0 != name }
  }
}

/// The answer to a question: the jobs that depend on its object.
package struct FleetAnswer: Sendable {
  /// A job that depends on it.
  package struct Job: Hashable, Sendable {
    /// Whether the job breaks when the object is taken away.
    package enum Effect: String, Sendable {
      case yes
      /// It is unknown whether it works today.
      case maybe
      /// It fails today, or another credential accepts its token.
      case no
    }

    package let project: String
    package let job: String
    package let verdict: Verdict.Answer
    package let code: String?
    package let effect: Effect
    package internal(set) var scenarios: [String]
    /// Credentials that accept its token as well.
    package let others: [String]
  }

  /// The question as it was asked.
  package let question: String
  /// The jobs, by project and then as in its pipeline.
  package let jobs: [Job]

  /// Answers a question.
  ///
  /// - Parameters:
  ///   - question: The question as it was asked.
  ///   - query: The question.
  ///   - fleet: The projects.
  package init(_ question: String, _ query: FleetQuery, in fleet: Fleet) {
    self.question = question
    var jobs: [Job] = []
    for project in fleet.projects {
      var own: [Job] = []
      for use in project.uses where query.concerns(use) {
        let job = Self.job(use, of: project, query)
        guard let place = own.firstIndex(where: { $0.isSame(as: job) }) else {
          own.append(job)
          continue
        }
        for scenario in job.scenarios where !own[place].scenarios.contains(scenario) {
          own[place].scenarios.append(scenario)
        }
      }
      jobs += own
    }
    self.jobs = jobs
  }

  private static func job(
    _ use: FleetUse,
    of project: FleetProject,
    _ query: FleetQuery
  ) -> Job {
    let isReplaceable = query.isReplaceable(in: use)
    var others: [String] = []
    if case .credential(_, let name) = query { others = use.credentials.filter { $0 != name } }
    let effect: Job.Effect =
      switch use.verdict {
      case .fails: .no
      case .works: isReplaceable ? .no : .yes
      case .unknown: isReplaceable ? .no : .maybe
      }
    return Job(
      project: project.path,
      job: use.job,
      verdict: use.verdict,
      code: use.code,
      effect: effect,
      scenarios: use.scenarios,
      others: others
    )
  }

  /// The number of jobs with an effect, each once.
  package func count(_ effect: Job.Effect) -> Int {
    Set(jobs.lazy.filter { $0.effect == effect }.map { [$0.project, $0.job] }).count
  }

  /// The number of projects in which a job breaks.
  package var projectCount: Int {
    Set(jobs.lazy.filter { $0.effect == .yes }.map(\.project)).count
  }
}

extension FleetAnswer.Job {
  fileprivate func isSame(as other: Self) -> Bool {
    job == other.job && verdict == other.verdict && code == other.code
      && effect == other.effect && others == other.others
  }
}
