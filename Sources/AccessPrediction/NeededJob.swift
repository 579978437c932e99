import GitLabCI
import YAMLSyntax

/// A job of the pipeline, or some of the jobs that `parallel` makes of it.
struct JobSelection: Hashable {
  /// Its index.
  let job: Int
  /// The combinations; nil for all.
  let combinations: [Int]?

  /// The part that another selection has, too; nil for none.
  func shared(with other: Self) -> Self? {
    guard job == other.job else { return nil }
    guard let own = combinations, let others = other.combinations else {
      return combinations == nil ? other : self
    }
    let shared = own.filter(others.contains)
    return shared.isEmpty ? nil : Self(job: job, combinations: shared)
  }
}

/// A job that another one needs in the same pipeline.
struct NeededJob {
  let name: String
  /// The job; nil for none that was read.
  let selection: JobSelection?
  /// The combination of the needing job that needs it; nil for all.
  let combination: Int?
}

extension JudgedPipeline {
  /// The jobs that an entry of `needs` names.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/normalizer.rb`.
  func neededJobs(_ need: JobNeed, by index: Int) -> [NeededJob] {
    guard need.usesMatrix else { return neededJobs(need, by: index, nil) }
    return combinations[index].indices.flatMap { neededJobs(need, by: index, $0) }
  }

  private func neededJobs(
    _ need: JobNeed,
    by index: Int,
    _ combination: Int?
  ) -> [NeededJob] {
    let own = combination.map { combinations[index][$0] }
    let name = need.name(for: own, in: tree)
    let whole = selection(named: name)
    let isParallel = whole.map { combinations[$0.job].first?.index != nil } ?? false
    guard isParallel, let names = need.picked(by: own, in: tree) else {
      return [NeededJob(name: name, selection: whole, combination: combination)]
    }
    return names.map { name in
      NeededJob(name: name, selection: selection(named: name), combination: combination)
    }
  }

  /// The number of jobs that an entry of `needs` becomes; one for an entry with matrix variables.
  func neededJobCount(_ need: JobNeed) -> Int {
    guard !need.usesMatrix, let job = selection(named: need.name) else { return 1 }
    guard job.combinations == nil, combinations[job.job].first?.index != nil else { return 1 }
    return need.picked(by: nil, in: tree)?.count ?? combinations[job.job].count
  }

  /// The job that has a name: one of the YAML, or one that `parallel` makes.
  func selection(named name: String) -> JobSelection? {
    if let index = tree.symbol(name).flatMap(index(ofJob:)) {
      return JobSelection(job: index, combinations: nil)
    }
    return parallelJobs[name]
  }
}
