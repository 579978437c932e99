/// The commits of a repository.
package struct GitHistory: Sendable {
  /// The meaning of a revision.
  package enum Revision: Hashable, Sendable {
    /// A commit, by its full ID.
    case commit(String)
    /// There is no such commit here.
    case missing
    /// Several objects have an ID that begins like this.
    case ambiguous
  }

  private let git: GitProgram
  private let objects: GitObjectReader

  /// The repository around a folder; nil when there is no `git` on `PATH`.
  ///
  /// - Parameter root: The folder's absolute path.
  package init?(root: String) {
    guard let git = GitProgram(root: root) else { return nil }
    self.git = git
    objects = GitObjectReader(git)
  }

  /// Whether the folder is in a repository.
  package var exists: Bool { git.line(["rev-parse", "--git-dir"]) != nil }

  /// Whether older commits were left out when the repository was cloned.
  package var isShallow: Bool { git.line(["rev-parse", "--is-shallow-repository"]) == "true" }

  /// The commit that a revision names; for a tag, the tagged commit.
  ///
  /// - Parameter revision: A branch, a tag, an ID or any other name that Git accepts for a
  ///   revision.
  /// - Returns: The commit, or why there is none.
  package func commit(_ revision: String) -> Revision {
    switch try? objects.object("\(revision)^{commit}") {
    case .content(type: "commit", let id, _): .commit(id)
    case .ambiguous: .ambiguous
    case .content, .missing, nil: .missing
    }
  }

  /// The best common ancestor of two commits; nil when there is none here.
  package func mergeBase(_ first: String, _ second: String) -> String? {
    git.line(["merge-base", first, second])
  }

  /// The files of a commit.
  ///
  /// - Parameter commit: Its full ID.
  /// - Returns: The files; nil when Git cannot list them.
  package func files(of commit: String) -> GitFiles? {
    git.listing(["ls-tree", "-r", "-z", commit], GitListing.init(tree:)).map {
      GitFiles($0, objects: objects)
    }
  }

  /// The files of the index; nil when Git cannot list them.
  package func indexedFiles() -> GitFiles? {
    git.listing(["ls-files", "--stage", "-z"], GitListing.init(index:)).map {
      GitFiles($0, objects: objects)
    }
  }
}
