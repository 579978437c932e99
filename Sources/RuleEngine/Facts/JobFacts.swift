import AccessPrediction
import CommonExpressions
import GitLabCI
import ShellSyntax
import YAMLSyntax

enum JobField: Int, FactField {
  case name
  case through
  case isTrigger
  case idTokens
  case tokenSource
  case tokensPlace
  case lostTokens
  case secrets
  case usesAzure
  case script
  case environment
  case variables
  case timeout
  case timeoutHours
  case alwaysFails
  case neverSignsIn

  static let typeName = "job"

  var declaration: Field {
    switch self {
    case .name:
      .init("name", .string, "Its name; `query` puts the file of a child pipeline before it.")
    case .through:
      .init(
        "through",
        .list(.string),
        "The trigger jobs that start its child pipeline; empty for a job of the root."
      )
    case .isTrigger: .init("is_trigger", .bool, "Whether it starts a downstream pipeline.")
    case .idTokens:
      .init(
        "id_tokens",
        .list(.idToken),
        "Its ID tokens after `extends` and `default`; unknown when an unread file may add some."
      )
    case .tokenSource:
      .init("token_source", .string, "Where they come from: `job`, `default` or `none`.")
    case .tokensPlace:
      .init(
        "tokens_place",
        .text,
        optional: true,
        "The `id_tokens` key or `inherit:default` value that decides about them."
      )
    case .lostTokens:
      .init(
        "lost_tokens",
        .list(.idToken),
        "Tokens of `default:id_tokens` that it does not get."
      )
    case .secrets: .init("secrets", .list(.secret), "Its secrets, in order.")
    case .usesAzure: .init("uses_azure", .bool, "Whether one of them is an Azure Key Vault secret.")
    case .script:
      .init("script", .list(.string), "The commands it runs, before and after included.")
    case .environment: .init("environment", .text, optional: true, "The name of its environment.")
    case .variables:
      .init("variables", .list(.variable), "The variables that the YAML gives it.")
    case .timeout:
      .init("timeout", .text, optional: true, "Its timeout, its own or that of `default`.")
    case .timeoutHours:
      .init("timeout_hours", .int, "The timeout in hours, rounded up; 0 when nothing sets it.")
    case .alwaysFails:
      .init(
        "always_fails",
        .bool,
        "Whether it is known not to get its Azure secrets in any of its runs."
      )
    case .neverSignsIn:
      .init(
        "never_signs_in",
        .bool,
        "Whether a sign-in of its script is known to fail in each of its runs."
      )
    }
  }
}

extension PipelineFacts {
  func jobValue(_ field: JobField, _ reference: FactReference) -> Value? {
    guard let index = reference.job else { return nil }
    let job = pipeline.jobs[index]
    switch field {
    case .name:
      return .string(child == nil ? tree.text(job.symbol) : pipeline.name(of: job))
    case .through: return .list((child?.triggers ?? []).map(Value.string))
    case .isTrigger: return .bool(job.kind == .trigger)
    case .idTokens:
      if job.areTokensOpen { return .unknown(Unknown(MissingEvidence.tokens(in: pipeline))) }
      return .list(job.idTokens.indices.map { token($0, job: index) })
    case .tokenSource:
      switch job.tokenSource {
      case .job: return .string("job")
      case .defaults: return .string("default")
      case .nowhere: return .string("none")
      }
    case .tokensPlace: return tokensPlace(job).map { text($0, job: index) }
    case .lostTokens:
      return .list(
        job.lostTokens.indices.map { token(job.idTokens.count + $0, job: index) }
      )
    case .secrets:
      return .list(
        job.secrets.indices.map { FactReference(.secret, job: index, item: $0).value }
      )
    case .usesAzure: return .bool(usesAzure(index))
    case .script: return .list(job.script.map { .string(tree.string($0.node)) })
    case .environment: return job.environment.map { text($0.node, job: index) }
    case .variables:
      let count = job.inheritedVariables.count + job.ownVariables.count
      return .list((0..<count).map { FactReference(.variable, job: index, item: $0).value })
    case .timeout: return judged.timeoutNode(of: job).map { text($0, job: index) }
    case .timeoutHours:
      let hours = ((judged.timeout(of: job) ?? 0) / 3600).rounded(.up)
      return .int(Int64(exactly: hours) ?? .max)
    case .alwaysFails: return .bool(alwaysFails(index))
    case .neverSignsIn: return .bool(neverSignsIn(index))
    }
  }

  /// A token of a job; those that it lost are numbered after its own.
  func token(_ item: Int, job: Int) -> Value {
    FactReference(.idToken, job: job, item: item).value
  }

  /// The node that decides a job's tokens: its `id_tokens` key, otherwise its `inherit`.
  private func tokensPlace(_ job: Job) -> NodeID? {
    if let entry = job.idTokensEntry { return entry.keyNode }
    guard let inherit = tree.present(.inherit, in: job.node) else { return nil }
    return tree.value(.default, in: inherit)
  }

  /// Whether a sign-in of a job's script fails in each of its runs.
  private func neverSignsIn(_ index: Int) -> Bool {
    guard isJudged else { return false }
    let runs = predictions(ofJob: index)
    return !runs.isEmpty
      && runs.allSatisfy { $0.exchanges.contains { $0.verdict.answer == .fails } }
  }

  /// Whether a job's commands or `variables:` name an ID token that it does not get.
  func usesLostToken(_ name: String, job index: Int) -> Bool {
    let job = pipeline.jobs[index]
    guard job.lostTokens.contains(where: { tree.text($0.symbol) == name }),
      !(tree.symbol(name).map(job.defines) ?? false)
    else { return false }
    return variablesName(name, job) || scriptNames(name, job: index) && !scriptSets(name, job)
  }

  /// Whether a job's commands set a variable themselves.
  private func scriptSets(_ name: String, _ job: Job) -> Bool {
    job.script.contains { command in
      var isSet = false
      ShellScript(tree.text(command.node)).visit { visited in
        isSet = isSet || visited.command.changedVariables.contains(name)
      }
      return isSet
    }
  }

  /// Whether a job's commands name a variable.
  func scriptNames(_ name: String, job index: Int) -> Bool {
    let needle = Array(name.utf8)
    return pipeline.jobs[index].script.contains { command in
      let text = tree.text(command.node)
      return ByteSearch.contains(needle, in: text)
        && VariableReference.names(in: text).contains(name)
    }
  }
}
