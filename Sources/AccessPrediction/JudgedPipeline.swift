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
    var passing: [Int]?
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
    let hasToken = !job.idTokens.isEmpty || !job.lostTokens.isEmpty || namesForeignToken(job)
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

  private lazy var treeMentionsSignIn = tree.mentions(SignInWords.all)

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
      return "an include that could not be followed may define variables"
    }
    if receivesDotenv(job) {
      return "an earlier job publishes variables through a dotenv report"
    }
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

  /// The jobs that publish variables and pass their artifacts to a job.
  func publishers(passingTo index: Int) -> [Int] {
    if let known = jobFacts[index].passing { return known }
    let job = pipeline.jobs[index]
    let result = publishers.filter { $0 != index && passesArtifacts(from: $0, to: job) }
    jobFacts[index].passing = result
    return result
  }

  /// Whether a job that passes its artifacts to another publishes variables.
  package func receivesDotenv(_ index: Int) -> Bool { !publishers(passingTo: index).isEmpty }

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

  private lazy var jobIndices = Dictionary(
    zip(pipeline.jobs.lazy.map(\.symbol), pipeline.jobs.indices)
  ) { first, _ in first }

  /// The index of a job by its name.
  func index(ofJob name: Symbol) -> Int? { jobIndices[name] }

  /// The part of a job that decides whether GitLab creates a pipeline with it.
  func requirements(ofJob index: Int) -> JobRequirements {
    if let known = jobFacts[index].requirements { return known }
    let result = JobRequirements(pipeline.jobs[index], in: self)
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

  // MARK: Artifacts

  /// Whether a job gets the artifacts of another one, when both are in a run: of a job in an earlier
  /// stage, or of one that it needs, with artifacts; `dependencies` narrows either.
  ///
  /// Source: GitLab 18.9, `app/models/ci/build_dependencies.rb`.
  package func passesArtifacts(from other: Int, to job: Job) -> Bool {
    let name = pipeline.jobs[other].symbol
    if let dependencies = tree.present(.dependencies, in: job.node) {
      let names = tree.flattened(dependencies).compactMap { tree.symbol(named: $0.value) }
      if !names.contains(name) { return false }
    }
    let own = tree.present(.needs, in: job.node)
    var lists = own.map { [$0] } ?? []
    // A rule without needs leaves those of the job, or the order of the stages.
    var hasRuleWithoutNeeds = false
    if let rules = tree.present(.rules, in: job.node) {
      for rule in tree.flattened(rules) {
        if let needs = tree.present(.needs, in: rule.value), !tree.flattened(needs).isEmpty {
          lists.append(needs)
        } else {
          hasRuleWithoutNeeds = true
        }
      }
    }
    if own == nil, lists.isEmpty || hasRuleWithoutNeeds,
      stage(of: pipeline.jobs[other]) < stage(of: job)
    {
      return true
    }
    return lists.contains { list in
      tree.flattened(list).contains { item in
        guard tree.kind(item.value) == .mapping else {
          return tree.symbol(named: item.value) == name
        }
        guard let node = tree.present(.job, in: item.value), tree.symbol(named: node) == name else {
          return false
        }
        guard let artifacts = tree.present(.artifacts, in: item.value),
          tree.kind(artifacts) == .bool
        else { return true }
        return tree.bool(artifacts)
      }
    }
  }

  private lazy var stages: [String: Int] = {
    var names = ["build", "test", "deploy"]
    if let root = pipeline.composition.root, let list = tree.present(.stages, in: root) {
      names = tree.flattened(list).map { tree.string($0.value) }
    }
    names = [".pre"] + names.filter { $0 != ".pre" && $0 != ".post" } + [".post"]
    return Dictionary(zip(names, names.indices)) { first, _ in first }
  }()

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
