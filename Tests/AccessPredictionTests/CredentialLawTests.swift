import AccessPrediction
import AzureFederation
import Evidence
import GitLabCI
import Testing
import TextFormats

/// When a plan is applied to the evidence, every selected run whose only fault was its credential
/// works, and no other run does.
@Suite struct CredentialLawTests {
  /// The codes of Entra ID for a token that no credential accepts.
  private static let credentialCodes: Set<String> = [
    "AADSTS70025", "AADSTS700211", "AADSTS700212", "AADSTS700213", "AADSTS7002138",
  ]

  @Test(arguments: 0..<20)
  func lawHolds(block: Int) throws {
    for seed in block * 15..<(block + 1) * 15 {
      var generator = PlanGenerator(seed: UInt64(seed))
      let repository = generator.repository()
      let evidence = try repository.settings().evidence
      let runs = try repository.runs()
      let selection = try generator.selection(repository, runs)
      let plan = CredentialPlan(runs, for: selection, evidence: evidence)
      let after = try repository.runs(plan.applied(to: evidence))
      try check(plan, runs, after, selection, "seed \(seed)\n\(repository)\n\(plan)")
      // A plan that was applied has nothing left to do.
      let again = CredentialPlan(after, for: selection, evidence: plan.applied(to: evidence))
      let rest = again.applications.flatMap(\.items).filter { $0.action != .keep }
      #expect(rest.isEmpty, "seed \(seed)\n\(repository)\n\(plan)\n\(rest)")
    }
  }

  private func check(
    _ plan: CredentialPlan,
    _ before: AccessRuns,
    _ after: AccessRuns,
    _ selection: RunSelection,
    _ comment: String
  ) throws {
    try #require(before.runs.map(\.name) == after.runs.map(\.name))
    let selected = before.runs.filter(selection.contains)
    for (run, result) in zip(before.runs, after.runs) {
      for (request, outcome) in zip(run.requests, result.requests) {
        let works = outcome.verdict.answer == .works
        let isExplained = plan.undecided.contains { $0.runs.contains(run.name) }
        if selection.contains(run) {
          let hadOtherFault =
            request.verdict.answer == .fails
            && !Self.credentialCodes.contains(request.verdict.code ?? "")
          if hadOtherFault { continue }
          let isPossible = Self.isPossible(request, before.runs.filter { $0.isFork }, selected)
          #expect(
            works || isExplained && !isPossible,
            "\(run.name) does not work: \(outcome.verdict)\n\(comment)"
          )
        } else if works {
          // Entra ID sees no difference between tokens with the same issuer, audience and subject.
          let isTwin = selected.contains { other in
            other.requests.contains { Self.isTwin($0, request) || $0.claims?.subject == nil }
          }
          #expect(isTwin && isExplained, "\(run.name) works\n\(comment)")
        }
      }
    }
    for application in plan.applications {
      let names = application.items.filter { $0.action != .remove }.map(\.credential.name)
      #expect(names.count <= 20)
      #expect(Set(names.map { $0.lowercased() }).count == names.count, "\(comment)")
    }
  }

  /// Whether some credential can accept the token of a request, and no other's that must not be
  /// accepted.
  private static func isPossible(
    _ request: AccessRequest,
    _ forks: [AccessRun],
    _ selected: [AccessRun]
  ) -> Bool {
    guard let claims = request.claims, claims.issuer != nil, let subject = claims.subject,
      claims.audiences?.count == 1, request.clientID != nil, request.doubt == nil,
      !request.isAssumed
    else { return false }
    if forks.contains(where: { $0.requests.contains { isTwin($0, request) } }) { return false }
    // Entra ID takes an issuer and a subject once.
    return !selected.contains { run in
      run.requests.contains { other in
        other.clientID == request.clientID && other.claims?.subject == subject
          && other.claims?.audiences != claims.audiences
      }
    }
  }

  private static func isTwin(_ left: AccessRequest, _ right: AccessRequest) -> Bool {
    guard let first = left.claims, let second = right.claims else { return false }
    return left.clientID == right.clientID && first.issuer == second.issuer
      && first.audiences == second.audiences && first.subject == second.subject
  }
}

extension CredentialPlan {
  /// The evidence with the credentials that applications have once the plan is carried out.
  func applied(to evidence: ProjectEvidence) -> ProjectEvidence {
    var result = evidence
    for application in applications {
      let credentials = application.items.filter { $0.action != .remove }.map(\.credential)
      let place = result.identities.firstIndex { $0.clientID == application.clientID }
      let known = place.map { result.identities[$0] }
      let identity = Identity(
        clientID: application.clientID,
        tenantID: known?.tenantID,
        credentials: credentials,
        kind: known?.kind,
        resourceID: known?.resourceID
      )
      if let place {
        result.identities[place] = identity
      } else {
        result.identities.append(identity)
      }
    }
    return result
  }
}
