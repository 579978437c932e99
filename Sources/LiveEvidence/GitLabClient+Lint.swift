package import Evidence

/// GitLab's own verdict on a pipeline.
///
/// Source: GitLab's REST API, `lint`. Both forms store nothing.
extension GitLabClient {
  /// Queries the lint API.
  ///
  /// The text of a root file is judged as if it were on the default branch: files that it includes
  /// locally are those of that branch, so a refusal may be due to one that is not pushed yet.
  ///
  /// - Parameters:
  ///   - question: The commit or text.
  ///   - path: The project's full path.
  /// - Returns: The verdict.
  /// - Throws: The reason why there is none.
  package func lint(
    _ question: LiveTargets.LintQuestion,
    of path: String
  ) async throws(Undecidable) -> Observations.Lint {
    let place = "projects/\(PercentEncoding.encode(path))/ci/lint"
    let lint: Observations.Lint
    switch question {
    case .commit(let commit):
      lint = try await verdict(
        request("\(place)?content_ref=\(PercentEncoding.encode(commit))"),
        hint: nil
      )
    case .text(let text, let includesLocalFiles):
      var request = request(place)
      request.method = .post
      request.form = [HTTPRequest.FormField(name: "content", value: text)]
      lint = try await verdict(
        request,
        hint: "a text that is not pushed needs a token with the scope api and the role Developer"
      )
      guard lint.isValid || !includesLocalFiles else {
        let first = lint.errors.first.map { ": \($0)" } ?? ""
        throw Undecidable(
          question: request.question,
          reason: "GitLab refuses this text with local includes as the default branch has them"
            + first
        )
      }
    }
    return lint
  }

  private func verdict(
    _ request: HTTPRequest,
    hint: String?
  ) async throws(Undecidable) -> Observations.Lint {
    let answer = try await courier.answer(request)
    guard answer.status == 200 else {
      let isRefusal = [401, 403].contains(answer.status)
      let hint = isRefusal ? hint.map { "; \($0)" } ?? "" : ""
      throw Undecidable(question: request.question, reason: answer.refusal + hint)
    }
    guard let document = answer.document, let isValid = document["valid"]?.bool else {
      throw Undecidable(question: request.question, reason: "the answer has no verdict")
    }
    return Observations.Lint(
      isValid: isValid,
      errors: document["errors"]?.texts ?? [],
      source: source(request)
    )
  }
}
