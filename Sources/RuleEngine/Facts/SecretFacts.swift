import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

enum SecretField: Int, FactField {
  case name
  case job
  case provider
  case providerKey
  case isNull
  case vaultName
  case version
  case token
  case tokenName
  case tokenIsDefined
  case tokenSuggestion
  case servingToken
  case servingTokenName
  case firstOfProvider
  case isFile
  case overrides
  case suggestedName
  case versionInName
  case suggestedVersion
  case wantsNewest
  case lostToken
  case namePlace
  case azureTokenName
  case twin
  case hasMisplacedToken
  case runNames
  case runVersions
  case alwaysFails

  static let typeName = "secret"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name: the variable that the job sees.")
    case .job: .init("job", .job, "The job that gets it.")
    case .provider:
      .init(
        "provider",
        .string,
        "The provider's key, such as `azure_key_vault`; empty when invalid."
      )
    case .providerKey:
      .init("provider_key", .text, optional: true, "The provider's key as written.")
    case .isNull: .init("is_null", .bool, "Whether the provider's value is null.")
    case .vaultName:
      .init("vault_name", .text, optional: true, "Azure: the secret's name in the vault.")
    case .version:
      .init("version", .text, optional: true, "Azure: the version, when it is not null.")
    case .token: .init("token", .text, optional: true, "The value of `token`, when it is not null.")
    case .tokenName:
      .init(
        "token_name",
        .string,
        optional: true,
        "The variable that `token` names; unset when it is not exactly one variable."
      )
    case .tokenIsDefined:
      .init(
        "token_is_defined",
        .bool,
        "Whether `token_name` is an ID token of the job; unknown when it may come from elsewhere."
      )
    case .tokenSuggestion:
      .init(
        "token_suggestion",
        .string,
        "The job's ID token that is probably meant: the one with the nearest name, or the only one for a "
          + "text without a variable; else empty."
      )
    case .servingToken:
      .init(
        "serving_token",
        .idToken,
        optional: true,
        "The ID token that it is fetched with: the named one, else the first in GitLab's stored order."
      )
    case .servingTokenName:
      .init("serving_token_name", .string, "The name of that token, defined or not; or empty.")
    case .firstOfProvider:
      .init(
        "first_of_provider",
        .secret,
        "The job's secret with the same provider that GitLab stores first: its token serves them all."
      )
    case .isFile: .init("is_file", .bool, "Whether the variable holds a path to a file.")
    case .overrides:
      .init(
        "overrides",
        .string,
        "Which kind of variable it replaces: `predefined`, `azure`, `yaml` or empty."
      )
    case .suggestedName:
      .init("suggested_name", .string, "The vault name with what Key Vault refuses made dashes.")
    case .versionInName:
      .init("version_in_name", .string, "The version in an identifier that is written as the name.")
    case .suggestedVersion:
      .init(
        "suggested_version",
        .string,
        "The version in the text of `version`: without dashes, white space or a URL around it."
      )
    case .wantsNewest:
      .init("wants_newest", .bool, "Whether `version` is a word such as `latest`.")
    case .lostToken:
      .init(
        "lost_token",
        .idToken,
        optional: true,
        "The token of `default:id_tokens` that `token` names and the job does not get."
      )
    case .namePlace: .init("name_place", .text, "Its name as written.")
    case .twin:
      .init(
        "twin",
        .secret,
        optional: true,
        "An earlier secret of the job that is the same one in the vault, in the same version."
      )
    case .hasMisplacedToken:
      .init(
        "has_misplaced_token",
        .bool,
        "Whether its provider has a `token` key, which is ignored."
      )
    case .runNames:
      .init(
        "run_names",
        .list(.string),
        "Its names in the vault as the runner expands them in the job's runs, those that are known."
      )
    case .runVersions:
      .init(
        "run_versions",
        .list(.string),
        "Its versions as the runner expands them in the job's runs, those that are known."
      )
    case .alwaysFails:
      .init("always_fails", .bool, "Whether the job is known not to get it in any of its runs.")
    case .azureTokenName:
      .init(
        "azure_token_name",
        .string,
        "The only ID token of the job that is meant for Azure: one that another Azure secret names, "
          + "or whose audience a credential has; empty when there is none, or several."
      )
    }
  }
}

