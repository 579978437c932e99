#if Live
package import Evidence
import Files
package import Linting
import LiveEvidence

extension CommandLineDiscovery {
  /// Asks.
  ///
  /// - Parameters:
  ///   - names: Whom, with commas between them.
  ///   - workspace: The repository. No program in it is run.
  ///   - draft: The known facts so far; the answers are added.
  ///   - note: Shows a line to the user.
  /// - Returns: That they were asked.
  /// - Throws: That a name is none, or that there is no such program.
  package static func ask(
    _ names: String,
    _ workspace: Workspace,
    _ draft: inout ConfigurationDraft,
    note: (String) -> Void
  ) throws(UsageError) -> Bool {
    var programs: [CommandLineSurvey.Program: String] = [:]
    let search = LiveEnvironment.search(outside: workspace.repository.root)
    for name in try check(names) {
      guard let program = CommandLineSurvey.Program(rawValue: name) else { continue }
      let path = search.program(
        name,
        realPath: HostSystem.realPath,
        isProgram: HostSystem.isProgram
      )
      guard let path else { throw UsageError(message: "\(name) is not on PATH") }
      programs[program] = path
    }
    var subject = CommandLineSurvey.Scope()
    subject.host = draft.url.map { String($0.value.trimmingPrefix("https://")) }
    subject.project = draft.project?.value
    subject.clients = draft.targets.clients.sorted()
    let runner = ProgramRunner(path: search.folders.joined(separator: ":"))
    let survey = CommandLineSurvey(programs: programs) { path, words throws(AzureCLI.Failure) in
      try await runner.run(path, words)
    }
    let asked = subject
    let watch = LiveWatch(limit: 120, showsProgress: false)
    take(watch.blocking { await survey.answers(about: asked) }, &draft)
    for gap in draft.gaps { note(gap) }
    return true
  }

  private static func take(
    _ answers: CommandLineSurvey.Answers,
    _ draft: inout ConfigurationDraft
  ) {
    let byGLab = "from glab"
    draft.tenant = answers.tenant.map { ConfigurationDraft.Discovery($0, from: "from az") }
    if let project = answers.project {
      draft.project = ConfigurationDraft.Discovery(project, from: byGLab)
    }
    if let branch = answers.defaultBranch {
      draft.defaultBranch = ConfigurationDraft.Discovery(branch, from: byGLab)
    }
    draft.credentials = answers.credentials.mapValues { credentials in
      credentials.compactMap { credential in
        // A credential without a subject uses an expression that az does not show; half of it would
        // be wrong.
        guard let subject = credential.subject else { return nil }
        return ConfigurationDraft.Credential(
          name: credential.name,
          issuer: credential.issuer,
          subject: subject,
          audience: credential.audience
        )
      }
    }
    for (client, credentials) in answers.credentials {
      for credential in credentials where credential.subject == nil {
        draft.credentials[client] = nil
        draft.gaps.append(
          "the credential \(credential.name) of \(client) is matched by an expression, which az does "
            + "not show; export the credentials as described above"
        )
      }
    }
    draft.projectVariables = (answers.variables ?? []).map {
      ConfigurationDraft.variable(key: $0.key, scope: $0.scope, isProtected: $0.isProtected)
    }
    draft.gaps += answers.gaps
  }
}
#endif
