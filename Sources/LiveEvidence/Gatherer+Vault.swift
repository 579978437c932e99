import AzureFederation
import Evidence

/// The queries to vaults.
extension Gatherer {
  /// Whether a vault exists, its tenant, and the versions of its secrets.
  func vault(_ url: String, _ names: Set<String>, _ targets: LiveTargets) async -> [Piece] {
    guard let vault = try? VaultURL(url) else { return [] }
    let client = VaultClient(courier, vault: vault, date: date)
    let challenge: VaultChallenge?
    do throws(Undecidable) {
      challenge = try await client.challenge()
    } catch {
      return [.undecided(.vault, error)]
    }
    guard let challenge else {
      // Where no name resolves at all, this one not doing so proves nothing.
      guard await resolvesNames else {
        return [.undecided(.vault, Undecidable(question: url, reason: "names do not resolve here"))]
      }
      return [known(url, challenge, nil)]
    }
    guard url.hasSuffix(cloud.vaultSuffix) else {
      let reason = "it is not a vault of the configured cloud, so it gets no token"
      return [
        known(url, challenge, nil), .undecided(.vault, Undecidable(question: url, reason: reason)),
      ]
    }
    let answers: VaultAnswers
    if let token = access.vaultToken {
      answers = await ask(client, url, names, challenge, as: .operator(token))
    } else {
      answers = await asJobs(client, url, challenge, targets)
    }
    // Where no secret is known, that none is listed proves nothing.
    let secrets = answers.secrets.isEmpty && !answers.pieces.isEmpty ? nil : answers.secrets
    return [known(url, challenge, secrets)] + answers.pieces
  }

  private func known(
    _ url: String,
    _ challenge: VaultChallenge?,
    _ secrets: [VaultSecret]?
  ) -> Piece {
    var evidence = ProjectEvidence()
    evidence.observations.vaults = [
      Vault(
        url: url,
        exists: challenge != nil,
        tenantID: challenge?.tenantID,
        secrets: secrets,
        source: EvidenceSource(path: url, date: date)
      )
    ]
    return .evidence(evidence)
  }

  /// Whether a name resolves that certainly exists.
  private var resolvesNames: Bool {
    get async {
      let request = HTTPRequest(
        host: cloud.authorityHosts[0],
        path: "/common/v2.0/.well-known/openid-configuration"
      )
      return (try? await courier.send(request)) != nil
    }
  }

  // MARK: Secrets

  /// The answers about a vault's secrets.
  private struct VaultAnswers {
    var secrets: [VaultSecret] = []
    var pieces: [Piece] = []

    mutating func add(_ other: Self) {
      let names = Set(secrets.map(\.name))
      secrets += other.secrets.filter { !names.contains($0.name) }
      pieces += other.pieces
    }
  }

  /// The caller.
  private enum Caller {
    /// Another user than the job.
    case `operator`(AccessToken)
    /// The job, with its identity's client ID.
    case job(AccessToken, clientID: String)

    var token: AccessToken {
      switch self {
      case .operator(let token), .job(let token, _): token
      }
    }
  }

  /// Asks with the tokens that jobs would get for their own ID tokens.
  private func asJobs(
    _ client: VaultClient,
    _ url: String,
    _ challenge: VaultChallenge,
    _ targets: LiveTargets
  ) async -> VaultAnswers {
    var names: [LiveTargets.Exchange: Set<String>] = [:]
    for read in targets.reads where read.vault == url {
      names[read.exchange, default: []].insert(read.secret)
    }
    var answers = VaultAnswers()
    var hasAsked = false
    for (exchange, names) in names.sorted(by: { $0.key < $1.key }) where exchanges {
      guard let assertion = access.idTokens[exchange.token],
        case .token(let token)? = try? await answer(to: exchange, with: assertion)
      else { continue }
      hasAsked = true
      let caller = Caller.job(token, clientID: exchange.clientID)
      answers.add(await ask(client, url, names, challenge, as: caller))
    }
    if !hasAsked {
      let reason = access.absence(of: .vault)
      answers.pieces.append(.undecided(.vault, Undecidable(question: url, reason: reason)))
    }
    return answers
  }

  private func ask(
    _ client: VaultClient,
    _ url: String,
    _ names: Set<String>,
    _ challenge: VaultChallenge,
    as caller: Caller
  ) async -> VaultAnswers {
    var answers = VaultAnswers()
    for name in names.sorted() {
      do throws(Undecidable) {
        switch try await client.secret(name, token: caller.token, challenge: challenge) {
        case .secret(let secret): answers.secrets.append(secret)
        case .denied(let denial):
          answers.pieces.append(refusal(denial, url, name, of: caller))
        }
      } catch {
        answers.pieces.append(.undecided(.vault, error))
      }
    }
    return answers
  }

  /// The meaning of a refusal: evidence if it shows that the job has no role, otherwise an
  /// undecided answer.
  private func refusal(
    _ denial: VaultClient.Denial,
    _ url: String,
    _ name: String,
    of caller: Caller
  ) -> Piece {
    var doubt = denial.doubt
    if case .job(_, let clientID) = caller, doubt == nil {
      var evidence = ProjectEvidence()
      evidence.observations.denials = [
        Observations.Denial(
          vault: url,
          clientID: clientID,
          secret: name,
          code: denial.code,
          message: denial.message,
          source: EvidenceSource(path: url, date: date)
        )
      ]
      return .evidence(evidence)
    }
    if case .operator = caller { doubt = "which proves nothing about the job" }
    let reason = "the vault refuses to list versions (\(denial.code))"
    return .undecided(
      .vault,
      Undecidable(
        question: "\(url)/secrets/\(name)",
        reason: doubt.map { "\(reason), \($0)" } ?? reason
      )
    )
  }
}
