package import AccessPrediction
package import Evidence
package import GitLabCI
package import Reporting
package import TextFormats
import YAMLSyntax

/// All that the trust report is made of: who asks for what, what becomes of it, what is known.
package struct TrustSurvey: Sendable {
  /// A job that asks for something in Azure.
  package struct Job: Sendable {
    /// Its name.
    package let name: String
    /// Its Azure secrets, in the order of definition.
    package let secrets: [Secret]
    /// What is predicted for it, one for each scenario, in their order.
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

  /// What the report is about: the project's path, or the pipeline's.
  package let title: String
  /// akvlint's version.
  package let version: String
  /// The day on which it is made.
  package let today: CalendarDay
  /// The names of the scenarios.
  package let scenarios: [String]
  /// The jobs that ask for something in Azure, in the order of the pipeline.
  package let jobs: [Job]
  /// How many visible jobs there are.
  package let jobCount: Int
  /// What the linter found.
  package let report: RunReport
  /// What is known beyond the YAML.
  package let evidence: ProjectEvidence

  /// A survey of a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - predictions: What is predicted for it, by job and then by scenario.
  ///   - report: What the linter found.
  ///   - evidence: What is known beyond the YAML.
  ///   - title: What the report is about.
  ///   - version: akvlint's version.
  ///   - today: The day on which it is made.
  package init(
    _ pipeline: Pipeline,
    predictions: [Prediction],
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
    jobCount = pipeline.jobs.count { !$0.isHidden }
    var names: [String] = []
    var known: Set<String> = []
    var byJob: [String: [Prediction]] = [:]
    for prediction in predictions {
      if known.insert(prediction.scenario).inserted { names.append(prediction.scenario) }
      byJob[prediction.job, default: []].append(prediction)
    }
    scenarios = names
    let tree = pipeline.tree
    jobs = pipeline.jobs.compactMap { job in
      let name = tree.text(job.symbol)
      guard let own = byJob[name], own.contains(where: { $0.verdict != nil }) else { return nil }
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

  /// How many verdicts have an answer.
  func count(_ answer: Verdict.Answer) -> Int {
    verdicts.count { $0.verdict?.answer == answer }
  }
}
