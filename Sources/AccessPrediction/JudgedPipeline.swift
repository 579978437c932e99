package import Evidence
package import GitLabCI
package import YAMLSyntax

/// A pipeline with what is known beyond its YAML: what predictions and rules are made from.
///
/// A class, because it remembers what is needed often; it lives for one check on one thread.
package final class JudgedPipeline {
  /// The pipeline.
  package let pipeline: Pipeline
  /// Its tree.
  package let tree: NodeTree
  /// The evidence beyond its YAML.
  package let evidence: ProjectEvidence
  /// The jobs that are judged, by index into `pipeline.jobs`.
  package let subjects: [Int]
  /// Whether hidden jobs are among them.
  let includesHidden: Bool
  /// The conditions of its rules.
  let conditions: ConditionTexts
  private lazy var evidenceNames = Set(evidence.variables.items.map(\.key))
  /// The facts derived about each job so far.
  private var jobFacts: [JobFacts]

  /// Facts derived about a job; nil until they are asked for.
  private struct JobFacts {
    var dotenvSources: DotenvSources?
    var maySignIn: Bool?
    var requirements: JobRequirements?
    var references: [String: [String]]?
    /// The variables in a circle: nil inside the optional if there are none.
    var circle: [String]??
  }

  /// A pipeline to judge.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: The evidence beyond the YAML.
  ///   - includesHidden: Whether hidden jobs are judged too, as in a fragment that consists of
  ///     them.
  package init(_ pipeline: Pipeline, evidence: ProjectEvidence, includesHidden: Bool) {
    self.pipeline = pipeline
    self.includesHidden = includesHidden
    self.evidence = Self.applicable(evidence, to: pipeline)
    tree = pipeline.tree
    conditions = ConditionTexts(pipeline.tree, budget: pipeline.composition.budget)
    jobFacts = Array(repeating: JobFacts(), count: pipeline.jobs.count)
    subjects = pipeline.jobs.indices.filter { includesHidden || !pipeline.jobs[$0].isHidden }
  }

  /// The evidence without variables of a job's environment that the pipeline itself may have set:
  /// those prove nothing about the project's settings.
  private static func applicable(
    _ evidence: ProjectEvidence,
    to pipeline: Pipeline
  ) -> ProjectEvidence {
    guard evidence.variables.items.contains(where: \.isObserved) else { return evidence }
    var evidence = evidence
    let isPublished =
      pipeline.composition.isOpen || pipeline.jobs.contains(where: \.publishesVariables)
    evidence.variables.items.removeAll {
      $0.isObserved && (isPublished || pipeline.tree.symbol($0.key) != nil)
    }
    return evidence
  }

  /// Whether a job's script may sign in to Azure with an ID token; without one there is nothing to
  /// predict.
  package func maySignIn(_ index: Int) -> Bool {
    let job = pipeline.jobs[index]
    guard !job.script.isEmpty, treeMentionsSignIn else { return false }
    if let known = jobFacts[index].maySignIn { return known }
    let hasToken =
      !job.idTokens.isEmpty || !job.lostTokens.isEmpty || namesForeignToken(job)
      || mayGetTokenFile(job)
    let result =
      hasToken
      && (namesTokenFile || job.script.contains { SignInWords.mayCall(tree.text($0.node)) })
    jobFacts[index].maySignIn = result
    return result
  }

  /// Whether a job's script or variables are about a sign-in to Azure with an ID token.
  package func mentionsSignIn(_ index: Int) -> Bool {
    guard maySignIn(index) else { return false }
    let job = pipeline.jobs[index]
    let names =
      job.idTokens.map(\.symbol) + (job.inheritedVariables + job.ownVariables).map(\.symbol)
    return names.contains { SignInWords.areNamed(in: tree.bytes($0)) }
      || job.script.contains { SignInWords.areNamed(in: tree.text($0.node)) }
  }

  private lazy var treeMentionsSignIn =
    tree.mentions(SignInWords.all)
    || evidence.variables.items.contains { item in
      item.value.map { SignInWords.all.finds(in: Array($0.utf8)[...]) } ?? false
    }

  /// Whether a job that names a token may find it in the artifacts of another one.
  private func mayGetTokenFile(_ job: Job) -> Bool {
    hasTokenArtifacts && job.script.contains { SignInWords.areNamed(in: tree.text($0.node)) }
  }

  private lazy var hasTokenArtifacts = pipeline.jobs.contains { job in
    !job.idTokens.isEmpty && tree.present(.artifacts, in: job.node) != nil
  }

  /// Whether a job without ID tokens uses the variable of one that other jobs have, or that GitLab
  /// removed.
  private func namesForeignToken(_ job: Job) -> Bool {
    guard let tokenUses else { return false }
    return job.script.contains { tokenUses.finds(in: tree.text($0.node)) }
  }

  private static let removedTokens = WordSearch(PredefinedVariables.removedTokens)

  /// The forms in which scripts use ID tokens; nil when there are none.
  private lazy var tokenUses: WordSearch? = {
    var names = Set(pipeline.jobs.flatMap { $0.idTokens.map(\.symbol) }).map(tree.text)
      .filter { !$0.isEmpty }
    if tree.mentions(Self.removedTokens) { names += PredefinedVariables.removedTokens }
    guard !names.isEmpty else { return nil }
    return WordSearch(names.flatMap { ["$\($0)", "{\($0)", "env:\($0)"] })
  }()

  /// Whether any program may sign in by its environment.
  private lazy var namesTokenFile = tree.mentions(LibrarySignIn.fileVariable)

  /// The reason why a job may have variables that are not seen; nil when all are known.
  package func openVariables(_ job: Int) -> String? {
    if pipeline.jobs[job].areVariablesOpen {
      return MissingEvidence.openVariables(in: pipeline)
    }
    if let reason = dotenvReports(job) { return reason }
    guard evidence.variables.isClosed else {
      return MissingEvidence.variables
    }
    return nil
  }

  /// Whether the YAML or the evidence defines a variable for a job.
  package func isDefined(_ name: String, job index: Int) -> Bool {
    if evidenceNames.contains(name) { return true }
    guard let symbol = tree.symbol(name) else { return false }
    let job = pipeline.jobs[index]
    return job.defines(symbol)
      || job.idTokens.contains { $0.symbol == symbol }
  }

  /// The jobs that publish variables through `artifacts:reports:dotenv`.
  package private(set) lazy var publishers = pipeline.jobs.indices.filter {
    pipeline.jobs[$0].publishesVariables && !pipeline.jobs[$0].isHidden
  }

  /// The jobs whose dotenv reports may set variables of a job.
  func dotenvSources(ofJob index: Int) -> DotenvSources {
    if let known = jobFacts[index].dotenvSources { return known }
    let result = DotenvSources(ofJob: index, in: self)
    jobFacts[index].dotenvSources = result
    return result
  }

  /// The reason why dotenv reports may set variables of a job in some run; nil when none do.
  package func dotenvReports(_ index: Int) -> String? {
    let sources = dotenvSources(ofJob: index)
    if sources.isForeign {
      return "a job of another pipeline may publish variables through a dotenv report"
    }
    return sources.isEmpty ? nil : "an earlier job publishes variables through a dotenv report"
  }

  /// The variables that some definition of the YAML gives a value which refers to themselves.
  private(set) lazy var selfReferences = pipeline.selfReferences

  /// The symbol of a name; nil when it is nowhere in the YAML.
  ///
  /// Asked of the tree from outside, its dozen arrays would be retained first.
  func symbol(_ name: String) -> Symbol? { tree.symbol(name) }

  /// Whether a text is that of a key.
  func isName(_ name: String, of symbol: Symbol) -> Bool {
    tree.bytes(symbol).elementsEqual(name.utf8)
  }

  /// Whether a name means something else in some job than in others: the job defines such a variable or ID
  /// token, or does not inherit one of the pipeline.
  func differsByJob(_ name: String) -> Bool {
    guard let symbol = tree.symbol(name) else { return false }
    return namesInJobs.contains(symbol)
      || !inheritsAll && pipeline.variables.contains { $0.symbol == symbol }
  }

  private lazy var namesInJobs = Set(
    pipeline.jobs.flatMap { $0.ownVariables.map(\.symbol) + $0.idTokens.map(\.symbol) }
  )

  /// Whether all jobs inherit all variables of the pipeline.
  private lazy var inheritsAll = pipeline.jobs.allSatisfy {
    $0.inheritedVariables.count == pipeline.variables.count
  }

  /// Whether some job may have variables that are not seen in the YAML.
  private(set) lazy var hasOpenVariables =
    pipeline.composition.isOpen || !publishers.isEmpty
    || pipeline.jobs.contains(where: \.areVariablesOpen)
    || pipeline.jobs.indices.contains { dotenvSources(ofJob: $0).isForeign }

  private lazy var jobIndices = Dictionary(
    zip(pipeline.jobs.lazy.map(\.symbol), pipeline.jobs.indices)
  ) { first, _ in first }

  /// The index of a job by its name.
  func index(ofJob name: Symbol) -> Int? { jobIndices[name] }

  /// The combinations of each job's matrix.
  private(set) lazy var combinations = pipeline.jobs.map { $0.combinations(in: tree) }

  /// The jobs that `parallel` makes, by their names.
  private(set) lazy var parallelJobs: [String: JobSelection] = {
    var result: [String: JobSelection] = [:]
    for index in pipeline.jobs.indices where !pipeline.jobs[index].isHidden {
      for (number, combination) in combinations[index].enumerated() where combination.index != nil {
        let name = pipeline.jobs[index].name(combination, in: tree)
        result[name] = JobSelection(job: index, combinations: [number])
      }
    }
    return result
  }()

  /// The part of a job that decides whether GitLab creates a pipeline with it.
  func requirements(ofJob index: Int) -> JobRequirements {
    if let known = jobFacts[index].requirements { return known }
    let result = JobRequirements(ofJob: index, in: self)
    jobFacts[index].requirements = result
    return result
  }

  /// The names of variables in the values of each variable of a job.
  func variableReferences(ofJob index: Int) -> [String: [String]] {
    if let known = jobFacts[index].references { return known }
    let result = pipeline.variableReferences(of: pipeline.jobs[index])
    jobFacts[index].references = result
    return result
  }

  /// The variables of a job that refer to each other in a circle; nil when none do.
  func variableCircle(ofJob index: Int) -> [String]? {
    if let known = jobFacts[index].circle { return known }
    let result = VariableCircle.find(variableReferences(ofJob: index))
    jobFacts[index].circle = .some(result)
    return result
  }

  // MARK: Values

  private struct AzureValue: Hashable {
    var name: String
    var text: String
  }

  private var faults: [AzureValue: AzureValueFault?] = [:]

  /// The reason why the value of one of the three `AZURE_*` variables cannot work; nil when it may.
  package func fault(of name: String, _ text: String) -> AzureValueFault? {
    let value = AzureValue(name: name, text: text)
    if let known = faults[value] { return known }
    let result = AzureValueFault(name, text, runner: evidence.gitLab.runnerVersion)
    faults[value] = .some(result)
    return result
  }

  /// A definition of a variable: the values in a row of a matrix share one key.
  private struct Definition: Hashable {
    var key: NodeID
    var value: NodeID?
  }

  private var writtenValues: [Definition: RunValue] = [:]

  /// The value that the YAML gives a variable, with variables in it as they are.
  ///
  /// Remembered, because hundreds of jobs inherit the same ones in each scenario: finding the line of
  /// each again was a tenth of all predictions.
  func written(_ variable: Variable) -> RunValue {
    let definition = Definition(key: variable.entry.keyNode, value: variable.value?.node)
    if let known = writtenValues[definition] { return known }
    let location = tree.location(definition.key)
    let origin = "\(tree.file(location.file).path):\(location.span.start.line)"
    var result = RunValue(state: .exists, origin: origin)
    if let text = tree.writtenText(variable) {
      result = RunValue(
        state: .text(text),
        origin: origin,
        site: .pipeline(variable.value?.node ?? definition.key),
        isRaw: tree.isRaw(variable)
      )
    }
    writtenValues[definition] = result
    return result
  }

  // MARK: Stages

  private lazy var stages: [String: Int] = {
    var names = ["build", "test", "deploy"]
    if let root = pipeline.composition.root, let list = tree.present(.stages, in: root) {
      names = tree.flattened(list).map { tree.string($0.value) }
    }
    names = [".pre"] + names.filter { $0 != ".pre" && $0 != ".post" } + [".post"]
    return Dictionary(zip(names, names.indices)) { first, _ in first }
  }()

  /// Whether a job is in an earlier stage than another one.
  func isEarlier(_ job: Int, than other: Int) -> Bool {
    stage(of: pipeline.jobs[job]) < stage(of: pipeline.jobs[other])
  }

  private func stage(of job: Job) -> Int {
    let name = tree.present(.stage, in: job.node).map { tree.string($0) } ?? "test"
    return stages[name] ?? 0
  }

  // MARK: Timeouts

  /// The timeout of a job, its own or that of `default`; nil when there is none.
  package func timeoutNode(of job: Job) -> NodeID? {
    if let own = tree.present(.timeout, in: job.node) { return own }
    guard let defaultTimeout, job.inheritsDefault(.timeout, in: tree) != false else { return nil }
    return defaultTimeout
  }

  private lazy var defaultTimeout = pipeline.composition.root
    .flatMap { tree.present(.default, in: $0) }
    .flatMap { tree.present(.timeout, in: $0) }

  /// The time limit of a job, in seconds; nil when neither it nor `default` has one.
  package func timeout(of job: Job) -> Double? {
    timeoutNode(of: job).flatMap { ChronicDuration.seconds(tree.rubyText($0)) }
  }
}
