import CommonExpressions
import Evidence
import GitLabCI
import YAMLSyntax

enum LintErrorField: Int, FactField {
  case message
  case isReported
  case place

  static let typeName = "lint_error"

  var declaration: Field {
    switch self {
    case .message: .init("message", .string, "The message of GitLab's lint API.")
    case .isReported:
      .init("is_reported", .bool, "Whether another rule reports the same error.")
    case .place: .init("place", .place, "The job that it names, else the start of the pipeline.")
    }
  }
}

extension PipelineFacts {
  /// The messages with which GitLab's lint API refuses the pipeline.
  var lintErrors: [String] {
    guard let lint = evidence.observations.lint, !lint.isValid else { return [] }
    return lint.errors
  }

  func lintErrorValue(_ field: LintErrorField, _ reference: FactReference) -> Value? {
    guard reference.item < lintErrors.count else { return nil }
    let message = lintErrors[reference.item]
    switch field {
    case .message: return .string(message)
    case .isReported: return .bool(errors.contains { $0.gitLabMessage == message })
    case .place: return value(of: .pipeline(place(ofLintError: message)))
    }
  }

  /// The job that a message names, or the start of the pipeline.
  private func place(ofLintError message: String) -> Location {
    let message = message.lowercased()
    for job in pipeline.jobs {
      let name = text(job.symbol).lowercased()
      let forms = ["jobs:\(name) ", "jobs:\(name):", "\(name) job: ", "'\(name)' job"]
      if forms.contains(where: message.contains) { return tree.location(job.entry.keyNode) }
    }
    return rootLocation
  }
}
