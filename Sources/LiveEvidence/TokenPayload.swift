import Evidence
import TextFormats

extension AccessToken {
  /// What a JSON web token says; nil when it is none.
  ///
  /// The signature is not looked at: this only decides which service a token may go to.
  var payload: DocumentValue? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[1]) else { return nil }
    return try? JSONDocument.read(bytes, path: "")
  }

  /// Whether it is an ID token that GitLab gave a job.
  ///
  /// A branch names the ID tokens that are exchanged, so it must not be able to name another
  /// token of the environment.
  ///
  /// Source: GitLab's page on ID tokens: `project_path` and `job_id` stand in each of them.
  package var isGitLabIDToken: Bool {
    guard let payload else { return false }
    return payload["project_path"]?.text != nil && payload["job_id"] != nil
      && payload["sub"]?.text != nil
  }
}
