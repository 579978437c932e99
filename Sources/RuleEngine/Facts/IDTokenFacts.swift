import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

enum IDTokenField: Int, FactField {
  case name
  case job
  case aud
  case audiences
  case runAudiences
  case isList
  case servesAzure
  case isNamedBySecret
  case isUsedInScript
  case isUsed
  case shadowedBy
  case shadowedOutside
  case secretOfSameName
  case credentialAudiences
  case audienceNearMiss
  case audienceButForSlash
  case clientID

  static let typeName = "id_token"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .job: .init("job", .job, "The job that gets it.")
    case .aud:
      .init("aud", .text, optional: true, "The value of `aud`, text or list; unset when invalid.")
    case .audiences: .init("audiences", .list(.text), "The texts in `aud`.")
    case .runAudiences:
      .init(
        "run_audiences",
        .list(.string),
        "The texts in `aud` as GitLab expands them in the job's runs, those that are known."
      )
    case .isList: .init("is_list", .bool, "Whether `aud` is written as a list.")
    case .servesAzure:
      .init(
        "serves_azure",
        .bool,
        "Whether an Azure Key Vault secret of the job is fetched with it."
      )
    case .isNamedBySecret:
      .init("is_named_by_secret", .bool, "Whether a `token:` of the job names it.")
    case .isUsedInScript:
      .init("is_used_in_script", .bool, "Whether a command of the job or its `variables:` name it.")
    case .isUsed:
      .init(
        "is_used",
        .bool,
        "Whether anything in a job that gets it names it, or a secret is fetched with it."
      )
    case .shadowedBy:
      .init("shadowed_by", .list(.variable), "CI/CD variables of the YAML with the same name.")
    case .shadowedOutside:
      .init(
        "shadowed_outside",
        .string,
        "Where a variable outside the YAML with the same name comes from, in a run; or empty."
      )
    case .secretOfSameName:
      .init("secret_of_same_name", .secret, optional: true, "The job's secret with the same name.")
    case .credentialAudiences:
      .init(
        "credential_audiences",
        .list(.string),
        "The audiences of the federated credentials of the job's client; unknown without evidence."
      )
    case .audienceNearMiss:
      .init(
        "audience_near_miss",
        .string,
        "How the nearest credential audience differs, in words; empty when none is near."
      )
    case .audienceButForSlash:
      .init(
        "audience_but_for_slash",
        .string,
        "The credential audience that differs only in a slash at its end; empty when none does."
      )
    case .clientID:
      .init(
        "client_id",
        .string,
        "The client whose credentials are compared; unknown without evidence."
      )
    }
  }
}

extension PipelineFacts {
  /// The token that a reference stands for: one of the job's, or one that it lost.
  func idToken(_ reference: FactReference) -> (token: IDToken, job: Job, index: Int)? {
    guard let index = reference.job else { return nil }
    let job = pipeline.jobs[index]
    let item = reference.item
    if item < job.idTokens.count { return (job.idTokens[item], job, index) }
    let lost = item - job.idTokens.count
    return lost < job.lostTokens.count ? (job.lostTokens[lost], job, index) : nil
  }

  func tokenValue(_ field: IDTokenField, _ reference: FactReference) -> Value? {
    guard let (token, job, index) = idToken(reference) else { return nil }
    let isLost = reference.item >= job.idTokens.count
    switch field {
    case .name: return .string(tree.text(token.symbol))
    case .job: return FactReference(.job, job: index).value
    case .aud: return token.audience.map { text($0.value.node, job: index) }
    case .audiences: return audiences(token, job: index)
    case .runAudiences: return runAudiences(token, job: index)
    case .isList: return .bool(token.audience?.isList ?? false)
    case .servesAzure:
      let name = tree.text(token.symbol)
      let serves = job.secrets.contains { secret in
        guard secret.isAzure else { return false }
        guard let reference = secret.token?.reference else {
          return StoredOrder.first(job.idTokens, in: tree)?.symbol == token.symbol
        }
        return reference == .variable(name)
      }
      return .bool(!isLost && serves)
    case .isNamedBySecret:
      let name = tree.text(token.symbol)
      return .bool(job.secrets.contains { $0.token?.reference == .variable(name) })
    case .isUsedInScript:
      let name = tree.text(token.symbol)
      if isLost { return .bool(usesLostToken(name, job: index)) }
      return .bool(scriptNames(name, job: index) || variablesName(name, job))
    case .isUsed: return .bool(usedTokens.contains(token.entry.keyNode))
    case .shadowedBy: return shadows(token, job, index)
    case .shadowedOutside: return .string(shadow(token, index))
    case .secretOfSameName:
      return job.secrets.firstIndex { $0.symbol == token.symbol }
        .map { FactReference(.secret, job: index, item: $0).value }
    case .credentialAudiences:
      return credentials(job: index).map { credentials in
        var unique: [String] = []
        for audience in credentials.flatMap(\.audiences) where !unique.contains(audience) {
          unique.append(audience)
        }
        return .list(unique.map(Value.string))
      }
    case .audienceNearMiss: return nearMiss(token, job: index)
    case .audienceButForSlash: return audienceButForSlash(token, job: index)
    case .clientID: return client(job: index)
    }
  }

