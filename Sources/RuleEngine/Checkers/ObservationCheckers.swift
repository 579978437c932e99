import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// AKV602, AKV701 to AKV703, AKV801 to AKV803: what asking Entra ID and Key Vault showed.
struct ObservationChecker: Checker {
  /// The checked observation.
  enum Question {
    case issuer
    case tenant
    case application
    case exchange
    case vault
    case vaultTenant
    case access
  }

  /// A fault for one job.
  private struct Problem {
    var message: String
    var code: String?
    /// The variable whose value is at fault; nil for the secret itself.
    var variable: String?
  }

  private let question: Question

  init(_ question: Question) {
    self.question = question
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard wasAsked(context.facts) else { return outcome }
    for index in context.facts.azureSubjects {
      let job = context.pipeline.jobs[index]
      guard let (secret, problem) = problem(index, job, context.facts) else { continue }
      let place = problem.variable.flatMap { context.facts.variableText($0, job: index) }
      var report = RawFinding(
        location: context.tree.location(place ?? secret.entry.keyNode),
        message: problem.message
      )
      report.job = job.symbol
      report.secret = secret.symbol
      report.predicts = problem.code
      outcome.reports.append(report)
    }
    return outcome
  }

  /// Whether anything was found out that matters here.
  private func wasAsked(_ facts: PipelineFacts) -> Bool {
    let observations = facts.evidence.observations
    return switch question {
    case .issuer: !observations.issuers.isEmpty
    case .tenant: !observations.tenants.isEmpty
    case .application:
      !observations.applications.isEmpty || !observations.servicePrincipals.isEmpty
        || facts.isJudged
    case .exchange: !observations.exchanges.isEmpty
    case .vault, .vaultTenant: !observations.vaults.isEmpty
    case .access: !observations.denials.isEmpty
    }
  }

  /// The first of a job's secrets with a problem.
  private func problem(
    _ index: Int,
    _ job: Job,
    _ facts: PipelineFacts
  ) -> (Secret, Problem)? {
    let secrets = job.secrets.lazy.filter(\.isAzure)
    // A vault may refuse one secret and not the next; all else is the same for all of them.
    for secret in secrets.prefix(question == .access ? .max : 1) {
      if let problem = problem(index, job, secret, facts) { return (secret, problem) }
    }
    return nil
  }

  private func problem(
    _ index: Int,
    _ job: Job,
    _ secret: Secret,
    _ facts: PipelineFacts
  ) -> Problem? {
    let observations = facts.evidence.observations
    func value(_ name: String) -> String? {
      if case .string(let text) = facts.azureValue(name, job: index) { text } else { nil }
    }
    switch question {
    case .issuer:
      guard let issuer = facts.evidence.gitLab.issuer,
        let problem = observations.issuers.first(where: { $0.url == issuer })?.problem
      else { return nil }
      return Problem(
        message: "Entra ID cannot check tokens of \(issuer): \(problem)",
        code: "AADSTS501661"
      )
    case .tenant:
      guard let tenant = value(AzureVariables.tenantID),
        observations.tenants.first(where: { GUID.areEqual($0.id, tenant) })?.exists == false
      else { return nil }
      return Problem(
        message:
          "there is no tenant \(tenant); az account show --query tenantId -o tsv shows yours",
        code: "AADSTS90002",
        variable: AzureVariables.tenantID
      )
    case .application:
      return application(value(AzureVariables.clientID), observations)
        ?? otherTenant(facts.predictions(ofJob: index), facts.isJudged)
    case .exchange: return exchange(job, secret, facts)
    case .vault, .vaultTenant, .access:
      guard let url = value(AzureVariables.vaultURL), let vault = observations.vault(url) else {
        return nil
      }
      let client = value(AzureVariables.clientID)
      if question == .access { return denial(vault, client, secret, facts) }
      return problem(vault, value(AzureVariables.tenantID))
    }
  }

  /// The application is known to be in another tenant than `AZURE_TENANT_ID`.
  private func otherTenant(_ runs: @autoclosure () -> [Prediction], _ isJudged: Bool) -> Problem? {
    guard isJudged else { return nil }
    let verdict = runs().lazy.flatMap(\.secrets).map(\.verdict)
      .first { $0.answer == .fails && $0.code == "AADSTS700016" }
    return verdict.map {
      Problem(message: $0.reason, code: $0.code, variable: AzureVariables.tenantID)
    }
  }

