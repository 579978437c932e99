import AzureFederation
package import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// A pipeline tree as it is in one commit: what is predicted for it, and what it is made of.
package struct AccessSide: Sendable {
  /// A pipeline of the tree.
  package struct Part: Sendable {
    /// The root file, unless it is that of the repository's own pipeline.
    private(set) var root: String?
    /// Its composition in each scenario.
    package let runs: [ComposedRuns]
    /// Its evidence.
    package let evidence: ProjectEvidence
    /// The repository's files, for `rules:exists`.
    package let paths: [String]

    /// A pipeline.
    package init(
      runs: [ComposedRuns],
      evidence: ProjectEvidence,
      paths: [String]
    ) {
      self.runs = runs
      self.evidence = evidence
      self.paths = paths
    }

    /// The part of a tree with another root than the repository's own pipeline.
    func below(_ root: String) -> Self {
      var part = self
      part.root = root
      return part
    }

    /// The name by which predictions call a job of it.
    func name(of job: Job, in pipeline: Pipeline) -> String {
      let name = pipeline.name(of: job)
      guard let root, pipeline.childFile(of: job) == nil else { return name }
      return "\(root):\(name)"
    }
  }

  /// The predictions for all of its jobs; nil if there is no pipeline.
  package private(set) var predictions: PipelinePredictions?
  /// Its pipelines.
  package private(set) var parts: [Part]

  /// The tree of a commit; without arguments, that of a repository without a pipeline.
  package init(predictions: PipelinePredictions? = nil, parts: [Part] = []) {
    self.predictions = predictions
    self.parts = parts
  }

  /// Adds a pipeline tree of the same commit.
  ///
  /// - Parameters:
  ///   - other: The tree.
  ///   - root: Its root file, which its jobs are named by; nil for the repository's own pipeline.
  package mutating func add(_ other: Self, of root: String?) {
    guard var added = other.predictions else { return }
    if let root { added.name(root: root) }
    if predictions == nil { predictions = added } else { predictions?.add(added) }
    parts += root.map { root in other.parts.map { $0.below(root) } } ?? other.parts
  }
}

extension AccessSide {
  /// The requests of its runs to Azure, by job and scenario.
  func accesses(_ jobs: JobIndex) -> [Access] {
    (predictions?.predictions ?? []).flatMap { prediction -> [Access] in
      guard prediction.runs != .no else { return [] }
      let entries = prediction.entries.isEmpty ? [prediction] : prediction.entries
      guard entries.contains(where: { $0.verdict != nil }) else { return [] }
      let job = jobs.job(named: prediction.job, in: prediction.scenario)
      return entries.flatMap { $0.accesses(as: prediction, job) }
    }
  }
}

extension Prediction {
  /// The requests of a run to Azure.
  ///
  /// - Parameters:
  ///   - whole: The prediction for the job, or for the whole matrix if this is one of its entries.
  ///   - job: The job.
  /// - Returns: The secrets that it reads, and the applications that its script signs in as.
  fileprivate func accesses(as whole: Self, _ job: IndexedJob?) -> [Access] {
    let vault = chain?.vault
    let clientID = chain?.application
    let reads = secrets.map { secret in
      Access(
        job: whole.job,
        scenario: whole.scenario,
        secret: secret.name,
        vault: vault,
        name: secret.vaultName?.description,
        clientID: clientID,
        verdict: secret.verdict,
        location: job?.location(ofSecret: secret.name)
      )
    }
    let signIns = exchanges.map { exchange in
      Access(
        job: whole.job,
        scenario: whole.scenario,
        secret: nil,
        vault: nil,
        name: nil,
        clientID: exchange.clientID.flatMap { $0.isEmpty ? nil : $0 } ?? exchange.chain.clientID,
        verdict: exchange.verdict,
        location: job?.location(of: exchange)
      )
    }
    return reads + signIns
  }
}

extension PredictionChain {
  /// The vault's name in lower case; the URL when it is not one of a vault, nil when it is unknown.
  fileprivate var vault: String? {
    value(of: AzureVariables.vaultURL)?.shown.map { text in
      (try? VaultURL(text)).map { $0.name.lowercased() } ?? text
    }
  }

  /// The client ID that the run signs in with.
  fileprivate var application: String? {
    value(of: AzureVariables.clientID)?.shown ?? clientID
  }
}
