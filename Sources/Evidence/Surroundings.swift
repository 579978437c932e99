import AzureFederation

/// Facts from the environment of a CI/CD job and the checkout's remote.
package struct Surroundings {
  /// A variable of the environment.
  private let variable: (String) -> String?
  private let remote: GitRemote?

  /// Surroundings.
  ///
  /// - Parameters:
  ///   - variable: The value of an environment variable; nil when it is not set.
  ///   - remote: Where the checkout came from.
  package init(variable: @escaping (String) -> String?, remote: GitRemote?) {
    self.variable = variable
    self.remote = remote
  }

  /// Puts in what the configuration left open.
  ///
  /// - Returns: The values and their sources, one sentence each.
  package func complete(_ evidence: inout ProjectEvidence) -> [String] {
    var notes: [String] = []
    func fill(_ value: inout String?, _ what: String, _ name: String, _ fallback: String?) {
      guard value == nil else { return }
      if let text = present(name) {
        value = text
        notes.append("the \(what) is \(text), from \(name)")
      } else if let remote, let fallback {
        value = fallback
        notes.append("the \(what) is \(fallback), from the git remote \(remote.name)")
      }
    }
    fill(&evidence.gitLab.issuer, "issuer", "CI_SERVER_URL", remote?.url)
    fill(&evidence.gitLab.projectPath, "project", "CI_PROJECT_PATH", remote?.path)
    fill(&evidence.gitLab.defaultBranch, "default branch", "CI_DEFAULT_BRANCH", nil)
    // The job's project may be another one than the configuration's.
    if evidence.gitLab.projectID == nil, let id = present("CI_PROJECT_ID").flatMap({ Int($0) }),
      evidence.gitLab.projectPath == present("CI_PROJECT_PATH")
    {
      evidence.gitLab.projectID = id
      notes.append("the project's ID is \(id), from CI_PROJECT_ID")
    }
    for variable in jobVariables(evidence) {
      evidence.variables.items.append(variable)
      notes.append("\(variable.key) is a variable of this job")
    }
    return notes
  }

  /// The provider's variables that the CI/CD job gets which runs akvlint.
  ///
  /// In a job with an environment they may be meant for that alone, so nothing is taken there.
  private func jobVariables(_ evidence: ProjectEvidence) -> [ProjectEvidence.ProjectVariable] {
    guard present("GITLAB_CI") == "true", present("CI_ENVIRONMENT_NAME") == nil,
      !evidence.variables.isClosed
    else { return [] }
    let isRefProtected = present("CI_COMMIT_REF_PROTECTED") == "true"
    return AzureVariables.all.compactMap { name in
      guard let value = present(name) else { return nil }
      return ProjectEvidence.ProjectVariable(
        key: name,
        value: value,
        isProtected: isRefProtected ? nil : false,
        source: EvidenceSource(path: "this job's environment"),
        isObserved: true
      )
    }
  }

  private func present(_ name: String) -> String? {
    variable(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
