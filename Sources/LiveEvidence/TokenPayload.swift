import Evidence
import TextFormats

extension AccessToken {
  /// The payload of a JSON web token; nil if it is not one.
  ///
  /// The signature is not looked at: this only decides which service a token may go to.
  var payload: DocumentValue? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[1]) else { return nil }
    return try? JSONDocument.read(bytes, path: "")
  }

  /// Whether this is the ID token of a job, with the audience that the YAML writes.
  ///
  /// A branch names the ID tokens that are exchanged, so it must not be able to name another
  /// token of the environment.
  ///
  /// - Parameters:
  ///   - audiences: The values of `aud` in the YAML.
  ///   - project: The full path of the job's project.
  ///   - issuer: The URL of the job's instance.
  /// - Returns: Whether it is.
  package func isIDToken(for audiences: [String], project: String, issuer: String) -> Bool {
    guard isGitLabIDToken, let payload else { return false }
    let own = payload["aud"]?.text.map { [$0] } ?? payload["aud"]?.texts ?? []
    return !own.isEmpty && Set(own) == Set(audiences)
      && payload["project_path"]?.text == project && payload["iss"]?.text == issuer
  }

  /// Whether this is an ID token that GitLab gave a job.
  ///
  /// Source: GitLab's page on ID tokens: All of them contain `project_path` and `job_id`.
  package var isGitLabIDToken: Bool {
    guard let payload else { return false }
    return payload["project_path"]?.text != nil && payload["job_id"] != nil
      && payload["sub"]?.text != nil
  }
}
