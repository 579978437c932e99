import AzureFederation
import Evidence
import GitLabCI
import RuleEngine
import TextFormats
import YAMLSyntax

/// The completions at a position: ID tokens after `token`, keys of the current mapping, audiences.
struct Completion {
  /// A text that is valid there.
  private struct Choice {
    var text: String
    var detail: String
    var kind: Int
  }

  /// Numbers of the protocol.
  private enum Kind {
    static let variable = 6
    static let property = 10
    static let value = 12
  }

  private let view: DocumentView

  init(_ view: DocumentView) {
    self.view = view
  }

  /// Writes the choices.
  func write(_ parameters: DocumentValue, _ json: inout JSONText) {
    guard let position = view.position(parameters["position"]) else { return json.value(nil) }
    let suppression = SuppressionContext(position, in: view.source)
    let context = suppression == nil ? CompletionContext(position, in: view.source) : nil
    let prefix = suppression?.prefix ?? context?.prefix ?? ""
    let start = TextPosition(
      line: Int(position.line),
      column: Int(position.column) - prefix.unicodeScalars.count
    )
    let choices = (context.map(choices) ?? rules()).filter { $0.text.hasPrefix(prefix) }
    json.array(choices) { json, choice in
      json.object { json in
        json.member("label", choice.text)
        json.member("kind", choice.kind)
        json.member("detail", choice.detail)
        json.key("textEdit")
        json.object { json in
          json.key("range")
          view.encoding.write(TextSpan(start: start, end: position), in: view.source, &json)
          json.member("newText", choice.text)
        }
      }
    }
  }

  private func choices(_ context: CompletionContext) -> [Choice] {
    let path = context.path
    let parent = path.last ?? ""
    let above = path.dropLast().last ?? ""
    switch (context.key, above, parent) {
    case ("token", "secrets", _): return tokens(path.first ?? "")
    case ("aud", "id_tokens", _): return audiences()
    case (nil, _, "azure_key_vault"): return [key(.name), key(.version)]
    case (nil, "id_tokens", _): return [key(.aud)]
    case (nil, "secrets", _):
      return [
        key(.azureKeyVault), key(.token),
        Choice(
          text: "file: ",
          detail: "Whether the variable holds a file's path (true) or the value",
          kind: Kind.property
        ),
      ]
    case (nil, "", let name) where !name.isEmpty:
      let secrets = Choice(
        text: "secrets:",
        detail: "Secrets that the runner fetches before the job starts",
        kind: Kind.property
      )
      return [key(.idTokens), secrets]
    default: return []
    }
  }

  /// The rules that a comment can silence, by ID and by name.
  private func rules() -> [Choice] {
    let all = view.project.rules.filter(\.isIgnorable)
    return all.map { Choice(text: $0.id, detail: "\($0.name): \($0.title)", kind: Kind.value) }
      + all.map { Choice(text: $0.name, detail: "\($0.id): \($0.title)", kind: Kind.value) }
  }

  private func key(_ help: KeywordHelp) -> Choice {
    let isMapping = help == .azureKeyVault || help == .idTokens
    return Choice(
      text: isMapping ? "\(help.rawValue):" : "\(help.rawValue): ",
      detail: help.text,
      kind: Kind.property
    )
  }

  /// The ID tokens of a job; of an unknown template, those of all.
  private func tokens(_ job: String) -> [Choice] {
    var choices: [Choice] = []
    var all: [Choice] = []
    for linted in view.pipelines {
      let tree = linted.pipeline.tree
      for candidate in linted.pipeline.jobs {
        let found = candidate.idTokens.map { token in
          let audience = token.audience?.texts.map(tree.string).joined(separator: ", ") ?? ""
          return Choice(
            text: "$" + tree.text(token.symbol),
            detail: "ID token for \(audience)",
            kind: Kind.variable
          )
        }
        all += found
        if tree.text(candidate.symbol) == job { choices += found }
      }
    }
    return unique(choices.isEmpty ? all : choices)
  }

  /// The audiences of the credentials that are known, else the one that Microsoft recommends; then
  /// the instance's URL, which is GitLab's own choice.
  private func audiences() -> [Choice] {
    let evidence = view.project.evidence
    let credentials = evidence.identities.flatMap { $0.credentials ?? [] }
    let known = credentials.flatMap { credential in
      credential.audiences.map { audience in
        let name = credential.name.isEmpty ? "" : " \(credential.name)"
        return Choice(
          text: audience,
          detail: "Audience of the federated credential\(name)",
          kind: Kind.value
        )
      }
    }
    let instance = evidence.gitLab.issuer.map {
      Choice(text: $0, detail: "The URL of the GitLab instance", kind: Kind.value)
    }
    guard known.isEmpty else { return unique(known + [instance].compactMap(\.self)) }
    let recommended = Choice(
      text: evidence.cloud.recommendedAudience,
      detail: "The audience that Microsoft recommends",
      kind: Kind.value
    )
    return unique([recommended] + [instance].compactMap(\.self))
  }

  private func unique(_ choices: [Choice]) -> [Choice] {
    var seen: Set<String> = []
    return choices.filter { seen.insert($0.text).inserted }
  }
}
