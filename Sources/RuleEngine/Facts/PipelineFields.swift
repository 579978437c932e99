import AccessPrediction
import CommonExpressions
import GitLabCI
import YAMLSyntax

enum PipelineField: Int, FactField {
  case jobs
  case variables
  case isOpen
  case predictions
  case runs
  case firstSecret
  case firstAzureSecret
  case includes
  case project
  case identities

  static let typeName = "pipeline"

  var declaration: Field {
    switch self {
    case .jobs: .init("jobs", .list(.job), "Its visible jobs, in order.")
    case .variables: .init("variables", .list(.variable), "The variables of its top level.")
    case .isOpen:
      .init("is_open", .bool, "Whether an include could not be followed, so that more may exist.")
    case .predictions:
      .init("predictions", .list(.prediction), "What is predicted, job by job and run by run.")
    case .runs: .init("runs", .list(.run), "The runs of its jobs, job by job.")
    case .firstSecret:
      .init(
        "first_secret",
        .secret,
        optional: true,
        "The first secret of its jobs with a provider: the place of findings about all of them."
      )
    case .firstAzureSecret:
      .init(
        "first_azure_secret",
        .secret,
        optional: true,
        "The first Azure Key Vault secret of its jobs."
      )
    case .includes: .init("includes", .list(.include), "The entries of `include`, in order.")
    case .project: .init("project", .project, "The project in GitLab.")
    case .identities:
      .init(
        "identities",
        .list(.identity),
        "The applications and managed identities that are known."
      )
    }
  }
}

extension PipelineFacts {
  func pipelineValue(_ field: PipelineField) -> Value? {
    switch field {
    case .jobs: .list(subjects.map { FactReference(.job, job: $0).value })
    case .variables:
      .list(pipeline.variables.indices.map { FactReference(.variable, job: nil, item: $0).value })
    case .isOpen: .bool(pipeline.composition.isOpen)
    case .predictions: values(of: .prediction)
    case .runs: values(of: .run)
    case .firstSecret: firstSecret.map(\.value)
    case .firstAzureSecret: firstAzureSecret.map(\.value)
    case .includes: values(of: .include)
    case .project: FactReference(.project, job: nil).value
    case .identities: values(of: .identity)
    }
  }

  private func values(of target: RuleTarget) -> Value {
    .list(references(of: target).map(\.value))
  }

  /// The first secret of the jobs that fits a condition.
  func firstSecret(where isWanted: (Secret) -> Bool) -> FactReference? {
    for job in subjects {
      if let item = pipeline.jobs[job].secrets.firstIndex(where: isWanted) {
        return FactReference(.secret, job: job, item: item)
      }
    }
    return nil
  }
}
