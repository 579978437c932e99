import AccessPrediction
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// Something found in a script, before it is reported for each job that has the script.
struct ScriptFinding {
  let location: Location
  let message: String
  /// The variable that it is about.
  let name: String?
}

/// The shell text of scripts, taken apart once however many jobs share it.
///
/// A class, because it remembers; it lives for one check on one thread.
final class ScriptTexts {
  /// A rule's findings depend on the texts and on the values of their variables.
  private struct Key: Hashable {
    var rule: String
    var nodes: [NodeID]
    var values: String
  }

  /// The maximum number of bytes of text that are searched for all jobs and rules together; only a
  /// hostile pipeline needs more.
  private static let limit = 16_000_000

  private let pipeline: Pipeline
  private var scripts: [NodeID: ShellScript] = [:]
  private var findings: [Key: [ScriptFinding]] = [:]
  private var used = 0
  /// Whether some text was not gone through.
  private(set) var isExhausted = false

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
  }

  /// The parsed commands of a script.
  func script(_ node: NodeID, in tree: NodeTree) -> ShellScript {
    if let known = scripts[node] { return known }
    let text = tree.text(node)
    let script =
      powerShell.contains(node) ? ShellScript(powerShell: text) : ShellScript(text)
    scripts[node] = script
    return script
  }

  /// The texts of the jobs whose scripts are PowerShell.
  private lazy var powerShell: Set<NodeID> = {
    let tree = pipeline.tree
    guard pipeline.mayUsePowerShell else { return [] }
    let root = pipeline.composition.root
    let jobs = pipeline.jobs.filter { $0.usesPowerShell(in: tree, root: root) }
    return Set(jobs.flatMap { $0.script.map(\.node) })
  }()

  /// Visits the commands of a text.
  func visit(_ node: NodeID, in tree: NodeTree, _ body: (VisitedCommand) -> Void) {
    guard spend(tree.text(node).count) else { return }
    script(node, in: tree).visit(body)
  }

  /// Where a part of a text is written.
  func location(of range: Range<Int>, in node: NodeID, of tree: NodeTree) -> Location {
    spend(tree.text(node).count) ? tree.location(of: range, in: node) : tree.location(node)
  }

  private func spend(_ count: Int) -> Bool {
    used += count
    isExhausted = isExhausted || used > Self.limit
    return used <= Self.limit
  }

  /// Leaves it open what is in the scripts.
  func giveUp() { isExhausted = true }

  /// The maximum number of findings of one rule in one script.
  private static let findingLimit = 100

  /// A rule's findings in the texts of one shell, computed once for all jobs that have the same ones.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - shell: The texts.
  ///   - isAskedOnce: Whether they are asked for once per job: then those in a shell that no other job
  ///     has are not remembered.
  ///   - values: The values of their variables.
  ///   - find: Finds what there is in one text.
  /// - Returns: The findings; only the first of very many.
  func findings(
    of rule: String,
    in shell: ArraySlice<Sourced>,
    isAskedOnce: Bool,
    values: @autoclosure () -> String,
    _ find: (NodeID) -> [ScriptFinding]
  ) -> [ScriptFinding] {
    let isShared = shell.first.map { shared.contains($0.node) } ?? false
    if isAskedOnce, !isShared { return all(in: shell, find) }
    let key = Key(rule: rule, nodes: shell.map(\.node), values: values())
    if let known = findings[key] { return known }
    let found = all(in: shell, find)
    findings[key] = found
    return found
  }

  private func all(
    in shell: ArraySlice<Sourced>,
    _ find: (NodeID) -> [ScriptFinding]
  ) -> [ScriptFinding] {
    var found: [ScriptFinding] = []
    for text in shell where found.count < Self.findingLimit { found += find(text.node) }
    return found
  }

  /// The first texts of shells that several jobs have.
  private lazy var shared: Set<NodeID> = {
    var seen: Set<NodeID> = []
    var shared: Set<NodeID> = []
    for job in pipeline.jobs {
      for shell in job.shells where !seen.insert(shell[shell.startIndex].node).inserted {
        shared.insert(shell[shell.startIndex].node)
      }
    }
    return shared
  }()

  /// The undecided check that remains when not every text was searched.
  var question: [UndecidedQuestion] {
    guard isExhausted else { return [] }
    return [
      UndecidedQuestion(jobs: [], reason: "the scripts are too long to be read for every job")
    ]
  }
}

extension Job {
  /// The commands that share a shell: those of the script with what comes before it, and then
  /// what comes after.
  var shells: [ArraySlice<Sourced>] {
    let end = mainScript.endIndex
    return [script[..<end], script[end...]].filter { !$0.isEmpty }
  }
}
