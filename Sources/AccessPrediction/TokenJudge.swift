import GitLabCI
import ShellSyntax
import YAMLSyntax

/// Finds the ID token with which all Azure secrets of a job are fetched.
///
/// Source: GitLab 18.9 EE, `app/presenters/ee/ci/build_runner_presenter.rb`; GitLab Runner,
/// `common/spec/spec.go`.
struct TokenJudge {
  /// Entra ID's answer to a text that is not a token.
  static let malformed = "AADSTS50027"

  /// The token that serves the secrets.
  enum Choice {
    case token(IDToken, why: String)
    case verdict(Verdict, why: String)
  }

  let judged: JudgedPipeline
  let job: Job
  let variables: RunVariables

  private var tree: NodeTree { judged.tree }

  /// The token of the first stored secret serves them all; without `token:` the first stored ID
  /// token does.
  func choice() -> Choice {
    let serving = StoredOrder.first(job.secrets.filter { $0.azure != nil }, in: tree)
    switch serving?.token?.reference {
    case .unknown?: return .verdict(.unknown(.token, "the value of token is unknown"), why: "")
    case nil: return unnamed()
    case .variable?, .malformed?:
      let text = serving?.token.map { tree.string($0.value.node) } ?? ""
      let name = serving.map { tree.text($0.symbol) } ?? ""
      let why = "\(text): the first secret in GitLab's stored order, \(name), names it"
      return sent(text, why: why, isNamed: true)
    }
  }

  private func unnamed() -> Choice {
    if let first = StoredOrder.first(job.idTokens, in: tree), !job.areTokensOpen {
      let name = tree.text(first.symbol)
      let why =
        "$\(name): no secret names a token, so the first one in GitLab's stored order serves"
      return sent("$\(name)", why: why, isNamed: false)
    }
    if job.areTokensOpen {
      return .verdict(.unknown(.token, MissingEvidence.tokens(in: judged.pipeline)), why: "")
    }
    if case .text(let text) = variables.value("CI_JOB_JWT_V2").state, !text.isEmpty {
      return .verdict(
        .fails(.token, Self.malformed, "CI_JOB_JWT_V2 is a variable and not an ID token"),
        why: "CI_JOB_JWT_V2"
      )
    }
    return .verdict(
      .fails(
        .token,
        Self.malformed,
        "the job has no ID token, and CI_JOB_JWT_V2 was removed in GitLab 17.0: nothing is sent"
      ),
      why: "CI_JOB_JWT_V2"
    )
  }

  // MARK: What is sent

  /// The runner's interpretation of the text of `token:`.
  private func sent(_ text: String, why: String, isNamed: Bool) -> Choice {
    let pieces = RunnerExpansion.pieces(of: text)
    if pieces.count == 1, case .variable(let name) = pieces[0] {
      return variable(name, why: why, path: [])
    }
    if let name = unreachable(text), !isNamed {
      return .verdict(
        .fails(
          .token,
          Self.malformed,
          "GitLab sends $\(name), and the runner expands only the part before the character "
            + "that a variable's name cannot have"
        ),
        why: why
      )
    }
    let isKnown = variables.expandedByRunner(text) != nil || !job.areTokensOpen
    guard isKnown else {
      return .verdict(.unknown(.token, "the value of token is unknown"), why: why)
    }
    return .verdict(
      .fails(.token, Self.malformed, "\"\(text)\" is sent as the token itself"),
      why: why
    )
  }

  /// The name of an ID token that the runner does not find by `$NAME`.
  private func unreachable(_ text: String) -> String? {
    let name = String(text.dropFirst())
    return VariableReference.isIdentifier(name) ? nil : name
  }

  private func variable(_ name: String, why: String, path: [String]) -> Choice {
    let value = variables.value(name, .job, below: path.last == name ? .yaml : nil)
    switch value.state {
    case _ where value.isFile: return fails(notAToken(name, value), why, cause: cause(name, value))
    case .idToken(let name):
      guard let token = job.idTokens.first(where: { tree.text($0.symbol) == name }) else { break }
      return .token(token, why: why)
    case .text(let text):
      if !value.isRaw, path.count < 10, !path.dropLast().contains(name),
        let inner = VariableReference.only(in: text, includesPercent: true)
      {
        return variable(inner, why: why, path: path + [name])
      }
      return fails(notAToken(name, value), why, cause: cause(name, value))
    case .undefined:
      if job.areTokensOpen { break }
      return fails("the job has no ID token \(name), so nothing is sent", why, cause: nil)
    case .unknown where !variables.receivesDotenv && !isHidden(name) && !job.areTokensOpen:
      // A token without a definition is a mistake in an open world, too.
      return fails("the job has no ID token \(name), so nothing is sent", why, cause: nil)
    case .partial:
      return fails(notAToken(name, value), why, cause: cause(name, value))
    case .exists:
      guard isHidden(name) else { break }
      return fails(notAToken(name, value), why, cause: cause(name, value))
    case .unknown: break
    }
    if job.areTokensOpen {
      return .verdict(.unknown(.token, MissingEvidence.tokens(in: judged.pipeline)), why: why)
    }
    let reason =
      isHidden(name)
      ? "a variable may hide the ID token \(name): \(value.origin)"
      : "what \(name) holds is unknown"
    return .verdict(.unknown(.token, reason), why: why)
  }

  private func isHidden(_ name: String) -> Bool {
    job.idTokens.contains { tree.text($0.symbol) == name }
  }

  private func notAToken(_ name: String, _ value: RunValue) -> String {
    isHidden(name)
      ? "the variable \(name) hides the ID token (\(value.origin)), and its value is sent"
      : "\(name) is a variable (\(value.origin)), not an ID token"
  }

  private func cause(_ name: String, _ value: RunValue) -> Verdict.Cause? {
    isHidden(name) ? .shadowedToken(name, value) : nil
  }

  private func fails(_ reason: String, _ why: String, cause: Verdict.Cause?) -> Choice {
    var verdict = Verdict.fails(.token, Self.malformed, reason)
    verdict.cause = cause
    return .verdict(verdict, why: why)
  }
}
