import AzureFederation

extension FailureAdvice {
  /// A caller that is not the job's identity: a user's session or the runner's machine.
  func caller(_ entry: FailureEntry) -> FailureEntry? {
    guard ["ForbiddenByRbac", "AccessDenied", "ForbiddenByPolicy"].contains(entry.code) else {
      return nil
    }
    if let program = facts[.application].flatMap(MicrosoftClient.name) {
      return user(entry, program)
    }
    guard report.isMachine else { return nil }
    return entry.revised(
      title: "\(entry.title): the caller is the identity of the runner's machine",
      explanation: "The vault saw the managed identity of a machine, not the identity as which the "
        + "job should sign in with its ID token. A program in the job did not find the ID token and "
        + "asked the machine's metadata service.",
      remedy: "Give the program the job's ID token; a right for the machine would be a right for "
        + "every job that runs on it.",
      commands: [.tokenFile, .signIn]
    )
  }

  /// Whether the application in the message is not the identity of the job.
  var isOtherCaller: Bool {
    report.isMachine || facts[.application].flatMap(MicrosoftClient.name) != nil
  }

  private func user(_ entry: FailureEntry, _ program: String) -> FailureEntry {
    entry.revised(
      title: "a user of \(program) asked, and has no right to read the secret",
      explanation: "The application in the message is \(program) itself, so the caller is a user "
        + "who signed in with it, not the identity of the job. The object ID in the message is "
        + "that of the user.",
      remedy: "Sign in with the job's ID token (az login --service-principal with "
        + "--federated-token). If this user should read the secret, give the right to the object "
        + "ID, not to \(program).",
      commands: [.signIn]
        + (entry.code == "ForbiddenByRbac" ? [.grantRoleToUser] : [.setPolicyForObject])
    )
  }
}
