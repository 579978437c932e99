import AzureFederation
package import Evidence
import TextFormats

extension CredentialPlan {
  /// The plan for some runs of a pipeline.
  ///
  /// When it is applied to the evidence, every selected run whose only fault was its credential
  /// works, and no other run does.
  ///
  /// - Parameters:
  ///   - runs: All runs of the pipeline that sign in to Azure.
  ///   - selection: The runs that are to work.
  ///   - evidence: The evidence beyond the YAML.
  package init(
    _ runs: AccessRuns,
    for selection: RunSelection = RunSelection(),
    evidence: ProjectEvidence
  ) {
    let selected = runs.runs.filter(selection.contains)
    let others = runs.runs.filter { !selection.contains($0) }
    let clients = Self.clients(selected, evidence)
    // It may be any of several applications, when the client ID is unknown.
    let isKnown = { (request: AccessRequest) in !request.isAssumed || clients.count == 1 }
    var undecided = runs.gaps.map { Undecided(runs: [], reason: $0) }
    undecided += Self.unknownRequests(selected, isKnown)
    var applications: [Application] = []
    for client in clients {
      if let absence = evidence.observations.absence(ofApplication: client) {
        let runs = selected.filter { run in
          run.requests.contains { $0.isStarted && $0.isSent(to: client) }
        }.map(\.name)
        if !runs.isEmpty {
          undecided.append(Undecided(runs: runs, reason: absence, isUnmet: true))
        }
        continue
      }
      let planner = ApplicationPlanner(
        clientID: client,
        identity: evidence.identities.first { GUID.areEqual($0.clientID, client) },
        wanted: WantedToken.tokens(of: selected) { request in
          request.isSent(to: client) && isKnown(request)
            && (request.isStarted || !request.isAssumed)
        },
        unwanted: WantedToken.tokens(of: others) { $0.isSent(to: client) },
        project: ProjectTrust(evidence)
      )
      undecided += planner.undecided
      if let application = planner.application { applications.append(application) }
    }
    let roles = RolePlanner(selected, evidence)
    self.init(
      applications: applications,
      roles: roles.roles,
      undecided: Self.joined(undecided + roles.undecided)
    )
  }

  /// The applications that are declared, and those that selected runs sign in as.
  private static func clients(_ runs: [AccessRun], _ evidence: ProjectEvidence) -> [String] {
    let named = runs.flatMap { $0.requests.compactMap(\.clientID) }
    var seen: Set<String> = []
    return (evidence.identities.map(\.clientID) + named).filter { client in
      seen.insert(GUID.normalised(client) ?? client).inserted
    }
  }

  /// The unknown parts of requests: who signs in, with which token, and whether GitLab starts the
  /// job.
  private static func unknownRequests(
    _ runs: [AccessRun],
    _ isKnown: (AccessRequest) -> Bool
  ) -> [Undecided] {
    runs.flatMap { run in
      run.requests.filter(\.isStarted).compactMap { request -> Undecided? in
        if let doubt = request.doubt { return Undecided(runs: [run.name], reason: doubt) }
        guard request.clientID == nil || request.claims == nil || !isKnown(request) else {
          return nil
        }
        let isTold = request.verdict.answer != .works && !request.isAssumed
        return Undecided(
          runs: [run.name],
          reason: isTold ? request.verdict.reason : "which application signs in is unknown"
        )
      }
    }
  }

  /// Each reason once, with all runs that it is about.
  private static func joined(_ all: [Undecided]) -> [Undecided] {
    var order: [String] = []
    var runs: [String: [String]] = [:]
    var known: Set<[String]> = []
    for item in all {
      if runs[item.reason] == nil { order.append(item.reason) }
      let new = item.runs.filter { known.insert([item.reason, $0]).inserted }
      runs[item.reason, default: []] += new
    }
    let unmet = Set(all.filter(\.isUnmet).map(\.reason))
    return order.map { Undecided(runs: runs[$0] ?? [], reason: $0, isUnmet: unmet.contains($0)) }
  }
}

extension AccessRequest {
  /// Whether its token goes to an application.
  fileprivate func isSent(to client: String) -> Bool {
    clientID.map { GUID.areEqual($0, client) } ?? false
  }
}
