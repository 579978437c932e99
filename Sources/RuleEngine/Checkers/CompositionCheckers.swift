import GitLabCI
import YAMLSyntax

/// AKV007 to AKV009: what stops GitLab from composing the configuration.
struct CompositionChecker: Checker {
  let step: CompositionProblem.Step

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for problem in context.composition.problems where problem.step == step {
      var report = RawFinding(
        location: context.tree.location(problem.node),
        message: problem.message
      )
      report.job = problem.job
      outcome.reports.append(
        problem.isHidden
          ? report.sayingLater(problem.gitLabMessage) : report.saying(problem.gitLabMessage)
      )
    }
    guard step == .extends else { return outcome }
    let jobs = context.composition.incompleteJobs.sorted { $0.rawValue < $1.rawValue }
    if context.composition.isOpen, !jobs.isEmpty {
      outcome.questions.append(
        UndecidedQuestion(
          jobs: jobs,
          reason: "an include that could not be followed may define its base"
        )
      )
    }
    return outcome
  }
}

/// AKV010: includes that were not followed; downstream pipelines outside the repository are left
/// undecided.
struct UnresolvedIncludeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for include in context.composition.unresolvedIncludes {
      outcome.reports.append(
        RawFinding(
          location: context.tree.location(include.directive.node),
          message: "the include (\(include.directive.summary)) was not followed: "
            + "\(include.reason); what depends on it is not judged"
        )
      )
    }
    for outside in context.pipeline.outsidePipelines {
      outcome.ask(
        "the downstream pipeline (\(outside.summary)) is not judged: \(outside.reason)",
        about: context.pipeline.jobs[outside.trigger].symbol
      )
    }
    return outcome
  }
}
