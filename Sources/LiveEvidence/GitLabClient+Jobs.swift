import Evidence

/// A job with its log.
package struct FetchedJob: Sendable {
  /// The job's name.
  package let name: String?
  /// The log; then a line with GitLab's failure reason, for jobs that never reached a runner.
  package let log: [UInt8]
}

extension GitLabClient {
  /// A job and its log.
  ///
  /// Source: GitLab's REST API, `jobs`: `GET /projects/:id/jobs/:job_id` and `/trace`.
  ///
  /// - Parameter address: The job; its host is not looked at, the client has one.
  /// - Returns: The job's name and log.
  /// - Throws: The reason why there is no answer.
  package func job(_ address: JobAddress) async throws(Undecidable) -> FetchedJob {
    let path = "projects/\(PercentEncoding.encode(address.project))/jobs/\(address.id)"
    let (_, document) = try await courier.document(request(path))
    let request = request("\(path)/trace")
    let answer = try await courier.answer(request)
    guard answer.status == 200 else {
      throw Undecidable(question: request.question, reason: answer.refusal)
    }
    var log = answer.body
    if let reason = document["failure_reason"]?.text {
      log += Array("\nfailure_reason: \(reason)\n".utf8)
    }
    return FetchedJob(name: document["name"]?.text, log: log)
  }
}
