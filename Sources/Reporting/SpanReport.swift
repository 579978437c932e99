import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// Where a job's values are written: the `spans` of `akvlint model --spans`.
struct SpanReport {
  let tree: NodeTree

  /// Writes a member for each value, by its path in the job.
  func write(_ job: Job, _ json: inout JSONText) {
    json.key("spans")
    json.object { json in
      span("", job.entry.keyNode, [job.entry.value.origin], &json)
      for token in job.idTokens { write(token, job, &json) }
      for secret in job.secrets { write(secret, job, &json) }
      for variable in job.inheritedVariables + job.ownVariables {
        guard let value = variable.value else { continue }
        span("variables.\(name(variable.symbol))", value.node, [value.origin], &json)
      }
      for (index, command) in job.mainScript.enumerated() {
        span("script[\(index)]", command.node, [command.origin], &json)
      }
    }
  }

  private func write(_ token: IDToken, _ job: Job, _ json: inout JSONText) {
    let path = "id_tokens.\(name(token.symbol))"
    let outer = [token.entry.value.origin, job.idTokensEntry?.origin ?? .none]
    span(path, token.entry.keyNode, outer, &json)
    guard let audience = token.audience else { return }
    span("\(path).aud", audience.value.node, [audience.value.origin] + outer, &json)
  }

  private func write(_ secret: Secret, _ job: Job, _ json: inout JSONText) {
    let path = "secrets.\(name(secret.symbol))"
    let outer = [secret.entry.value.origin, job.secretsEntry?.origin ?? .none]
    span(path, secret.entry.keyNode, outer, &json)
    if let provider = secret.provider, let key = secret.providerKey {
      span("\(path).\(provider.name)", key, outer, &json)
      if case .azureKeyVault(let azure?) = provider {
        if let value = azure.name { span("\(path).\(provider.name).name", value, outer, &json) }
        if let value = azure.version {
          span("\(path).\(provider.name).version", value, outer, &json)
        }
      }
    }
    if let token = secret.token { span("\(path).token", token.value, outer, &json) }
  }

  private func name(_ symbol: Symbol) -> String { tree.text(symbol) }

  private func span(
    _ path: String,
    _ value: Sourced,
    _ outer: [OriginID],
    _ json: inout JSONText
  ) {
    span(path, value.node, [value.origin] + outer, &json)
  }

  /// Writes one value; the first known way is shown: its own, otherwise that of its closest
  /// container.
  private func span(
    _ path: String,
    _ node: NodeID,
    _ origins: [OriginID],
    _ json: inout JSONText
  ) {
    json.key(path)
    json.object { json in
      JSONReport.location(FileLocation(tree.location(node), in: tree), &json)
      let steps = origins.first { $0 != .none }.map(tree.steps) ?? []
      guard !steps.isEmpty else { return }
      json.key("through")
      json.array(steps) { json, step in
        json.object { json in
          json.member("kind", step.kind.name)
          JSONReport.location(FileLocation(tree.location(step.site), in: tree), &json)
        }
      }
    }
  }
}