  private func application(_ client: String?, _ observations: Observations) -> Problem? {
    guard let client else { return nil }
    func isMissing(_ list: [Observations.Existence]) -> Bool {
      list.first { GUID.areEqual($0.id, client) }?.exists == false
    }
    if isMissing(observations.applications) {
      return Problem(
        message: "there is no application \(client) in the tenant; az ad app show --id \(client)",
        code: "AADSTS700016",
        variable: AzureVariables.clientID
      )
    }
    guard isMissing(observations.servicePrincipals) else { return nil }
    return Problem(
      message: "the application \(client) has no service principal in the tenant; "
        + "az ad sp create --id \(client)",
      code: "AADSTS700016",
      variable: AzureVariables.clientID
    )
  }

  private func exchange(_ job: Job, _ secret: Secret, _ facts: PipelineFacts) -> Problem? {
    guard let token = facts.servingToken(secret, job: job) else { return nil }
    let name = facts.tree.text(job.idTokens[token].symbol)
    let exchange = facts.evidence.observations.exchanges.first { $0.token == name }
    guard let exchange, let code = exchange.code else { return nil }
    return Problem(
      message: "Entra ID refused the ID token \(name) of this job (\(code)): \(exchange.message)",
      code: code
    )
  }

  private func problem(
    _ vault: Vault,
    _ tenant: String?
  ) -> Problem? {
    let name = (try? VaultURL(vault.url))?.name ?? vault.url
    if question == .vault {
      guard vault.exists == false else { return nil }
      return Problem(
        message: "there is no vault \(name): its name does not resolve; az keyvault list "
          + "--query \"[].properties.vaultUri\"",
        variable: AzureVariables.vaultURL
      )
    }
    guard let tenant, let other = vault.tenantID, GUID.isValid(tenant),
      !GUID.areEqual(tenant, other)
    else { return nil }
    return Problem(
      message: "the vault \(name) belongs to the tenant \(other), and AZURE_TENANT_ID is "
        + tenant,
      code: "AKV10032",
      variable: AzureVariables.tenantID
    )
  }

  private func denial(
    _ vault: Vault,
    _ client: String?,
    _ secret: Secret,
    _ facts: PipelineFacts
  ) -> Problem? {
    let name = (try? VaultURL(vault.url))?.name ?? vault.url
    let denial = facts.evidence.observations.denial(
      vault: vault.url,
      clientID: client,
      secret: LiveTargets.name(of: secret, in: facts.tree)
    )
    guard let denial else { return nil }
    var facts: [FailureFact: String] = [.vault: name]
    facts[.application] = client
    let remedy = ErrorCatalogue.entry(denial.code)?.commands.first?.filled(with: facts).text
    return Problem(
      message: "the vault \(name) refuses this job's token (\(denial.code)): "
        + "\(denial.message)\(remedy.map { "; \($0)" } ?? "")",
      code: denial.code
    )
  }
}

/// AKV601: what GitLab's lint API refuses and our own validation does not report.
struct LintAnswerChecker: Checker {
  var needsErrors: Bool { true }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard let lint = context.facts.evidence.observations.lint, !lint.isValid else { return outcome }
    let known = Set(context.errors.map(\.gitLabMessage))
    for message in lint.errors where !known.contains(message) {
      outcome.reports.append(
        RawFinding(
          location: location(of: message, context),
          message: "GitLab refuses the pipeline: \(message)"
        )
      )
    }
    return outcome
  }

  /// The job that a message names, or the start of the pipeline.
  private func location(of message: String, _ context: CheckContext) -> Location {
    for job in context.pipeline.jobs {
      let name = context.tree.text(job.symbol)
      let isNamed = ["jobs:\(name) ", "jobs:\(name):", "\(name) job: ", "'\(name)' job"].contains {
        message.lowercased().contains($0.lowercased())
      }
      if isNamed { return context.tree.location(job.entry.keyNode) }
    }
    return context.facts.rootLocation
  }
}

/// AKV603: the configuration names other components of the subject than the project has.
struct SubjectComponentsChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let gitLab = context.facts.evidence.gitLab
    guard let observed = context.facts.evidence.observations.subjectComponents,
      let said = gitLab.subjectComponents, said != observed
    else { return outcome }
    var report = RawFinding(
      location: context.facts.rootLocation,
      message: "the project's tokens have the subject components "
        + "\(observed.joined(separator: ", ")), and the configuration says "
        + said.joined(separator: ", ")
    )
    if let source = gitLab.source {
      let start = TextPosition(line: source.line ?? 1, column: source.column ?? 1)
      report.evidencePlace = FileLocation(
        path: source.path,
        span: TextSpan(start: start, end: start)
      )
    }
    outcome.reports.append(report)
    return outcome
  }
}
