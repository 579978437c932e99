import GitLabCI
import TextFormats
import YAMLSyntax

/// Finds the pattern of the refs for which a job runs: that of its rules, or that of the project's
/// protected refs when the job runs for others of them, too.
///
/// A class, because it remembers the plans of refs that it tried; it lives for one prediction on one
/// thread.
final class RefPatterns {
  /// The variables that hold the name of the ref, or of a merge request's source branch.
  private static let refVariables: Set<String> = [
    "CI_COMMIT_BRANCH", "CI_COMMIT_TAG", "CI_COMMIT_REF_NAME",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
  ]

  /// The maximum number of patterns that are tried for a run.
  private static let limit = 8

  private let predictor: Predictor
  private let project: ProjectFacts
  private var plans: [Scenario: RunPlan] = [:]
  private var matching: [Scenario.Ref: [String]] = [:]

  private var tree: NodeTree { predictor.judged.tree }

  init(_ predictor: Predictor) {
    self.predictor = predictor
    project = predictor.judged.evidence.projectFacts
  }

  /// The pattern for a run: the most specific one of several.
  func pattern(ofJob index: Int, _ combination: Int, _ plan: RunPlan) -> RefPattern? {
    guard case let scenario = plan.scenario, let ref = scenario.refName, !isDefault(scenario)
    else { return nil }
    let decision = plan.decision(index, combination)
    let written = rulePatterns(index, decision)
    let candidates =
      protectedPatterns(of: scenario, ref)
      + written.filter { Glob.matches($0, ref) }.map { ($0, .rules) }
    let best = candidates.sorted { Self.literals(in: $0.0) > Self.literals(in: $1.0) }
      .prefix(Self.limit)
      .first { glob, _ in
        Self.others(than: ref, of: glob).contains {
          runs(index, combination, scenario.onRef($0))
        }
      }
    guard let (glob, origin) = best else { return nil }
    let claim = SubjectClaim(
      judged: predictor.judged,
      job: predictor.judged.pipeline.jobs[index],
      scenario: scenario.onRef(glob),
      project: project,
      tier: plan.variables(index, combination, decision).tier
    )
    guard let subject = claim.value?.text, subject.contains("*") else { return nil }
    return RefPattern(glob: glob, origin: origin, subject: subject)
  }

  /// The patterns of protected refs that match a scenario's ref.
  private func protectedPatterns(
    of scenario: Scenario,
    _ ref: String
  ) -> [(String, RefPattern.Origin)] {
    if let known = matching[scenario.ref] { return known.map { ($0, .protectedRefs) } }
    let names = (scenario.isTag ? project.protectedTags : project.protectedBranches) ?? []
    let found = names.filter { Self.isPattern($0) && Glob.matches($0, ref) }
    matching[scenario.ref] = found
    return found.map { ($0, .protectedRefs) }
  }

  private func isDefault(_ scenario: Scenario) -> Bool {
    if case .defaultBranch = scenario.ref { true } else { false }
  }

  /// Whether a text is a pattern that leaves something open, and not everything.
  private static func isPattern(_ glob: String) -> Bool {
    glob.contains("*") && literals(in: glob) > 0 && !glob.utf8.contains(UInt8(ascii: "'"))
      && !glob.contains("?")
  }

  private static func literals(in glob: String) -> Int {
    glob.unicodeScalars.count { $0 != "*" }
  }

  // MARK: Other refs

  /// Other refs that a pattern matches: with other numbers, with another letter at the end, and with
  /// what people name refs.
  private static func others(than ref: String, of glob: String) -> [String] {
    var numbers = Array(ref.unicodeScalars)
    for place in numbers.indices where isDigit(numbers[place]) {
      numbers[place] = successor(of: numbers[place])
    }
    var last = Array(ref.unicodeScalars)
    if let end = last.indices.last { last[end] = successor(of: last[end]) }
    let texts = ["example", "1.2.3", "2"].map { text in
      glob.split(separator: "*", omittingEmptySubsequences: false).joined(separator: text)
    }
    return ([numbers, last].map { String(String.UnicodeScalarView($0)) } + texts)
      .filter { $0 != ref && Glob.matches(glob, $0) }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// The next digit or letter, after the last one the first.
  private static func successor(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "9": "0"
    case "z": "a"
    case "Z": "A"
    case "0"..."8", "a"..."y", "A"..."Y": Unicode.Scalar(UInt8(scalar.value) + 1)
    default: scalar
    }
  }

  private func runs(_ index: Int, _ combination: Int, _ scenario: Scenario) -> Bool {
    let plan = plans[scenario] ?? predictor.plan(scenario)
    plans[scenario] = plan
    return plan.decision(index, combination).answer != .no
  }

  // MARK: Rules

  /// The patterns of refs in the rule that includes a job, in `only`, and in `workflow:rules`.
  private func rulePatterns(_ index: Int, _ decision: RunDecision) -> [String] {
    let job = predictor.judged.pipeline.jobs[index]
    var expressions: [String] = []
    for rule in [decision.rule].compactMap(\.self) + workflowRules {
      guard let text = tree.present(.if, in: rule),
        let condition = predictor.judged.conditions.condition(text)
      else { continue }
      expressions += Self.expressions(in: condition.root)
    }
    if let only = tree.present(.only, in: job.node) {
      let refs = tree.kind(only) == .mapping ? tree.present(.refs, in: only) : only
      expressions += refs.map(texts)?.compactMap(Self.expression) ?? []
    }
    return expressions.flatMap { RefGlob.globs(of: $0) ?? [] }.filter(Self.isPattern)
  }

  private lazy var workflowRules: [NodeID] = {
    guard let root = predictor.judged.pipeline.composition.root,
      let workflow = tree.present(.workflow, in: root),
      let rules = tree.present(.rules, in: workflow)
    else { return [] }
    return tree.flattened(rules).map(\.value)
  }()

  private func texts(_ node: NodeID) -> [String] {
    guard tree.kind(node) == .sequence else { return [tree.rubyText(node)] }
    return tree.items(node).map { tree.rubyText($0.value) }
  }

  /// The expression of `/expression/`; nil for another text, or one with flags.
  private static func expression(_ text: String) -> String? {
    guard text.hasPrefix("/"), text.hasSuffix("/"), text.utf8.count > 2 else { return nil }
    return (try? RubyPattern(Array(text.utf8)[...]))?.source
  }

  /// The expressions with which a condition compares the ref.
  private static func expressions(in term: Condition.Term) -> [String] {
    guard case .operation(let symbol, let left, let right, _) = term else { return [] }
    switch symbol {
    case .and, .or: return expressions(in: left) + expressions(in: right)
    case .matches:
      guard case .value(.variable(let name), _) = left, refVariables.contains(name),
        case .value(.pattern(let pattern), _) = right, !pattern.hasFlags
      else { return [] }
      return [pattern.source]
    default: return []
    }
  }
}
