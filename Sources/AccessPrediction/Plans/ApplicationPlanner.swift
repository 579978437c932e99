import AzureFederation
import TextFormats

/// Compares the credentials of one application with the tokens that its runs send.
struct ApplicationPlanner {
  private let clientID: String
  private let identity: Identity?
  private let wanted: [WantedToken]
  private let unwanted: [WantedToken]
  /// The tokens that must not be accepted and that Entra ID can distinguish from those that must
  /// be.
  private let others: [WantedToken]
  /// The tokens that must not be accepted and that it cannot distinguish from them.
  private let twins: [WantedToken]
  private let project: ProjectTrust

  /// The credentials that remain, with what is to be done about each, by their place among those
  /// that exist.
  private var kept: [Int: CredentialPlan.Item] = [:]
  private var removed: [Int: CredentialPlan.Item] = [:]
  private var added: [CredentialPlan.Item] = []
  /// The undecided questions.
  private(set) var undecided: [CredentialPlan.Undecided] = []

  init(
    clientID: String,
    identity: Identity?,
    wanted: [WantedToken],
    unwanted: [WantedToken],
    project: ProjectTrust
  ) {
    self.clientID = clientID
    self.identity = identity
    self.wanted = wanted
    self.unwanted = unwanted
    let identities = Set(wanted.compactMap(\.identity))
    let isTwin = { (token: WantedToken) in token.identity.map(identities.contains) ?? false }
    others = unwanted.filter { !isTwin($0) }
    twins = unwanted.filter(isTwin)
    self.project = project
    let existing = identity?.credentials ?? []
    let broad = existing.indices.filter { !settle(existing[$0], at: $0) }
    for index in broad { narrow(existing[index], at: index) }
    addMissing()
    settleDoubts()
    reportTwins()
    reportUnknownCredentials()
  }

  /// The application; nil when it has no credentials and needs none.
  var application: CredentialPlan.Application? {
    let existing = identity?.credentials?.indices.compactMap { kept[$0] ?? removed[$0] } ?? []
    guard !existing.isEmpty || !added.isEmpty else { return nil }
    return CredentialPlan.Application(
      clientID: clientID,
      kind: identity?.kind,
      resourceID: identity?.resourceID,
      objectID: identity?.objectID,
      isKnown: identity?.credentials != nil,
      items: existing + added
    )
  }

  // MARK: Credentials that exist

  /// Keeps a credential that selected runs need and no others can use, and removes one that none
  /// needs.
  ///
  /// - Returns: Whether that decides it.
  private mutating func settle(_ credential: FederatedCredential, at index: Int) -> Bool {
    let answers = wanted.map { $0.isAccepted(by: credential) }
    let accepted = zip(wanted, answers).filter { $0.1 == true }.map(\.0)
    let possible = zip(wanted, answers).filter { $0.1 == nil }.map(\.0)
    guard !accepted.isEmpty else {
      if possible.isEmpty {
        settleUnneeded(credential, at: index)
      } else {
        keep(credential, possible, at: index)
        report(
          possible.flatMap(\.runs),
          "whether the credential \"\(credential.name)\" is needed is unknown"
        )
      }
      return true
    }
    let isBroad =
      others.contains { $0.isAccepted(by: credential) == true }
      || accepted.contains { project.othersAccepted(by: credential, besides: $0) == .all }
    guard !isBroad else { return false }
    keep(credential, accepted + possible, at: index)
    let doubtful = others.filter { $0.isAccepted(by: credential) == nil }.flatMap(\.runs)
    if !doubtful.isEmpty {
      report(
        doubtful,
        "whether the credential \"\(credential.name)\" also accepts these runs, which are not "
          + "selected, is unknown"
      )
    }
    return true
  }

