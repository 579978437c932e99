import AccessPrediction

/// Whether a job gets what it requests.
public enum RunVerdict: String, Sendable, CaseIterable {
  /// It does.
  case works
  /// It does not.
  case fails
  /// More would have to be known.
  case unknown
}

/// One job in one scenario.
public struct RunPrediction: Hashable, Sendable {
  /// A secret's verdict.
  public struct Secret: Hashable, Sendable {
    /// The secret's name in the pipeline.
    public let name: String
    /// The verdict.
    public let verdict: RunVerdict
    /// The error, such as `AADSTS700213`.
    public let code: String?
    /// The reason of the verdict.
    public let reason: String
  }

  /// The job's name; of a job in a child pipeline, after the child's file and a colon.
  public let job: String
  /// The name of the scenario.
  public let scenario: String
  /// Whether the job is in such a pipeline; nil if that cannot be decided.
  public let runs: Bool?
  /// The secrets, in the order of definition; empty if the job does not run.
  public let secrets: [Secret]
  /// The worst verdict, those of sign-ins in the script among them; nil if the job requests nothing.
  public let verdict: RunVerdict?

  init(_ prediction: Prediction) {
    job = prediction.job
    scenario = prediction.scenario
    runs =
      switch prediction.runs {
      case .yes: true
      case .no: false
      case .maybe: nil
      }
    secrets = prediction.secrets.map { secret in
      Secret(
        name: secret.name,
        verdict: RunVerdict(secret.verdict),
        code: secret.verdict.code,
        reason: secret.verdict.reason
      )
    }
    verdict = prediction.verdict.map(RunVerdict.init)
  }
}

extension RunVerdict {
  fileprivate init(_ verdict: Verdict) {
    self =
      switch verdict.answer {
      case .works: .works
      case .fails: .fails
      case .unknown: .unknown
      }
  }
}