extension PipelineFacts {
  func secretValue(_ field: SecretField, _ reference: FactReference) -> Value? {
    guard let index = reference.job else { return nil }
    let job = pipeline.jobs[index]
    let secret = job.secrets[reference.item]
    switch field {
    case .name: return .string(tree.text(secret.symbol))
    case .job: return FactReference(.job, job: index).value
    case .provider: return .string(secret.provider?.name ?? "")
    case .providerKey: return secret.providerKey.map { text($0, job: index) }
    case .isNull: return .bool(secret.provider?.isNull ?? false)
    case .vaultName: return secret.azure?.name.map { text($0.node, job: index) }
    case .version: return secret.azure?.version.map { text($0.node, job: index) }
    case .token: return secret.token.map { text($0.value.node, job: index) }
    case .tokenName: return tokenName(secret)
    case .tokenIsDefined: return tokenIsDefined(secret, job, index)
    case .tokenSuggestion:
      return .string(tokenSuggestion(secret.token, job, beside: reference.item) ?? "")
    case .servingToken:
      return servingToken(secret, job: job).map { token($0, job: index) }
    case .servingTokenName: return servingTokenName(secret, job)
    case .firstOfProvider:
      let keyword = secret.provider?.keyword
      let others = job.secrets.filter {
        $0.provider?.keyword == keyword && !($0.provider?.isNull ?? true)
      }
      let first = StoredOrder.first(others, in: tree)
      let place = job.secrets.firstIndex { $0.symbol == first?.symbol }
      return FactReference(.secret, job: index, item: place ?? reference.item).value
    case .isFile: return .bool(secret.file.map { tree.bool($0.node) } ?? true)
    case .overrides: return .string(overrides(secret, job))
    case .suggestedName: return suggestion(secret.azure?.name, SecretName.suggestion)
    case .versionInName: return suggestion(secret.azure?.name, SecretName.version)
    case .suggestedVersion: return suggestion(secret.azure?.version, SecretVersion.suggestion)
    case .wantsNewest:
      return .bool(
        secret.azure?.version.map { SecretVersion.meansNewest(tree.string($0.node)) } ?? false
      )
    case .lostToken: return lostToken(secret, job, index)
    case .namePlace: return text(secret.entry.keyNode, job: index)
    case .twin: return twin(reference.item, job, index)
    case .azureTokenName: return .string(azureTokenName(job, index))
    case .hasMisplacedToken:
      return .bool(secret.azure.map { tree.entry(.token, in: $0.value.node) != nil } ?? false)
    case .runNames: return runNames(of: secret, job: index)
    case .runVersions: return runTexts(secret.azure?.version, secret, index) { $0.version }
    case .alwaysFails:
      return .bool(alwaysFails(index))
    }
  }

  /// The ID token of a job that the value of `token` probably means.
  private func tokenSuggestion(_ token: SecretToken?, _ job: Job, beside item: Int) -> String? {
    guard let token else { return nil }
    let names = job.idTokens.prefix(Spelling.mistakeLimit).map { tree.text($0.symbol) }
    if case .variable(let name) = token.reference {
      return Spelling.closest(to: name, among: names, beside: item)
    }
    let text = tree.string(token.value.node)
    if names.contains(text) { return text }
    let isOnly = names.count == 1 && !job.areTokensOpen
    return isOnly ? names[0] : Spelling.closest(to: text, among: names, beside: item)
  }

  /// The text that was probably meant by a written one; empty when there is none.
  private func suggestion(_ written: Sourced?, _ meant: (String) -> String?) -> Value {
    .string(written.flatMap { meant(tree.string($0.node)) } ?? "")
  }

  /// The names of a secret in the vault, in the runs of its job.
  func runNames(of secret: Secret, job index: Int) -> Value {
    runTexts(secret.azure?.name, secret, index) { $0.vaultName }
  }

  /// The texts that a value of a secret has in the runs of its job; what is written when it holds no
  /// variable.
  private func runTexts(
    _ written: Sourced?,
    _ secret: Secret,
    _ index: Int,
    _ text: (SecretPrediction) -> PartialText?
  ) -> Value {
    guard let written, ![.unknown, .reference].contains(tree.kind(written.node)) else {
      return .list([])
    }
    if !RunnerExpansion.hasVariables(tree.rubyText(written.node)) {
      return .list([.string(tree.rubyText(written.node))])
    }
    guard isJudged || isNested(written.node, job: index) else { return .list([]) }
    let name = tree.text(secret.symbol)
    var texts: [String] = []
    for prediction in predictions(ofJob: index) {
      for secret in prediction.secrets where secret.name == name {
        if let text = text(secret)?.text, !texts.contains(text) { texts.append(text) }
      }
    }
    return .list(texts.map(Value.string))
  }

  /// Whether a text names a variable of the YAML whose value holds variables, so that it can be empty
  /// whatever the evidence says.
  private func isNested(_ node: NodeID, job index: Int) -> Bool {
    let names = VariableReference.names(in: tree.text(node))
    let job = pipeline.jobs[index]
    return (job.inheritedVariables + job.ownVariables).contains { variable in
      names.contains(tree.text(variable.symbol))
        && variable.value.map { RunnerExpansion.hasVariables(tree.rubyText($0.node)) } ?? false
    }
  }

  /// An earlier secret that asks the vault for the same.
  private func twin(_ item: Int, _ job: Job, _ index: Int) -> Value? {
    let wanted = { [tree] (secret: Secret) -> [String]? in
      guard let azure = secret.azure, let name = azure.name, tree.kind(name.node) != .unknown else {
        return nil
      }
      // Key Vault's names know no case.
      return [
        tree.string(name.node).lowercased(), azure.version.map { tree.string($0.node) } ?? "",
      ]
    }
    guard let own = wanted(job.secrets[item]) else { return nil }
    return job.secrets[..<item].firstIndex { wanted($0) == own }
      .map { FactReference(.secret, job: index, item: $0).value }
  }

