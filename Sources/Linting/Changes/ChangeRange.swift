import Evidence
import Files

/// The two states of a repository that are compared.
package struct ChangeRange: Sendable, Equatable {
  /// The full ID of the commit to compare with.
  package let base: String
  /// The state that is compared with it.
  package let head: RepositoryContent

  /// What the command line says of them.
  package struct Choice: Sendable {
    /// The revision to compare with; nil for the base of the merge request, or else the last common
    /// commit with the default branch.
    package var base: String?
    /// The revision that is compared; nil for the working tree.
    package var head: String?
    /// Whether Git's index is compared.
    package var isStaged = false

    /// Nothing is said.
    package init() {}
  }

  /// Finds the commits.
  ///
  /// - Parameters:
  ///   - choice: What the command line says.
  ///   - workspace: The repository, whose configuration may name the default branch.
  ///   - variable: The value of an environment variable; nil when it is not set.
  /// - Throws: That a commit is not there, with what to fetch.
  package init(
    _ choice: Choice,
    in workspace: Workspace,
    variable: (String) -> String? = HostSystem.environment
  ) throws(UsageError) {
    let finder = try CommitFinder(root: workspace.repository.root)
    let defaultBranch = workspace.configuration.evidence.gitLab.defaultBranch
    let head = try choice.head.map { revision throws(UsageError) in
      try finder.commit(revision)
    }
    if let base = choice.base {
      self.base = try finder.commit(base)
    } else if let base = variable(Self.mergeRequestBase), !base.isEmpty {
      self.base = try finder.commit(base, from: Self.mergeRequestBase)
    } else {
      self.base = try finder.commonCommit(
        of: head,
        defaultBranches: [variable("CI_DEFAULT_BRANCH"), nil, defaultBranch]
      )
    }
    self.head = head.map { .commit($0) } ?? (choice.isStaged ? .index : .workingTree)
  }

  /// The variable of merge request pipelines with the base of the merge request's diff.
  private static let mergeRequestBase = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
}

/// Finds commits, and says what to fetch when one is not there.
struct CommitFinder {
  private let history: GitHistory
  private let root: String

  /// A finder for a repository.
  ///
  /// - Throws: That there is no Git, or no repository.
  init(root: String) throws(UsageError) {
    guard let history = GitHistory(root: root) else {
      throw UsageError(message: "commits are read with git, and there is no git on PATH")
    }
    guard history.exists else {
      throw UsageError(message: "\(root) is not in a Git repository")
    }
    self.history = history
    self.root = root
  }

  /// The full ID of a revision's commit.
  ///
  /// - Parameters:
  ///   - revision: The revision.
  ///   - origin: The variable that holds it; nil when the command line names it.
  /// - Throws: That there is none.
  func commit(_ revision: String, from origin: String? = nil) throws(UsageError) -> String {
    let named = origin.map { "\(revision) (\($0))" } ?? revision
    switch history.commit(revision) {
    case .commit(let id): return id
    case .ambiguous:
      throw UsageError(message: "\(named) may be several commits; write more of the ID")
    case .missing:
      let remedy =
        history.isShallow || origin != nil
        ? "; fetch it with git fetch --depth=1 origin \(revision), or clone with "
          + "GIT_DEPTH: \"0\"" : ""
      throw UsageError(message: "there is no commit \(named) in this clone\(remedy)")
    }
  }

  /// The last common commit with the default branch.
  ///
  /// - Parameters:
  ///   - head: The commit that is compared; nil for the one that is checked out.
  ///   - defaultBranches: Names of the default branch, the best first; nil for what the remote says.
  /// - Throws: That there is none, or that the branch is not known.
  func commonCommit(
    of head: String?,
    defaultBranches: [String?]
  ) throws(UsageError) -> String {
    guard case .commit(let own) = head.map(GitHistory.Revision.commit) ?? history.commit("HEAD")
    else { throw UsageError(message: "\(root) has no commit yet; name BASE") }
    let (name, branch) = try defaultBranch(defaultBranches)
    if let common = history.mergeBase(branch, own) { return common }
    guard history.isShallow else {
      throw UsageError(message: "there is no common commit with \(name); name BASE")
    }
    throw UsageError(
      message: "this clone is too shallow for the last common commit with \(name); complete it with "
        + "git fetch --unshallow origin, clone with GIT_DEPTH: \"0\", or name BASE"
    )
  }

  /// The default branch, and the commit at its end.
  private func defaultBranch(
    _ names: [String?]
  ) throws(UsageError) -> (name: String, commit: String) {
    for name in names {
      if name == "" { continue }
      let references =
        name.map { ["refs/remotes/origin/\($0)", "refs/heads/\($0)"] }
        ?? ["refs/remotes/origin/HEAD"]
      for reference in references {
        if case .commit(let id) = history.commit(reference) { return (name ?? "origin/HEAD", id) }
      }
    }
    guard let name = names.lazy.compactMap(\.self).first(where: { !$0.isEmpty }) else {
      throw UsageError(
        message: "the default branch is not known; name BASE, set gitlab: default_branch in "
          + ".akvlint.yml, or run git remote set-head origin --auto"
      )
    }
    throw UsageError(
      message: "the default branch \(name) is not in this clone; fetch it with git fetch origin "
        + "\(name):refs/remotes/origin/\(name), or name BASE"
    )
  }
}