  private func audiences(_ token: IDToken, job: Int) -> Value {
    guard let audience = token.audience else {
      return .unknown(Unknown("the audience is unknown here"))
    }
    return .list(audience.texts.map { text($0, job: job) })
  }

  private func runAudiences(_ token: IDToken, job: Int) -> Value {
    let nodes = token.audience?.texts ?? []
    let written = nodes.filter { VariableReference.names(in: tree.text($0)).isEmpty }
    var texts = written.map { tree.string($0) }
    guard written.count < nodes.count, isJudged else { return .list(texts.map(Value.string)) }
    let name = tree.text(token.symbol)
    for run in predictions(ofJob: job) {
      for chain in [run.chain].compactMap(\.self) + run.exchanges.map(\.chain)
      where chain.tokenName == name {
        let known = chain.claims.partialAudiences?.compactMap(\.text) ?? []
        texts += known.filter { !texts.contains($0) }
      }
    }
    return .list(texts.map(Value.string))
  }

  /// CI/CD variables of the same name: GitLab adds them after the token, so they win.
  private func shadows(_ token: IDToken, _ job: Job, _ index: Int) -> Value {
    let inherited = job.inheritedVariables.indices.filter {
      hides(job.inheritedVariables[$0], token)
    }
    let own = job.ownVariables.indices.filter { hides(job.ownVariables[$0], token) }
    let items = inherited + own.map { $0 + job.inheritedVariables.count }
    return .list(items.map { FactReference(.variable, job: index, item: $0).value })
  }

  /// Whether a variable hides a token; one that only refers to itself expands to the token.
  private func hides(_ variable: Variable, _ token: IDToken) -> Bool {
    guard variable.symbol == token.symbol else { return false }
    let text = variable.value.map { tree.rubyText($0.node) } ?? ""
    return VariableReference.only(in: text, includesPercent: true) != tree.text(token.symbol)
  }

  /// The setting of the project that hides a token in some run, in words; empty when none does.
  private func shadow(_ token: IDToken, _ index: Int) -> String {
    guard isJudged else { return "" }
    let name = tree.text(token.symbol)
    for prediction in predictions(ofJob: index) {
      for verdict in prediction.secrets.map(\.verdict) {
        guard case .shadowedToken(name, let value)? = verdict.cause else { continue }
        if case .pipeline? = value.site { continue }
        return "in \(prediction.scenario): \(value.origin)"
      }
    }
    return ""
  }

  // MARK: Credentials

  /// The client that a job's Azure secrets are fetched as.
  private func client(job: Int) -> Value {
    azureValue(AzureVariables.clientID, job: job)
  }

  enum Credentials {
    case known([FederatedCredential])
    case unknown(String)

    func map(_ transform: ([FederatedCredential]) -> Value) -> Value {
      switch self {
      case .known(let credentials): transform(credentials)
      case .unknown(let reason): .unknown(Unknown(reason))
      }
    }
  }

  /// The federated credentials of the job's client.
  ///
  /// A single declared identity serves when the client's value is not known: there is no other
  /// that the pipeline could mean.
  func credentials(job: Int) -> Credentials {
    guard !evidence.identities.isEmpty else {
      return .unknown(MissingEvidence.credentials)
    }
    var candidates = evidence.identities
    if case .string(let client) = client(job: job) {
      candidates = candidates.filter { GUID.areEqual($0.clientID, client) }
      guard !candidates.isEmpty else { return .unknown("AZURE_CLIENT_ID is undeclared") }
    }
    guard candidates.count == 1, let credentials = candidates[0].credentials else {
      return .unknown("the credentials of the job's client are unknown")
    }
    return .known(credentials)
  }

  private func nearMiss(_ token: IDToken, job: Int) -> Value {
    credentials(job: job).map { credentials in
      for audience in token.audience?.texts ?? [] {
        for candidate in credentials.flatMap(\.audiences) {
          if let difference = AudienceComparison.nearMiss(tree.string(audience), candidate) {
            return .string(difference.words)
          }
        }
      }
      return .string("")
    }
  }

  private func audienceButForSlash(_ token: IDToken, job: Int) -> Value {
    credentials(job: job).map { credentials in
      guard let text = token.audience?.texts.first.map({ tree.string($0) }) else {
        return .string("")
      }
      let found = credentials.flatMap(\.audiences).first {
        AudienceComparison.nearMiss(text, $0)?.differences == [.trailingSlash]
      }
      return .string(found ?? "")
    }
  }

  /// Whether a value of the job's own `variables:` is made of a variable.
  func variablesName(_ name: String, _ job: Job) -> Bool {
    job.ownVariables.contains { variable in
      guard let value = variable.value?.node, !tree.isRaw(variable) else { return false }
      return VariableReference.names(in: tree.text(value)).contains(name)
    }
  }
}
