import TextFormats
import YAMLSyntax

/// GitLab's checks after every entry is valid: that stages and needed jobs exist, that needs are
/// not circular, that environments have jobs that stop them.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/yaml_processor.rb`. GitLab stops at the first fault; all of
/// them are found here, the later ones marked as hidden.
struct LogicalChecks {
  /// The maximum number of stages that a message names.
  private static let namedStages = 50
  private static let defaultStages = [".pre", "build", "test", "deploy", ".post"]

  let tree: NodeTree
  let root: NodeID
  let isOpen: Bool
  let incompleteJobs: Set<Symbol>
  let jobs: [JobSorter.Job]
  let names: JobNames
  let stages: [String]?
  /// The jobs of the pipeline that each job needs; rules may replace them.
  let needs: [Symbol: [JobNeed]]
  private(set) var stageIndices: [Symbol: Int] = [:]
  private(set) var errors: [ConfigurationError] = []
  /// The number of needed jobs' names that were compared; the rest of a pipeline with too many is
  /// not judged.
  var comparedNeeds = 0
  /// The most names of needed jobs that are compared.
  static let needLimit = 200_000

  init(
    tree: NodeTree,
    root: NodeID,
    jobs: [JobSorter.Job],
    isOpen: Bool,
    hasUncertainStages: Bool,
    incompleteJobs: Set<Symbol>
  ) {
    self.tree = tree
    self.root = root
    self.isOpen = isOpen
    self.incompleteJobs = incompleteJobs
    self.jobs = jobs
    names = JobNames(tree: tree, jobs: jobs.map(\.entry))
    stages = hasUncertainStages ? nil : Self.stages(tree, root)
    var needs: [Symbol: [JobNeed]] = [:]
    for job in jobs {
      guard let value = tree.present(.needs, in: job.entry.value) else { continue }
      needs[job.entry.key] = JobNeed.all(in: value, tree)
    }
    self.needs = needs
  }

  /// Finds everything.
  mutating func check() {
    for job in jobs { stageIndices[job.entry.key] = stageIndex(job.entry) }
    for job in jobs where !job.isPartial { checkMatrixVariables(job.entry) }
    for job in jobs where !job.isPartial {
      checkStage(job.entry)
      checkDependencies(job.entry)
      checkNeeds(job.entry)
      checkChildPipeline(job.entry)
      checkEnvironment(job.entry)
      checkPages(job.entry)
    }
    checkCycles()
  }

  // MARK: Stages

  /// The pipeline's stages, the outermost ones added; nil when they are not known.
  private static func stages(_ tree: NodeTree, _ root: NodeID) -> [String]? {
    guard let value = tree.present(.stages, in: root) else { return defaultStages }
    var names: [String] = []
    guard collect(value, tree, &names) else { return nil }
    let own = names.filter { $0 != ".pre" && $0 != ".post" }
    return own.isEmpty ? names : [".pre"] + own + [".post"]
  }

  private static func collect(_ node: NodeID, _ tree: NodeTree, _ names: inout [String]) -> Bool {
    for item in tree.items(node) {
      if tree.isUnknown(item.value) { return false }
      if tree.kind(item.value) == .sequence {
        guard collect(item.value, tree, &names) else { return false }
      } else if tree.kind(item.value).isString {
        names.append(tree.string(item.value))
      }
    }
    return tree.kind(node) == .sequence
  }

  private func stageIndex(_ job: Entry) -> Int? {
    guard let stages, let name = stageName(job) else { return nil }
    return stages.firstIndex(of: name)
  }

  /// The stage of a job; nil when it is not known.
  private func stageName(_ job: Entry) -> String? {
    guard let value = tree.present(.stage, in: job.value) else { return "test" }
    return tree.kind(value).isString ? tree.string(value) : nil
  }

  private mutating func checkStage(_ job: Entry) {
    guard !isOpen, let stages, let stage = stageName(job) else { return }
    if let written = tree.present(.stage, in: job.value), tree.isOpenText(written) { return }
    let entry = tree.entry(.stage, in: job.value)
    let isWritten = entry.map { tree.kind($0.value) != .null } ?? false
    let place = isWritten ? entry : nil
    if !stages.contains(stage) {
      let hint = Spelling.suggestion(for: stage, among: stages, beside: errors.count)
      var list = stages.prefix(Self.namedStages).joined(separator: ", ")
      if stages.count > Self.namedStages { list += ", ..." }
      report(
        job,
        at: place?.value,
        place?.origin,
        "chosen stage \(stage) does not exist; available stages are \(list)",
        "the pipeline has no stage \"\(stage)\"\(hint.isEmpty ? "; its stages are \(list)" : hint)"
      )
    } else if stage == ".pipeline-policy-pre" || stage == ".pipeline-policy-post" {
      report(
        job,
        at: place?.value,
        place?.origin,
        "chosen stage `\(stage)` is reserved for Pipeline Execution Policies",
        "the stage \"\(stage)\" is reserved for policies"
      )
    }
  }

  // MARK: Reporting

  mutating func report(
    _ job: Entry,
    at node: NodeID?,
    _ origin: OriginID?,
    _ says: String,
    _ words: String
  ) {
    reportRaw(job, at: node, origin, "\(names.shown(job.key)) job: \(says)", words)
  }

  mutating func reportRaw(
    _ job: Entry,
    at node: NodeID?,
    _ origin: OriginID?,
    _ says: String,
    _ words: String,
    isCrash: Bool = false
  ) {
    let way = origin.flatMap { $0 == .none ? nil : $0 } ?? job.origin
    errors.append(
      ConfigurationError(
        subject: .pipeline,
        message: words,
        gitLabMessage: says,
        node: node ?? job.keyNode,
        origin: way,
        job: job.key,
        entry: nil,
        isHidden: !errors.isEmpty,
        isCrash: isCrash
      )
    )
  }
}
