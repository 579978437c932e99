package import AccessPrediction
import AzureFederation
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
  /// Whether it is a pipeline of its own; a fragment has no runs.
  private let isPipeline: Bool
  /// The start of the pipeline, when its jobs' names must differ from those of its parent.
  var child: ChildRun?
  /// The predictions for each job and scenario.
  private(set) lazy var predictions = madePredictions.get {
    let paths = tree.mentions("exists") ? runs.paths() : []
    return Predictor(judged, paths: paths).predictions(runs.scenarios)
  }
  private let madePredictions: MadePredictions
  /// Whether enough is known beyond the YAML to judge runs: nothing is claimed when nothing is known.
  var isJudged: Bool {
    (!evidence.identities.isEmpty || evidence.variables.isClosed)
      && !(azureSubjects.isEmpty && signInSubjects.isEmpty)
  }
  /// The predictions on which findings rest: none without evidence beyond the YAML.
  private(set) lazy var judgedPredictions = isPipeline && isJudged ? predictions : []
  /// The federated credentials of all identities.
  private(set) lazy var credentials = makeCredentials()
  /// The runs that each of them accepts.
  private(set) lazy var credentialRuns = makeCredentialRuns()
  /// The reason why a check is undecided when no credentials are known.
  private(set) lazy var credentialQuestion = makeCredentialQuestion()
  /// The failures of jobs' runs.
  private(set) lazy var failures = FailureFinder(self).failures()
  /// The includes, and downstream pipelines that are not in the repository.
  private(set) lazy var includes = makeIncludes()
  /// The errors of GitLab's validation, once they are found.
  var errors: [ConfigurationError] = []
  /// The jobs' scripts, taken apart once for all rules.
  private(set) lazy var scripts = ScriptFacts(pipeline, subjects: subjects)
  /// The commands of scripts that sign in.
  private(set) lazy var signIns = makeSignIns()
  /// The places that name variables.
  private(set) lazy var mentions = makeMentions()
  /// The places that expressions have been given.
  var places: [ReportedLocation] = []
  /// The first secret of the jobs that has a provider, and the first of Azure Key Vault.
  private(set) lazy var firstSecret = firstSecret { $0.provider != nil }
  private(set) lazy var firstAzureSecret = firstSecret(where: \.isAzure)
  /// The values of `AZURE_*` that jobs have.
  private(set) lazy var azureValues = makeAzureValues()
  /// The names of the three variables, those that are somewhere in the YAML.
  private(set) lazy var azureSymbols = AzureVariables.all.compactMap(symbol)
  /// The keys of ID tokens that some job uses.
  private(set) lazy var usedTokens = makeUsedTokens()
  /// The predictions that count for each job of the pipeline.
  private(set) lazy var predictionsByJob = makePredictionsByJob()
  /// Their places among all predictions.
  private(set) lazy var runPlacesByJob = makeRunPlacesByJob()
  /// By the texts of vaults' URLs.
  var otherClouds: [String: String] = [:]
  /// By the subjects' places among all of them.
  private var referenceCache: [[FactReference]?]
  private var azureVariableNodes: Set<NodeID>?

  /// Facts about a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: The evidence beyond the YAML.
  ///   - runs: The scenarios to predict.
  ///   - today: The present day, when it is known.
  ///   - includesHidden: Whether templates are checked too, as in a fragment that consists of them.
  ///   - predictions: The predictions of other facts about the same.
  package init(
    _ pipeline: Pipeline,
    evidence: ProjectEvidence,
    runs: Runs = Runs(),
    today: CalendarDay? = nil,
    includesHidden: Bool,
    predictions: MadePredictions = MadePredictions()
  ) {
    madePredictions = predictions
    self.runs = runs
    self.today = today
    isPipeline = !includesHidden
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
    case .project: return ProjectField(rawValue: field).flatMap(projectValue)
    case .identity: return IdentityField(rawValue: field).flatMap { identityValue($0, reference) }
    case .credential:
      return CredentialField(rawValue: field).flatMap { credentialValue($0, reference) }
    case .run: return RunField(rawValue: field).flatMap { runValue($0, reference) }
    case .runVariable:
      return RunVariableField(rawValue: field).flatMap { runVariableValue($0, reference) }
    case .failure: return FailureField(rawValue: field).flatMap { failureValue($0, reference) }
    case .access: return AccessField(rawValue: field).flatMap { accessValue($0, reference) }
    case .include: return IncludeField(rawValue: field).flatMap { includeValue($0, reference) }
    case .evidenceFile:
      return EvidenceFileField(rawValue: field).flatMap { evidenceFileValue($0, reference) }
    case .lintError:
      return LintErrorField(rawValue: field).flatMap { lintErrorValue($0, reference) }
    case .command: return CommandField(rawValue: field).flatMap { commandValue($0, reference) }
    case .script: return ScriptField(rawValue: field).flatMap { scriptValue($0, reference) }
    case .signIn: return SignInField(rawValue: field).flatMap { signInValue($0, reference) }
    case .word: return WordField(rawValue: field).flatMap { wordValue($0, reference) }
    case .variableUse:
      return VariableUseField(rawValue: field).flatMap { variableUseValue($0, reference) }
    case .mention: return MentionField(rawValue: field).flatMap { mentionValue($0, reference) }
    case .place: return PlaceField(rawValue: field).flatMap { placeValue($0, reference) }
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

  // MARK: Texts

  // From outside, what is asked of the tree goes through these: there the compiler copies the tree
  // first, and with it dozens of references.

  /// The symbol of a name; nil when it is nowhere in the YAML.
  func symbol(_ name: String) -> Symbol? { tree.symbol(name) }

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

  package func spend(_ steps: Int) -> Bool {
    budget.spend(steps, on: .expressionSteps)
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
    guard let symbol = symbol(name),
      let last = pipeline.jobs[index].lastDefinition(of: symbol)
    else { return nil }
    // A value that a rule or a matrix row may set is one of several.
    guard last.scope == .job || last.scope == .pipeline else { return nil }
    return last.value?.node
  }
}
