import AccessPrediction
import CommonExpressions
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// A place that names a variable.
struct Mention {
  /// The part of the pipeline that it is in.
  enum Kind: String, CaseIterable {
    /// The variable is defined in `variables:`.
    case definition
    /// A `token:` refers to it.
    case token
    /// The value of another variable refers to it.
    case value
    /// A line of a script refers to it.
    case script
  }

  let kind: Kind
  let name: String
  /// The index of the job; nil for a variable of the pipeline.
  let job: Int?
  /// The key of the variable, or the text that refers to it.
  let node: NodeID
  /// The secret of the `token:`.
  var secret: Symbol?
}

enum MentionField: Int, FactField {
  case kind
  case name
  case job
  case isDefined
  case isRemoved
  case hasIDToken

  static let typeName = "mention"

  private static let kinds = Mention.Kind.allCases.map { "`\($0.rawValue)`" }
    .joined(separator: ", ")

  var declaration: Field {
    switch self {
    case .kind: .init("kind", .string, "Where it is: one of \(Self.kinds).")
    case .name: .init("name", .string, "The name of the variable.")
    case .job:
      .init("job", .job, optional: true, "The job; unset for a variable of the whole pipeline.")
    case .isDefined:
      .init("is_defined", .bool, "Whether the YAML or the evidence defines it for the job.")
    case .isRemoved:
      .init("is_removed", .bool, "Whether it is a variable that GitLab no longer sets.")
    case .hasIDToken: .init("has_id_token", .bool, "Whether the job is known to have an ID token.")
    }
  }
}

extension PipelineFacts {
  func mentionValue(_ field: MentionField, _ reference: FactReference) -> Value? {
    guard reference.item < mentions.count else { return nil }
    let mention = mentions[reference.item]
    switch field {
    case .kind: return .string(mention.kind.rawValue)
    case .name: return .string(mention.name)
    case .job: return mention.job.map { FactReference(.job, job: $0).value }
    case .isDefined:
      let isDefined = mention.job.map { judged.isDefined(mention.name, job: $0) } ?? true
      return .bool(isDefined)
    case .isRemoved: return .bool(PredefinedVariables.removedTokens.contains(mention.name))
    case .hasIDToken:
      return .bool(mention.job.map { !pipeline.jobs[$0].idTokens.isEmpty } ?? false)
    }
  }

  /// The places that name variables: those of the pipeline, then those of each job.
  func makeMentions() -> [Mention] {
    pipeline.variables.map { definition($0, job: nil) } + subjects.flatMap(mentions)
  }

  private func definition(_ variable: Variable, job: Int?) -> Mention {
    Mention(
      kind: .definition,
      name: text(variable.symbol),
      job: job,
      node: variable.entry.keyNode
    )
  }

  private func mentions(ofJob index: Int) -> [Mention] {
    let job = pipeline.jobs[index]
    let tokens = job.secrets.compactMap { secret -> Mention? in
      guard let token = secret.token, case .variable(let name) = token.reference else { return nil }
      let node = token.value.node
      return Mention(kind: .token, name: name, job: index, node: node, secret: secret.symbol)
    }
    let values = (job.inheritedVariables + job.ownVariables).compactMap { $0.value?.node }
    return job.ownVariables.map { definition($0, job: index) } + tokens
      + values.flatMap { mentions(in: $0, .value, index) }
      + job.script.flatMap { mentions(in: $0.node, .script, index) }
  }

  private func mentions(in node: NodeID, _ kind: Mention.Kind, _ job: Int) -> [Mention] {
    var names: [String] = []
    for name in VariableReference.names(in: tree.text(node)) where !names.contains(name) {
      names.append(name)
    }
    return names.map { Mention(kind: kind, name: $0, job: job, node: node) }
  }

  /// Where a variable is named.
  func location(of mention: Mention) -> Location {
    let occurrence =
      mention.kind == .definition ? nil : tree.occurrence(of: mention.name, in: mention.node)
    return occurrence ?? tree.location(mention.node)
  }
}

extension NodeTree {
  /// Where a variable is put into a scalar; nil when it is not.
  func occurrence(of name: String, in node: NodeID) -> Location? {
    let text = text(node)
    for form in ["${\(name)}", "$\(name)"] {
      let needle = Array(form.utf8)
      guard text.count >= needle.count else { continue }
      let last = text.endIndex - needle.count
      let start = (text.startIndex...last).first {
        text[$0..<$0 + needle.count].elementsEqual(needle)
      }
      guard let start else { continue }
      let offset = start - text.startIndex
      return location(of: offset..<offset + needle.count, in: node)
    }
    return nil
  }
}
