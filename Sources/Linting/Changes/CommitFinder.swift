import Files
import TextFormats

/// Finds commits, and names what to fetch when one is missing.
package struct CommitFinder {
  private let history: GitHistory
  private let root: String

  /// A finder for a repository.
  ///
  /// - Throws: That there is no Git, or no repository.
  package init(root: String) throws(UsageError) {
    guard let history = GitHistory(root: root) else {
      throw UsageError(message: "commits are read with git, which is not on PATH")
    }
    guard history.exists else {
      throw UsageError(message: "\(root) is not in a Git repository")
    }
    self.history = history
    self.root = root
  }

  /// Finds the commit of a revision.
  ///
  /// - Parameters:
  ///   - revision: The revision.
  ///   - origin: The variable that holds it; nil when the command line names it.
  /// - Returns: The commit's full ID.
  /// - Throws: That there is none, with what to fetch.
  package func commit(_ revision: String, from origin: String? = nil) throws(UsageError) -> String {
    let named = origin.map { "\(revision) (\($0))" } ?? revision
    switch history.commit(revision) {
    case .commit(let id): return id
    case .ambiguous:
      throw UsageError(message: "\(named) may be several commits; write more of the ID")
    case .missing:
      let remedy =
        history.isShallow || origin != nil
        ? "; \(Self.fetching(revision)), or clone with GIT_DEPTH: \"0\"" : ""
      throw UsageError(message: "this clone has no commit \(named)\(remedy)")
    }
  }

  /// The command after which a shallow clone has a revision, as a clause.
  private static func fetching(_ revision: String) -> String {
    let isID = revision.utf8.count >= 40 && revision.utf8.allSatisfy(ASCII.isHexDigit)
    if isID { return "fetch it with git fetch --depth=1 origin \(revision)" }
    if revision.contains(where: { "~^@:".contains($0) }) {
      return "complete the clone with git fetch --unshallow origin"
    }
    let prefix = "origin/"
    let isRemote = revision.hasPrefix(prefix)
    let branch = isRemote ? String(revision.dropFirst(prefix.count)) : revision
    let command = "git fetch --depth=1 origin \(branch):refs/remotes/origin/\(branch)"
    return "fetch it with \(command)" + (isRemote ? "" : " and name origin/\(branch)")
  }

  /// Finds the last common commit with the default branch.
  ///
  /// - Parameters:
  ///   - head: The commit that is compared; nil for the one that is checked out.
  ///   - defaultBranches: Names of the default branch, the best first; nil for the remote's own.
  /// - Returns: The commit's full ID.
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
      throw UsageError(message: "HEAD has no common commit with \(name); name BASE")
    }
    throw UsageError(
      message:
        "this clone is too shallow for the last common commit with \(name); complete it with "
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
        message: "the default branch is unknown; name BASE, set gitlab: default_branch in "
          + ".akvlint.yml, or run git remote set-head origin --auto"
      )
    }
    throw UsageError(
      message: "the default branch \(name) is not in this clone; fetch it with git fetch origin "
        + "\(name):refs/remotes/origin/\(name), or name BASE"
    )
  }
}
