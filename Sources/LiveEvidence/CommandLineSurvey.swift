import Evidence
import TextFormats

/// Asks the operator's command lines, `az` and `glab`, for the values of a first configuration.
///
/// They only show what the signed-in user may read, and nothing is changed. Values of CI/CD
/// variables, which `glab` writes too, are never looked at.
package struct CommandLineSurvey: Sendable {
  /// A command line.
  package enum Program: String, CaseIterable, Sendable {
    case az
    case glab
  }

  /// The scope of the survey, from the pipeline.
  package struct Scope: Sendable {
    /// The host of the GitLab instance.
    package var host: String?
    /// The project's full path.
    package var project: String?
    /// The applications that jobs sign in as.
    package var clients: [String] = []

    /// No facts.
    package init() {}
  }

  /// A CI/CD variable of the project.
  package struct Variable: Hashable, Sendable {
    /// Its name.
    package let key: String
    /// The environments that get it; `*` for all.
    package let scope: String
    /// Whether only protected refs get it.
    package let isProtected: Bool
  }

  /// A federated credential of an application.
  package struct AccessToken: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// The issuer that it trusts.
    package let issuer: String
    /// The subject that it takes; nil for one that is matched by an expression, which `az` does
    /// not show.
    package let subject: String?
    /// The audience that it takes.
    package let audience: String
  }

  /// The answers.
  package struct Answers: Sendable {
    /// The tenant of the signed-in user.
    package var tenant: String?
    /// The credentials of each application that could be read.
    package var credentials: [String: [AccessToken]] = [:]
    /// The project's full path.
    package var project: String?
    /// The default branch.
    package var defaultBranch: String?
    /// The project's variables; nil when they could not be read.
    package var variables: [Variable]?
    /// The missing answers and their reasons: sentences without a full stop.
    package var gaps: [String] = []

    /// Nothing.
    package init() {}
  }

  /// The absolute paths of the programs that are asked.
  private let programs: [Program: String]
  private let run: AzureCLI.Run

  /// A survey.
  ///
  /// - Parameters:
  ///   - programs: The absolute paths of the programs that are asked.
  ///   - run: The runner of the programs.
  package init(programs: [Program: String], run: @escaping AzureCLI.Run) {
    self.programs = programs
    self.run = run
  }

  /// Asks.
  package func answers(about subject: Scope) async -> Answers {
    var answers = Answers()
    if programs[.az] != nil { await askAzure(subject, &answers) }
    if programs[.glab] != nil { await askGitLab(subject, &answers) }
    return answers
  }

  // MARK: Azure

  private func askAzure(_ subject: Scope, _ answers: inout Answers) async {
    let account = await ask(.az, ["account", "show", "--output", "json"], &answers.gaps)
    answers.tenant = account?["tenantId"]?.text.flatMap { GUID.isValid($0) ? $0 : nil }
    guard account != nil else { return }
    for client in subject.clients where GUID.isValid(client) {
      let arguments = [
        "ad", "app", "federated-credential", "list", "--id", client, "--output", "json",
      ]
      guard let list = await ask(.az, arguments, &answers.gaps) else { continue }
      answers.credentials[client] = list.elements.compactMap(Self.credential)
    }
  }

  private static func credential(_ value: DocumentValue) -> AccessToken? {
    guard let name = value["name"]?.text, let issuer = value["issuer"]?.text,
      let audience = value["audiences"]?.texts.first
    else { return nil }
    return AccessToken(
      name: name,
      issuer: issuer,
      subject: value["subject"]?.text,
      audience: audience
    )
  }

  // MARK: GitLab

  private func askGitLab(_ subject: Scope, _ answers: inout Answers) async {
    guard let host = subject.host, let project = subject.project else {
      answers.gaps.append("glab was not asked, because no git remote names the project")
      return
    }
    let path = "projects/" + Self.encoded(project)
    let end = ["--hostname", host]
    guard let found = await ask(.glab, ["api", path] + end, &answers.gaps) else { return }
    answers.project = found["path_with_namespace"]?.text
    answers.defaultBranch = found["default_branch"]?.text
    let variables = await ask(
      .glab,
      ["api", "\(path)/variables?per_page=100"] + end,
      &answers.gaps
    )
    answers.variables = variables?.elements.compactMap { value in
      value["key"]?.text.map { key in
        Variable(
          key: key,
          scope: value["environment_scope"]?.text ?? "*",
          isProtected: value["protected"]?.bool ?? false
        )
      }
    }
  }

  /// A path as one part of an address.
  private static func encoded(_ path: String) -> String {
    path.utf8.map { byte in
      let isPlain =
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : byte < 16 ? "%0\(digits)" : "%\(digits)"
    }.joined()
  }

  // MARK: Programs

  /// Runs a program and returns its answer.
  private func ask(
    _ program: Program,
    _ arguments: [String],
    _ gaps: inout [String]
  ) async -> DocumentValue? {
    guard let path = programs[program] else { return nil }
    let question = "\(program.rawValue) \(arguments.joined(separator: " "))"
    let output: [UInt8]
    do throws(AzureCLI.Failure) {
      output = try await run(path, arguments)
    } catch {
      let reason =
        switch error {
        case .failed: "ended with an error; are you signed in?"
        case .timedOut(let limit): "did not answer within \(limit) seconds"
        }
      gaps.append("\(question): \(reason)")
      return nil
    }
    guard let document = try? JSONDocument.read(output, path: "") else {
      gaps.append("\(question): its output is not valid JSON")
      return nil
    }
    return document
  }
}
