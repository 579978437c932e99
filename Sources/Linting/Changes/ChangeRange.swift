import Evidence
import Files

/// The two states of a repository that are compared.
package struct ChangeRange: Sendable, Equatable {
  /// The full ID of the commit to compare with.
  package let base: String
  /// The state that is compared with it.
  package let head: RepositoryContent

  /// The revisions on the command line.
  package struct Choice: Sendable {
    /// The revision to compare with; nil for the base of the merge request, or else the last common
    /// commit with the default branch.
    package var base: String?
    /// The revision that is compared; nil for the working tree.
    package var head: String?
    /// Whether Git's index is compared.
    package var isStaged = false

    /// The defaults.
    package init() {}
  }

  /// Finds the commits.
  ///
  /// - Parameters:
  ///   - choice: The arguments of the command line.
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