  /// The only ID token that is meant for Azure, as far as is known.
  private func azureTokenName(_ job: Job, _ index: Int) -> String {
    let known: Set<String>
    if case .known(let credentials) = credentials(job: index) {
      known = Set(credentials.flatMap(\.audiences))
    } else {
      known = Set([evidence.cloud.recommendedAudience])
    }
    let named = job.secrets.filter(\.isAzure).compactMap { other -> String? in
      if case .variable(let name)? = other.token?.reference { name } else { nil }
    }
    let candidates = job.idTokens.filter { token in
      named.contains(tree.text(token.symbol))
        || token.audience?.texts.contains { known.contains(tree.string($0)) } ?? false
    }
    return candidates.count == 1 ? tree.text(candidates[0].symbol) : ""
  }

  private func tokenName(_ secret: Secret) -> Value? {
    switch secret.token?.reference {
    case .variable(let name)?: .string(name)
    case .unknown?: .unknown(Unknown("the value of `token` is unknown here"))
    default: nil
    }
  }

  /// Whether the named token exists.
  ///
  /// A CI/CD variable outside the YAML counts only when the evidence names it: a token without a
  /// definition is a mistake in an open world, too.
  private func tokenIsDefined(_ secret: Secret, _ job: Job, _ index: Int) -> Value {
    guard case .variable(let name)? = secret.token?.reference else { return .bool(true) }
    if job.idTokens.contains(where: { tree.text($0.symbol) == name }) { return .bool(true) }
    if job.areTokensOpen, !isMisspelt(name, job) {
      return .unknown(Unknown(MissingEvidence.tokens(in: pipeline)))
    }
    if let reason = judged.dotenvReports(index) { return .unknown(Unknown(reason)) }
    if let setting = evidence.variables.items.first(where: { $0.key == name }) {
      // A setting may refer to the token; any other text is not one, nor is the path of a file.
      let mayRefer = setting.value.map { $0.contains("$") || $0.contains("%") } ?? true
      return .bool(mayRefer && !setting.isFile && !setting.isRaw)
    }
    let isNested =
      tree.symbol(name).map { symbol in
        job.definitions(of: symbol).contains { definition in
          definition.value.map { value in
            let text = tree.rubyText(value.node)
            return !tree.isRaw(definition) && (text.contains("$") || text.contains("%"))
          } ?? true
        }
      } ?? false
    guard isNested, !sendsNoToken(index) else { return .bool(false) }
    return .unknown(Unknown("$\(name) is a variable that holds another"))
  }

  /// Whether the job is known to send something else than an ID token in each of its runs.
  private func sendsNoToken(_ index: Int) -> Bool {
    let verdicts = predictions(ofJob: index).flatMap { $0.secrets.map(\.verdict) }
    return !verdicts.isEmpty
      && verdicts.allSatisfy { $0.answer == .fails && $0.stage == .token && $0.cause == nil }
  }

  /// Whether a fragment's job has a token of almost this name: the including pipeline may define a
  /// token, but hardly that one.
  private func isMisspelt(_ name: String, _ job: Job) -> Bool {
    // Any two names of three letters are almost the same.
    guard !pipeline.composition.isWhole, job.kind != .hidden, name.utf8.count > 3 else {
      return false
    }
    let known = job.idTokens.map { tree.text($0.symbol) }
    return Spelling.closest(to: name, among: known) != nil
  }

  /// The number of the token that serves a secret: the named one, or the first there is.
  func servingToken(_ secret: Secret, job: Job) -> Int? {
    switch secret.token?.reference {
    case .variable(let name)?:
      tree.symbol(name).flatMap { symbol in job.idTokens.firstIndex { $0.symbol == symbol } }
    case .malformed?, .unknown?: nil
    case nil: StoredOrder.firstIndex(job.idTokens, in: tree)
    }
  }

  private func servingTokenName(_ secret: Secret, _ job: Job) -> Value {
    switch secret.token?.reference {
    case .variable(let name)?: return .string(name)
    case .malformed?: return .string(secret.token.map { tree.string($0.value.node) } ?? "")
    case .unknown?: return .unknown(Unknown("the value of `token` is unknown here"))
    case nil:
      if job.areTokensOpen { return .unknown(Unknown(MissingEvidence.tokens(in: pipeline))) }
      return .string(StoredOrder.first(job.idTokens, in: tree).map { tree.text($0.symbol) } ?? "")
    }
  }

  private func overrides(_ secret: Secret, _ job: Job) -> String {
    let name = tree.text(secret.symbol)
    if PredefinedVariables.contains(name) { return "predefined" }
    if name.hasPrefix("AZURE_"), AzureVariables.all.contains(name) { return "azure" }
    return job.defines(secret.symbol) ? "yaml" : ""
  }

  private func lostToken(_ secret: Secret, _ job: Job, _ index: Int) -> Value? {
    guard case .variable(let name)? = secret.token?.reference else { return nil }
    return job.lostTokens.firstIndex { tree.text($0.symbol) == name }
      .map { token(job.idTokens.count + $0, job: index) }
  }
}
