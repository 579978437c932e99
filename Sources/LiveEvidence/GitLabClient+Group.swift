import Evidence

/// A project as GitLab lists it.
package struct ListedProject: Hashable, Sendable {
  /// Its ID.
  package let id: Int
  /// Its full path.
  package let path: String
  /// Its default branch; nil for an empty repository.
  package let defaultBranch: String?
  /// The root pipeline that its settings name; nil for the usual one.
  package let configPath: String?

  /// A project.
  package init(id: Int, path: String, defaultBranch: String?, configPath: String?) {
    self.id = id
    self.path = path
    self.defaultBranch = defaultBranch
    self.configPath = configPath
  }

  /// A project of an answer; nil when it is archived or lacks what a project has.
  init?(_ document: DocumentValue) {
    guard let id = document["id"]?.integer, let path = document["path_with_namespace"]?.text,
      document["archived"]?.bool != true
    else { return nil }
    func text(_ key: String) -> String? {
      document[key]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }
    let isEmpty = document["empty_repo"]?.bool ?? false
    self.init(
      id: id,
      path: path,
      defaultBranch: isEmpty ? nil : text("default_branch"),
      configPath: text("ci_config_path")
    )
  }
}

/// Projects of groups.
///
/// Source: GitLab's REST API, `groups`, `projects`, `branches`, `repositories`.
extension GitLabClient {
  /// GitLab lists at most this many pages of projects: half a million projects.
  private static let pageLimit = 5_000

  /// The projects of a group and its subgroups, without archived ones, in the order of their IDs.
  ///
  /// - Parameter group: The group's full path.
  /// - Returns: The projects.
  /// - Throws: The reason why there is no answer.
  package func projects(ofGroup group: String) async throws(Undecidable) -> [ListedProject] {
    try await list(
      "groups/\(PercentEncoding.encode(group))/projects",
      query: "include_subgroups=true&with_shared=false&archived=false&order_by=id&sort=asc",
      pageLimit: Self.pageLimit
    ).compactMap(ListedProject.init)
  }

  /// A project by its full path.
  ///
  /// - Returns: nil when it is archived.
  /// - Throws: The reason why there is no answer.
  package func listedProject(_ path: String) async throws(Undecidable) -> ListedProject? {
    let request = request("projects/\(PercentEncoding.encode(path))")
    return ListedProject(try await courier.document(request).document)
  }

  /// The commit that a branch points to.
  ///
  /// - Returns: nil when there is no such branch.
  /// - Throws: The reason why there is no answer.
  func commit(ofBranch branch: String, of project: String) async throws(Undecidable) -> String? {
    let request = request(
      "projects/\(PercentEncoding.encode(project))/repository/branches/"
        + PercentEncoding.encode(branch)
    )
    let (status, document) = try await courier.document(request, statuses: [200, 404])
    return status == 404 ? nil : document["commit"]?["id"]?.text
  }

  /// The paths of all files of a commit.
  func paths(of project: String, at commit: String) async throws(Undecidable) -> [String] {
    try await list(
      "projects/\(PercentEncoding.encode(project))/repository/tree",
      query: "recursive=true&ref=\(PercentEncoding.encode(commit))"
    ).compactMap { $0["type"]?.text == "blob" ? $0["path"]?.text : nil }
  }
}
