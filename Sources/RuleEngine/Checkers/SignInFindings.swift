import AccessPrediction
import Findings
import GitLabCI
import YAMLSyntax

/// The sign-ins of scripts that Entra ID refuses, for the rules about its codes.
struct SignInFindings {
  /// Whether a verdict concerns the rule that asks.
  let isConcerned: (Verdict) -> Bool
  /// Whether the finding is at the token's audience.
  let isAboutToken: Bool

  /// The findings, for each command that fails one.
  func reports(_ context: CheckContext) -> [RawFinding] {
    context.facts.signInSubjects.flatMap { index in
      let runs = context.facts.predictions(ofJob: index)
      let isAlways = runs.allSatisfy { $0.verdict?.answer == .fails }
      return groups(runs).map { group in
        var report = report(group, runs.count, context.pipeline.jobs[index], context)
        report.severity = isAlways ? .error : .warning
        return report
      }
    }
  }

  private struct Group {
    let exchange: ExchangePrediction
    var scenarios: [String]
  }

  private func groups(_ runs: [Prediction]) -> [Group] {
    var groups: [Group] = []
    for run in runs {
      for exchange in run.exchanges
      where exchange.verdict.answer == .fails && isConcerned(exchange.verdict) {
        let known = groups.firstIndex {
          $0.exchange.site == exchange.site && $0.exchange.tool == exchange.tool
            && $0.exchange.verdict.code == exchange.verdict.code
        }
        if let known {
          if groups[known].scenarios.last != run.scenario {
            groups[known].scenarios.append(run.scenario)
          }
        } else {
          groups.append(Group(exchange: exchange, scenarios: [run.scenario]))
        }
      }
    }
    return groups
  }

  private func report(
    _ group: Group,
    _ count: Int,
    _ job: Job,
    _ context: CheckContext
  ) -> RawFinding {
    let verdict = group.exchange.verdict
    let when =
      group.scenarios.count == count
      ? "in any of the job's runs" : "in the scenarios \(group.scenarios.joined(separator: ", "))"
    let code = verdict.code.map { " (\($0))" } ?? ""
    var report = RawFinding(
      location: location(group.exchange, job, context),
      message: "\(group.exchange.tool) does not sign in \(when)\(code): \(verdict.reason)"
    )
    report.job = job.symbol
    report.token = token(group.exchange, job, context)?.symbol
    report.predicts = verdict.code
    report.scenarios = group.scenarios
    return report
  }

  private func token(
    _ exchange: ExchangePrediction,
    _ job: Job,
    _ context: CheckContext
  ) -> IDToken? {
    job.idTokens.first { context.tree.text($0.symbol) == exchange.token }
  }

  /// The audience for what is wrong with the token, the command for the rest.
  private func location(
    _ exchange: ExchangePrediction,
    _ job: Job,
    _ context: CheckContext
  ) -> Location {
    let tree = context.tree
    let token = token(exchange, job, context)
    if isAboutToken || exchange.site == nil, let token {
      return tree.location(token.audience?.value.node ?? token.entry.keyNode)
    }
    guard let site = exchange.site else { return tree.location(job.entry.keyNode) }
    let rest = tree.text(site.node).dropFirst(site.offset)
    let width = rest.prefix { $0 > 0x20 }.count
    let range = site.offset..<site.offset + max(1, width)
    return context.scripts.location(of: range, in: site.node, of: tree)
  }
}

/// AKV412: a sign-in of a script fails for another reason than the credentials.
struct RefusedSignInChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard !context.predictions.isEmpty else { return outcome }
    let findings = SignInFindings(
      isConcerned: { $0.mismatch == nil && !Self.isForeign($0, context) },
      isAboutToken: false
    )
    outcome.reports = findings.reports(context)
    return outcome
  }

  /// Whether a sign-in fails because its token is that of another job, which AKV110 reports.
  private static func isForeign(_ verdict: Verdict, _ context: CheckContext) -> Bool {
    guard case .missingToken(let name?)? = verdict.cause else { return false }
    return context.pipeline.jobs.contains { job in
      job.idTokens.contains { context.tree.text($0.symbol) == name }
    }
  }
}
