import GitLabCI
import YAMLSyntax

/// The jobs whose dotenv reports may set variables of a job: of an earlier stage, or needed with
/// artifacts; `dependencies` narrows either.
///
/// Source: GitLab 18.9, `app/models/ci/build_dependencies.rb` and its part of the Enterprise Edition,
/// `lib/gitlab/ci/build/rules.rb`.
struct DotenvSources {
  /// Jobs that publish variables.
  struct Source {
    let selection: JobSelection
    /// The combination of the job that gets their artifacts; nil for all.
    let combination: Int?
  }

  /// Whether a job of another pipeline passes its artifacts on; what it publishes is not known.
  let isForeign: Bool
  /// The jobs when no rule replaces the job's needs.
  private var own: [Source] = []
  /// The jobs when the rule that includes the job has needs, which replace the job's.
  private var byRule: [NodeID: [Source]] = [:]

  init(ofJob index: Int, in judged: JudgedPipeline) {
    let tree = judged.tree
    let job = judged.pipeline.jobs[index]
    let needs = tree.present(.needs, in: job.node)
    isForeign = needs.map { JobNeed.takesForeignArtifacts($0, tree) } ?? false
    let publishers = judged.publishers.filter { $0 != index }
    guard !publishers.isEmpty else { return }
    let dependencies = tree.present(.dependencies, in: job.node).map { list in
      tree.flattened(list).compactMap { judged.selection(named: tree.rubyText($0.value)) }
    }
    /// The needed jobs that publish variables, narrowed by `dependencies`.
    func sources(_ needed: [NeededJob]) -> [Source] {
      needed.flatMap { need -> [Source] in
        guard let all = need.selection, publishers.contains(all.job) else { return [] }
        return (dependencies?.compactMap(all.shared) ?? [all])
          .map { Source(selection: $0, combination: need.combination) }
      }
    }
    if let needs {
      own = sources(
        JobNeed.all(in: needs, tree).filter(\.passesArtifacts)
          .flatMap { judged.neededJobs($0, by: index) }
      )
    } else {
      let earlier = publishers.filter { judged.isEarlier($0, than: index) }
      own = sources(earlier.map { NeededJob(job: $0) })
    }
    guard let list = tree.present(.rules, in: job.node) else { return }
    let rules = tree.flattened(list).map(\.value)
    for rule in rules {
      let needs = tree.present(.needs, in: rule).map { JobNeed.all(in: $0, tree) } ?? []
      // Without any, those of the job stay.
      guard !needs.isEmpty else { continue }
      byRule[rule] = sources(
        needs.filter(\.passesArtifacts).map { need in
          NeededJob(
            name: need.name,
            selection: judged.selection(named: need.name),
            combination: nil
          )
        }
      )
    }
    if !rules.isEmpty, byRule.count == rules.count { own = [] }
  }

  /// Whether there are any, in whichever run.
  var isEmpty: Bool { !isForeign && own.isEmpty && byRule.values.allSatisfy(\.isEmpty) }

  /// The jobs of the pipeline when one of some rules includes the job; without rules, those of the job.
  func sources(_ rules: [NodeID]) -> [Source] {
    rules.isEmpty ? own : rules.flatMap { byRule[$0] ?? own }
  }
}

extension NeededJob {
  /// A whole job.
  fileprivate init(job: Int) {
    self.init(
      name: "",
      selection: JobSelection(job: job, combinations: nil),
      combination: nil
    )
  }
}
