import AccessPrediction
import CommonExpressions
import GitLabCI
import ShellSyntax
import YAMLSyntax

enum TextField: Int, FactField {
  case text
  case kind
  case hasVariables
  case isOneVariable
  case variables
  case undefinedVariables

  static let typeName = "text"

  var declaration: Field {
    switch self {
    case .text: .init("text", .string, "The text; of a number, the digits as written.")
    case .kind:
      .init("kind", .string, "Psych's type: `string`, `int`, `float`, `bool`, `symbol`, `null`, …")
    case .hasVariables: .init("has_variables", .bool, "Whether it holds `$NAME` or `${NAME}`.")
    case .isOneVariable: .init("is_one_variable", .bool, "Whether it is `$NAME` and nothing else.")
    case .variables: .init("variables", .list(.string), "The names in it, in order.")
    case .undefinedVariables:
      .init(
        "undefined_variables",
        .list(.string),
        "Those of them that nothing defines; unknown when variables outside the YAML are."
      )
    }
  }
}

extension PipelineFacts {
  func textValue(_ field: TextField, _ reference: FactReference) -> Value? {
    guard let node = tree.node(reference.item) else { return nil }
    if tree.kind(node) == .unknown || tree.kind(node) == .reference, field != .kind {
      return .unknown(Unknown("the value is unknown here"))
    }
    switch field {
    case .text: return .string(tree.string(node))
    case .kind: return .string(tree.kind(node).name)
    case .hasVariables:
      return .bool(
        !VariableReference.names(in: tree.text(node)).isEmpty
      )
    case .isOneVariable:
      return .bool(VariableReference.only(in: tree.string(node)) != nil)
    case .variables:
      return .list(VariableReference.names(in: tree.text(node)).map(Value.string))
    case .undefinedVariables: return undefinedVariables(in: tree.text(node), job: reference.job)
    }
  }

  private func undefinedVariables(in text: ArraySlice<UInt8>, job: Int?) -> Value {
    guard text.contains(UInt8(ascii: "$")) else { return .list([]) }
    let names = VariableReference.names(in: text) + unreachableNames(in: text, job: job)
    guard !names.isEmpty, let job else { return .list([]) }
    let hasEnvironment = pipeline.jobs[job].environment != nil
    let undefined = names.filter { name in
      if judged.isDefined(name, job: job) { return false }
      guard PredefinedVariables.contains(name) else { return true }
      // These exist only for jobs with an environment.
      return !hasEnvironment && name.hasPrefix("CI_ENVIRONMENT_") || isMissing(name, job)
    }
    if undefined.isEmpty { return .list([]) }
    // Only GitLab sets these.
    let missing = undefined.filter(PredefinedVariables.contains)
    if !missing.isEmpty, !pipeline.jobs[job].areVariablesOpen {
      return .list(missing.map(Value.string))
    }
    if let reason = judged.openVariables(job) { return .unknown(Unknown(reason)) }
    return .list(undefined.map(Value.string))
  }

  /// The text in braces that the runner takes for a name although none can be like that, as in `${NAME:-x}`.
  private func unreachableNames(in text: ArraySlice<UInt8>, job: Int?) -> [String] {
    let tokens = job.map { pipeline.jobs[$0].idTokens.map { self.text($0.symbol) } } ?? []
    return RunnerExpansion.pieces(of: String(decoding: text, as: UTF8.self)).compactMap { piece in
      guard case .variable(let name) = piece, name.utf8.count > 1,
        !VariableReference.isIdentifier(name), !tokens.contains(name)
      else { return nil }
      return "{\(name)}"
    }
  }

  /// Whether a variable that GitLab sets exists in none of a job's runs, those of forks included.
  private func isMissing(_ name: String, _ job: Int) -> Bool {
    guard let place = subjects.firstIndex(of: job), !runs.scenarios.isEmpty else { return false }
    let count = runs.scenarios.count
    guard predictions.count == subjects.count * count else { return false }
    let own = predictions[(place * count)..<((place + 1) * count)].filter { $0.runs != .no }
    return !own.isEmpty
      && own.allSatisfy { run in run.secrets.contains { $0.missingVariables.contains(name) } }
  }
}