  /// Narrows a credential that accepts runs that are not selected, or all projects, to the first token
  /// that no other credential accepts.
  private mutating func narrow(_ credential: FederatedCredential, at index: Int) {
    let served = wanted.filter { $0.isAccepted(by: credential) == true }
    let others = served.compactMap {
      project.othersAccepted(by: credential, besides: $0)
    }.first
    let excess = excess(of: credential, others)
    guard let token = served.first(where: { !isCovered($0) }) else {
      remove(
        credential,
        at: index,
        because: "other credentials accept the runs that need it, and it also accepts \(excess)",
        isDoubtful: others != nil
      )
      report([], "the credential \"\(credential.name)\" is removed: \(removed[index]?.note ?? "")")
      return
    }
    do throws(CredentialProposal.Refusal) {
      let proposal = try CredentialProposal(for: token, context)
      let target = proposal.credential.named(credential.name)
      let runs = wanted.filter { $0.isAccepted(by: target) == true }.flatMap(\.runs)
      var item = CredentialPlan.Item(action: .narrow, credential: target, runs: unique(runs))
      item.previous = credential
      item.note = "it also accepts \(excess)"
      kept[index] = item
      if let note = proposal.note { report(token.runs, note) }
    } catch {
      keep(credential, served, at: index)
      report(
        token.runs + aliens(of: credential),
        "the credential \"\(credential.name)\" also accepts \(excess), and cannot be narrowed: "
          + error.reason
      )
    }
  }

  /// The runs that are not selected and that a credential accepts.
  private func aliens(of credential: FederatedCredential) -> [String] {
    others.filter { $0.isAccepted(by: credential) == true }.flatMap(\.runs)
  }

  /// The tokens that a credential should not accept, in words.
  private func excess(of credential: FederatedCredential, _ others: OtherProjects?) -> String {
    let aliens = aliens(of: credential)
    let parts = (aliens.isEmpty ? [] : [list(aliens)]) + (others.map { [$0.rawValue] } ?? [])
    return parts.joined(separator: ", and ")
  }

  private func list(_ runs: [String]) -> String {
    let shown = runs.prefix(3).joined(separator: ", ")
    let more = runs.count - 3
    return more > 0 ? "\(shown) and \(Noun.count(more, "more run"))" : shown
  }

  private mutating func keep(
    _ credential: FederatedCredential,
    _ tokens: [WantedToken],
    at index: Int
  ) {
    kept[index] = CredentialPlan.Item(
      action: .keep,
      credential: credential,
      runs: unique(tokens.flatMap(\.runs))
    )
  }

  private mutating func remove(
    _ credential: FederatedCredential,
    at index: Int,
    because note: String?,
    isDoubtful: Bool = false
  ) {
    var item = CredentialPlan.Item(action: .remove, credential: credential, runs: [])
    item.note = note
    item.isDoubtful = isDoubtful
    removed[index] = item
  }

  /// Removes a credential that no selected run needs: for certain when others use it, else unless
  /// something suggests that jobs need it which are not seen here.
  ///
  /// One of another project or issuer is kept, because this pipeline does not show who needs it.
  private mutating func settleUnneeded(_ credential: FederatedCredential, at index: Int) {
    let aliens = aliens(of: credential)
    if aliens.isEmpty, let foreign = project.foreignTokens(of: credential) {
      keep(credential, [], at: index)
      kept[index]?.note = "it trusts \(foreign)"
      return
    }
    if aliens.isEmpty {
      let doubt = project.doubt(about: credential)
      remove(credential, at: index, because: doubt, isDoubtful: doubt != nil)
    } else {
      remove(credential, at: index, because: "it accepts \(list(aliens)), not selected")
    }
  }

  // MARK: Credentials that are missing

  /// Adds what no credential accepts so far, patterns first: they may accept the rest.
  private mutating func addMissing() {
    let missing = wanted.indices.filter { wanted[$0].isStarted && !isCovered(wanted[$0]) }
    let order =
      missing.filter { wanted[$0].pattern != nil } + missing.filter { wanted[$0].pattern == nil }
    var places: [(first: Int, item: CredentialPlan.Item)] = []
    for index in order where !isCovered(wanted[index]) {
      let token = wanted[index]
      guard kept.count + added.count < CredentialLimits.maximumCount else {
        report(token.runs, full, isUnmet: true)
        continue
      }
      do throws(CredentialProposal.Refusal) {
        let proposal = try CredentialProposal(for: token, context)
        let credential = named(proposal)
        let served = wanted.indices.filter { wanted[$0].isAccepted(by: credential) == true }
        var item = CredentialPlan.Item(
          action: .add,
          credential: credential,
          runs: unique(served.flatMap { wanted[$0].runs })
        )
        item.note = proposal.note
        places.append((served.first ?? index, item))
        added.append(item)
        if let note = proposal.note { report(token.runs, note) }
      } catch {
        report(token.runs, error.reason, isUnmet: true)
      }
    }
    added = places.sorted { $0.first < $1.first }.map(\.item)
  }

