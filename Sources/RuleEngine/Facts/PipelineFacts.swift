package import AccessPrediction
package import CommonExpressions
package import Evidence
import Files
import Findings
package import GitLabCI
import ShellSyntax
package import TextFormats
import YAMLSyntax

/// Answers what rule expressions ask about a pipeline.
///
/// A class, because it remembers what is asked often; it lives for one check on one thread.
package final class PipelineFacts: FactSource {
  /// The pipeline with what is known beyond its YAML.
  let judged: JudgedPipeline
  /// The run's budget.
  let budget: Budget
  let pipeline: Pipeline
  let tree: NodeTree
  let evidence: ProjectEvidence
  /// The jobs that rules are asked about, by index into `pipeline.jobs`.
  let subjects: [Int]
  /// The scenarios.
  let runs: Runs
  /// The present day, when it is known.
  let today: CalendarDay?
  /// How the pipeline is started, when the names of its jobs must tell it from its parent's.
  var child: ChildRun?
  /// The predictions for each job and scenario.
  private(set) lazy var predictions: [Prediction] = {
    let paths = tree.mentions("exists") ? runs.paths() : []
    return Predictor(judged, paths: paths).predictions(runs.scenarios)
  }()
  /// Whether enough is known beyond the YAML to judge runs: nothing is claimed when nothing is known.
  var isJudged: Bool {
    (!evidence.identities.isEmpty || evidence.variables.isClosed)
      && !(azureSubjects.isEmpty && signInSubjects.isEmpty)
  }
  /// The values of `AZURE_*` that jobs have.
  private(set) lazy var azureValues = makeAzureValues()
  /// The keys of ID tokens that some job uses.
  private(set) lazy var usedTokens = makeUsedTokens()
  /// The predictions that count for each job of the pipeline.
  private(set) lazy var predictionsByJob = makePredictionsByJob()
  /// By the texts of vaults' URLs.
  var otherClouds: [String: String] = [:]
  /// By the subjects' places among all of them.
  private var referenceCache: [[FactReference]?]
  private var azureVariableNodes: Set<NodeID>?

  /// Facts about a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: What is known beyond the YAML.
  ///   - runs: The kinds of runs to predict.
  ///   - today: The present day, when it is known.
  ///   - includesHidden: Whether templates are asked about too, as in a fragment of which they
  ///     are the content.
  package init(
    _ pipeline: Pipeline,
    evidence: ProjectEvidence,
    runs: Runs = Runs(),
    today: CalendarDay? = nil,
    includesHidden: Bool
  ) {
    self.runs = runs
    self.today = today
    judged = JudgedPipeline(pipeline, evidence: evidence, includesHidden: includesHidden)
    self.pipeline = pipeline
    budget = pipeline.composition.budget
    self.evidence = judged.evidence
    tree = pipeline.tree
    referenceCache = Array(repeating: nil, count: RuleTarget.allCases.count)
    subjects = judged.subjects
  }

  package func value(ofField field: Int, of object: ObjectReference) -> Value? {
    guard let reference = FactReference(object) else { return nil }
    switch reference.type {
    case .pipeline: return PipelineField(rawValue: field).flatMap(pipelineValue)
    case .job: return JobField(rawValue: field).flatMap { jobValue($0, reference) }
    case .idToken: return IDTokenField(rawValue: field).flatMap { tokenValue($0, reference) }
    case .secret: return SecretField(rawValue: field).flatMap { secretValue($0, reference) }
    case .variable: return VariableField(rawValue: field).flatMap { variableValue($0, reference) }
    case .text: return TextField(rawValue: field).flatMap { textValue($0, reference) }
    case .prediction:
      return PredictionField(rawValue: field).flatMap { predictionValue($0, reference) }
    case .vaultSecret:
      return VaultSecretField(rawValue: field).flatMap { vaultSecretValue($0, reference) }
    case .azureValue:
      return AzureValueField(rawValue: field).flatMap { azureValueField($0, reference) }
    }
  }

  private func pipelineValue(_ field: PipelineField) -> Value? {
    switch field {
    case .jobs: .list(subjects.map { FactReference(.job, job: $0).value })
    case .variables:
      .list(pipeline.variables.indices.map { FactReference(.variable, job: nil, item: $0).value })
    case .isOpen: .bool(pipeline.composition.isOpen)
    case .predictions: .list(references(of: .prediction).map(\.value))
    }
  }

  // MARK: Subjects

  /// All things of one kind that rules are asked about, in order.
  func references(of subject: RuleTarget) -> [FactReference] {
    if let known = referenceCache[subject.number] { return known }
    let references = makeReferences(of: subject)
    referenceCache[subject.number] = references
    return references
  }

  private func makeReferences(of subject: RuleTarget) -> [FactReference] {
    switch subject {
    case .pipeline: [FactReference(.pipeline, job: nil)]
    case .job: subjects.map { FactReference(.job, job: $0) }
    case .idToken:
      subjects.flatMap { job in
        pipeline.jobs[job].idTokens.indices.map { FactReference(.idToken, job: job, item: $0) }
      }
    case .secret:
      subjects.flatMap { job in
        pipeline.jobs[job].secrets.indices.map { FactReference(.secret, job: job, item: $0) }
      }
    case .variable:
      pipeline.variables.indices.map { FactReference(.variable, job: nil, item: $0) }
        + subjects.flatMap { job in
          let inherited = pipeline.jobs[job].inheritedVariables.count
          return pipeline.jobs[job].ownVariables.indices.map {
            FactReference(.variable, job: job, item: inherited + $0)
          }
        }
    case .vaultSecret:
      // Without an answer of any vault there is nothing to be asked about.
      evidence.observations.vaults.isEmpty
        ? []
        : subjects.flatMap { job in
          pipeline.jobs[job].secrets.indices.filter { pipeline.jobs[job].secrets[$0].azure != nil }
            .map { FactReference(.vaultSecret, job: job, item: $0) }
        }
    case .azureValue:
      azureValues.indices.map {
        FactReference(.azureValue, job: azureValues[$0].job, item: $0)
      }
    case .prediction:
      // Job by job, and for each of them all kinds of runs.
      predictions.indices.map {
        FactReference(.prediction, job: subjects[$0 / max(1, runs.scenarios.count)], item: $0)
      }
    }
  }

  // MARK: Texts

  // From outside, what is asked of the tree goes through these: there the compiler copies the tree
  // first, and with it dozens of references.

  /// The text of a key.
  func text(_ symbol: Symbol) -> String { tree.text(symbol) }

  /// The text in a file.
  func text(at location: Location) -> String {
    tree.file(location.file).text(in: location.span)
  }

  /// A place for reports.
  func place(_ location: Location) -> FileLocation { FileLocation(location, in: tree) }

  /// A text in the light of a job.
  func text(_ node: NodeID, job: Int?) -> Value {
    FactReference(.text, job: job, item: Int(node.index)).value
  }

  private func textValue(_ field: TextField, _ reference: FactReference) -> Value? {
    guard let node = tree.node(reference.item) else { return nil }
    if tree.kind(node) == .unknown || tree.kind(node) == .reference, field != .kind {
      return .unknown(Unknown("the value is not known here"))
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
    let names = VariableReference.names(in: text)
    guard !names.isEmpty, let job else { return .list([]) }
    let hasEnvironment = pipeline.jobs[job].environment != nil
    let undefined = names.filter { name in
      if judged.isDefined(name, job: job) { return false }
      guard PredefinedVariables.contains(name) else { return true }
      // These exist only for jobs with an environment.
      return !hasEnvironment && name.hasPrefix("CI_ENVIRONMENT_") || isMissing(name, job)
    }
    if undefined.isEmpty { return .list([]) }
    // Nobody but GitLab sets these.
    let missing = undefined.filter(PredefinedVariables.contains)
    if !missing.isEmpty, !pipeline.jobs[job].areVariablesOpen {
      return .list(missing.map(Value.string))
    }
    if let reason = judged.openVariables(job) { return .unknown(Unknown(reason)) }
    return .list(undefined.map(Value.string))
  }

  package func spend(_ steps: Int) -> Bool {
    budget.spend(steps, on: .expressionSteps)
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

  // MARK: Azure

  /// Whether a job has an Azure Key Vault secret.
  func usesAzure(_ index: Int) -> Bool {
    pipeline.jobs[index].usesAzure
  }

  /// Those of `subjects` that have an Azure Key Vault secret.
  private(set) lazy var azureSubjects = subjects.filter(usesAzure)

  /// Those of `subjects` whose scripts may sign in with an ID token.
  private(set) lazy var signInSubjects = subjects.filter { judged.maySignIn($0) }

  /// The entries of variables that some job with an Azure Key Vault secret gets.
  func azureVariables() -> Set<NodeID> {
    if let known = azureVariableNodes { return known }
    var nodes: Set<NodeID> = []
    var inheritsAll = false
    for index in azureSubjects {
      let job = pipeline.jobs[index]
      for variable in job.ownVariables { nodes.insert(variable.entry.keyNode) }
      // Nearly all jobs inherit all of them: collecting those once is enough.
      if job.inheritedVariables.count == pipeline.variables.count {
        inheritsAll = true
      } else {
        for variable in job.inheritedVariables { nodes.insert(variable.entry.keyNode) }
      }
    }
    if inheritsAll { for variable in pipeline.variables { nodes.insert(variable.entry.keyNode) } }
    azureVariableNodes = nodes
    return nodes
  }

  /// The value of a variable for a job, when the YAML sets exactly one.
  func variableText(_ name: String, job index: Int) -> NodeID? {
    guard let symbol = tree.symbol(name) else { return nil }
    guard let last = pipeline.jobs[index].lastDefinition(of: symbol) else { return nil }
    // A value that a rule or a matrix row may set is one of several.
    guard last.scope == .job || last.scope == .pipeline else { return nil }
    return last.value?.node
  }
}
