import Evidence

/// Files and releases of other projects.
///
/// Source: GitLab's REST API, `repository_files`, `releases`, `templates/gitlab_ci_ymls`.
extension GitLabClient {
  /// A file of a project as it is stored.
  ///
  /// - Parameters:
  ///   - path: The file's path.
  ///   - project: The project's full path.
  ///   - ref: A branch, tag or commit.
  /// - Returns: Its content; nil when there is none, or the token may not see it.
  /// - Throws: The reason why there is no answer.
  func file(
    _ path: String,
    of project: String,
    ref: String
  ) async throws(Undecidable) -> [UInt8]? {
    var request = request(
      "projects/\(PercentEncoding.encode(project))/repository/files/"
        + "\(PercentEncoding.encode(path))/raw?ref=\(PercentEncoding.encode(ref))"
    )
    request.sizeLimit = IncludeFetcher.sizeLimit
    let answer = try await courier.answer(request)
    if answer.status == 404 { return nil }
    guard answer.status == 200 else {
      throw Undecidable(question: request.question, reason: answer.refusal)
    }
    return answer.body
  }

  /// The tags of a project's releases.
  func releases(_ project: String) async throws(Undecidable) -> [String] {
    try await list("projects/\(PercentEncoding.encode(project))/releases")
      .compactMap { $0["tag_name"]?.text }
  }

  /// One of GitLab's own templates.
  func template(_ key: String) async throws(Undecidable) -> [UInt8] {
    let request = request("templates/gitlab_ci_ymls/\(PercentEncoding.encode(key))")
    guard let content = try await courier.document(request).document["content"]?.text else {
      throw Undecidable(question: request.question, reason: "the answer has no content")
    }
    return Array(content.utf8)
  }
}
