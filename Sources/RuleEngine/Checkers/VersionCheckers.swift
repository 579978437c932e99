import Evidence
import GitLabCI
import YAMLSyntax

/// AKV506: a GitLab that is older than what the pipeline uses.
///
/// Source: GitLab's documentation of each keyword; the runner's change log (16.6 mends tokens for
/// Azure, AADSTS50027 before).
struct RunnerVersionChecker: Checker {
  private static let azureVersion = [16, 6]

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard let text = context.facts.evidence.gitLab.version, let version = Self.numbers(text),
      version.lexicographicallyPrecedes(Self.azureVersion)
    else { return outcome }
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      guard let secret = job.secrets.first(where: \.isAzure) else { continue }
      var report = Report(
        location: context.tree.location(secret.entry.keyNode),
        message: "Azure Key Vault secrets work from GitLab and runner 16.6 on, and this is "
          + "\(text): Entra ID answers AADSTS50027"
      )
      report.job = job.symbol
      report.secret = secret.symbol
      report.predicts = "AADSTS50027"
      outcome.reports.append(report)
    }
    return outcome
  }

  /// `16.5.1-ee` as [16, 5].
  private static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".").prefix(2).map { part in
      Int(part.prefix { $0.isASCII && $0.isNumber })
    }
    guard let major = parts.first ?? nil else { return nil }
    return [major, parts.count > 1 ? parts[1] ?? 0 : 0]
  }
}
