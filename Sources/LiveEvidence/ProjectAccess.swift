/// With which token the files of a project are read that a pipeline includes.
///
/// The projects that live mode may read in a job. Everyone who can push a branch decides which
/// projects it includes, and sees the job's log, so the operator's token reads only the job's own
/// project and those that the operator lists.
package struct ProjectAccess: Sendable {
  /// The full path of the project whose CI job this is; nil outside of jobs.
  package var job: String?
  /// The token of that job, which may read what the pipeline's user may.
  package var jobToken: AccessToken?
  /// Projects that may be read with the operator's token: full paths, or groups that end in `/*`.
  package var allowed: [String] = []

  /// Outside of CI jobs.
  package init() {}

  /// The access for reading a project.
  ///
  /// - Parameters:
  ///   - project: Its full path.
  ///   - token: The operator's token.
  /// - Returns: The header of a request; nil for none.
  func authorization(
    for project: String,
    _ token: AccessToken?
  ) -> HTTPRequest.Authorization? {
    guard let job, !isAllowed(project.lowercased(), job.lowercased()) else {
      return token.map(HTTPRequest.Authorization.privateToken)
    }
    return jobToken.map(HTTPRequest.Authorization.jobToken)
  }

  private func isAllowed(_ project: String, _ job: String) -> Bool {
    if project == job { return true }
    return allowed.contains { pattern in
      let pattern = pattern.lowercased()
      guard pattern.hasSuffix("/*") else { return project == pattern }
      return project.hasPrefix(pattern.dropLast())
    }
  }
}
