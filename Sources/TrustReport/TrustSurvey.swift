package import AccessPrediction
package import Evidence
package import GitLabCI
package import Reporting
package import TextFormats
import YAMLSyntax

/// The content of the trust report: who requests which secret, the verdicts, and the evidence.
package struct TrustSurvey: Sendable {
  /// A pipeline that is surveyed.
  package struct Source {
    let pipeline: Pipeline
    /// Its start; nil for the root.
    let child: ChildRun?

    /// A pipeline.
    package init(pipeline: Pipeline, child: ChildRun? = nil) {
      self.pipeline = pipeline
      self.child = child
    }
  }

  /// A job that asks for something in Azure.
  package struct Job: Sendable {
    /// Its name; that of a job in a child pipeline with the child's file and its trigger jobs.
    package let name: String
    /// Its Azure secrets, in the order of definition.
    package let secrets: [Secret]
    /// The predictions, one for each scenario, in their order.
    package internal(set) var predictions: [Prediction] = []
  }

  /// An Azure secret of a job.
  package struct Secret: Hashable, Sendable {
    /// The name of the variable that it fills.
    package let variable: String
    /// Its name in the vault as written; nil when there is none.
    package let name: String?
    /// Its version as written; nil when the newest is taken.
    package let version: String?
    /// The ID token that it names.
    package let token: String?
  }

  /// The title of the report: the project's path, or the pipeline's.
  package let title: String
  /// akvlint's version.
  package let version: String
  /// The day on which it is made.
  package let today: CalendarDay
  /// The names of the scenarios.
  package let scenarios: [String]
  /// The jobs that ask for something in Azure, in the order of the pipeline.
  package let jobs: [Job]
  /// The number of visible jobs.
  package let jobCount: Int
  /// The pipelines that were not read, and may contain more jobs.
  package let omitted: [PipelinePredictions.Omission]
  /// The findings.
  package let report: RunReport
  /// The evidence beyond the YAML.
  package let evidence: ProjectEvidence

  /// A survey of a pipeline and its child pipelines.
  ///
  /// - Parameters:
  ///   - sources: The pipelines, the root first.
  ///   - predictions: The predictions for them, by job and then by scenario.
  ///   - omitted: The files that were not read, and may hold more jobs.
  ///   - report: The linter's findings.
  ///   - evidence: The evidence beyond the YAML.
  ///   - title: The subject line of the report.
  ///   - version: akvlint's version.
  ///   - today: The day on which it is made.
  package init(
    _ sources: [Source],
    predictions: [Prediction],
    omitted: [PipelinePredictions.Omission] = [],
    report: RunReport,
    evidence: ProjectEvidence,
    title: String,
    version: String,
    today: CalendarDay
  ) {
    self.title = title
    self.version = version
    self.today = today
    self.report = report
    self.evidence = evidence
    self.omitted = omitted
    jobCount = Self.jobCount(sources)
    var names: [String] = []
    var known: Set<String> = []
    var byJob: [String: [Prediction]] = [:]
    for prediction in predictions {
      if known.insert(prediction.scenario).inserted { names.append(prediction.scenario) }
      byJob[prediction.label, default: []].append(prediction)
    }
    scenarios = names
    jobs = sources.flatMap { Self.jobs(of: $0, byJob) }
  }

  /// The visible jobs of all pipelines, those of equal child pipelines once.
  private static func jobCount(_ sources: [Source]) -> Int {
    var texts: Set<String?> = []
    return sources.filter { texts.insert($0.child?.text).inserted }
      .reduce(0) { $0 + $1.pipeline.jobs.count { !$0.isHidden } }
  }

  /// The jobs of a pipeline that have a verdict.
  private static func jobs(of source: Source, _ predictions: [String: [Prediction]]) -> [Job] {
    let tree = source.pipeline.tree
    return source.pipeline.jobs.compactMap { job in
      let own = source.pipeline.name(of: job)
      let name = source.child?.label(own) ?? own
      guard let own = predictions[name], own.contains(where: { $0.verdict != nil }) else {
        return nil
      }
      let secrets = job.secrets.compactMap { secret -> Secret? in
        guard case .azureKeyVault(let azure?) = secret.provider else { return nil }
        return Secret(
          variable: tree.text(secret.symbol),
          name: azure.name.map { tree.rubyText($0.node) },
          version: azure.version.map { tree.rubyText($0.node) },
          token: secret.token.flatMap { token in
            if case .variable(let name) = token.reference { name } else { nil }
          }
        )
      }
      return Job(name: name, secrets: secrets, predictions: own)
    }
  }

  /// All predictions with a verdict.
  var verdicts: [Prediction] {
    jobs.flatMap(\.predictions).filter { $0.verdict != nil }
  }

  /// The number of verdicts that are known.
  func count(_ answer: Verdict.Answer) -> Int {
    verdicts.count { $0.verdict?.answer == answer }
  }
}