  private var full: String {
    "\(clientID) would have more than \(CredentialLimits.maximumCount) federated credentials, which Entra ID does not "
      + "allow; protect the refs by one pattern, so that one expression accepts them, or let these "
      + "jobs use a second application or managed identity"
  }

  private var context: CredentialProposal.Context {
    CredentialProposal.Context(
      projectID: project.id,
      unwanted: unwanted,
      known: kept.values.map(\.credential) + added.map(\.credential)
    )
  }

  private func named(_ proposal: CredentialProposal) -> FederatedCredential {
    let credential = proposal.credential
    let known = kept.values.map(\.credential.name) + added.map(\.credential.name)
    let name = CredentialName.name(
      issuer: credential.issuer,
      audience: credential.audiences.joined(separator: "\n"),
      subject: credential.subject ?? credential.claimsMatchingExpression?.value ?? "",
      topic: proposal.topic,
      taken: Set(known.map { ASCII.lowercased($0) })
    )
    return credential.named(name)
  }

  private func isCovered(_ token: WantedToken) -> Bool {
    kept.values.contains { token.isAccepted(by: $0.credential) == true }
      || added.contains { token.isAccepted(by: $0.credential) == true }
  }

  // MARK: What is not decided

  /// Reports why a credential that is removed may be needed, unless another one accepts the same, or
  /// the needed ones fill the application already.
  private mutating func settleDoubts() {
    for index in removed.keys.sorted() {
      guard let item = removed[index], item.isDoubtful else { continue }
      if isInTheWay(item.credential) {
        removed[index]?.isDoubtful = false
        removed[index]?.note = "Entra ID takes its issuer and subject, or its name, only once"
        continue
      }
      var claims = TokenClaims()
      claims.issuer = item.credential.issuer
      claims.subject = item.credential.subject
      claims.audiences = item.credential.audiences
      claims.others["project_id"] = project.id.map(String.init)
      if claims.subject != nil, isCovered(WantedToken(claims: claims)) {
        removed[index]?.isDoubtful = false
        removed[index]?.note = nil
      } else if let question = item.question {
        report([], question)
      }
    }
  }

  /// Whether Entra ID refuses what is needed as long as a credential exists.
  private func isInTheWay(_ credential: FederatedCredential) -> Bool {
    (kept.values.filter { $0.action == .narrow } + added).map(\.credential).contains { other in
      let isSame =
        other.subject != nil && other.subject == credential.subject
        && other.issuer == credential.issuer
      return isSame || ASCII.lowercased(other.name) == ASCII.lowercased(credential.name)
    }
  }

  private mutating func reportTwins() {
    let items = kept.values.map(\.credential) + added.map(\.credential)
    for token in twins where items.contains(where: { token.isAccepted(by: $0) == true }) {
      let same = wanted.filter { $0.identity == token.identity }.flatMap(\.runs)
      report(
        token.runs,
        "Entra ID cannot distinguish these runs, which are not selected, from "
          + "\(same.prefix(3).joined(separator: ", ")): their tokens have the same issuer, "
          + "audience and subject"
      )
    }
  }

  private mutating func reportUnknownCredentials() {
    guard identity?.credentials == nil, !added.isEmpty else { return }
    report(
      [],
      "the credentials of \(clientID) are unknown, so those to add may already exist; name them "
        + "under azure: identities: in .akvlint.yml"
    )
  }

  private mutating func report(_ runs: [String], _ reason: String, isUnmet: Bool = false) {
    undecided.append(
      CredentialPlan.Undecided(runs: unique(runs), reason: reason, isUnmet: isUnmet)
    )
  }

  private func unique(_ runs: [String]) -> [String] {
    var seen: Set<String> = []
    return runs.filter { seen.insert($0).inserted }
  }
}

extension FederatedCredential {
  /// The same with another name.
  fileprivate func named(_ name: String) -> Self {
    Self(
      name: name,
      issuer: issuer,
      subject: subject,
      audiences: audiences,
      claimsMatchingExpression: claimsMatchingExpression,
      id: id,
      source: source
    )
  }
}
