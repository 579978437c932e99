import Findings
import GitLabCI
import YAMLSyntax

/// The templates at fault for what several jobs lack: it is one mistake, of the template that they
/// all use.
struct TemplateFaults {
  private let context: CheckContext
  private var entries: TopLevelEntries
  /// The keys of the templates that each error's job uses, by the error's place in the list.
  private var templates: [Int: [NodeID]] = [:]
  /// The number of jobs that use a template and have the same fault.
  private var counts: [Fault: Int] = [:]

  private struct Fault: Hashable {
    var message: String
    var template: NodeID
  }

  /// Looks for templates at fault.
  ///
  /// - Parameters:
  ///   - errors: The setting that GitLab refuses.
  ///   - context: The pipeline.
  init(_ errors: [ConfigurationError], _ context: CheckContext) {
    self.context = context
    entries = TopLevelEntries(of: context.facts)
    for (index, error) in errors.enumerated() {
      let own = templatesOfJob(in: error)
      guard !own.isEmpty else { continue }
      templates[index] = own
      let message = general(error)
      for template in own { counts[Fault(message: message, template: template), default: 0] += 1 }
    }
  }

  /// The template at fault.
  ///
  /// - Parameters:
  ///   - index: The error's place in the list.
  ///   - error: The error.
  /// - Returns: The template's key; nil when the job itself is at fault.
  func template(of index: Int, _ error: ConfigurationError) -> NodeID? {
    let message = general(error)
    let count = { (template: NodeID) in counts[Fault(message: message, template: template)] ?? 0 }
    guard let most = templates[index]?.map(count).max(), most > 1 else { return nil }
    return templates[index]?.first { count($0) == most }
  }

  private func general(_ error: ConfigurationError) -> String {
    Finding.general(error.message, jobs: error.job.map { [context.facts.text($0)] } ?? [])
  }

  /// The templates that a job uses, when an error is about the job as a whole.
  private mutating func templatesOfJob(in error: ConfigurationError) -> [NodeID] {
    let tree = context.tree
    guard let name = error.job, let root = context.composition.root,
      let job = tree.entry(name, in: root), job.keyNode == error.node
    else { return [] }
    var result: [NodeID] = []
    for entry in tree.entries(job.value) {
      guard let template = entries.entry(at: tree.location(entry.keyNode)),
        template.key != name, !result.contains(template.keyNode)
      else { continue }
      result.append(template.keyNode)
    }
    return result
  }
}
