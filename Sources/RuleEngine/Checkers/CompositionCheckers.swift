import AccessPrediction
import Findings
import GitLabCI
import YAMLSyntax

/// AKV007: a `!reference` that GitLab cannot resolve.
///
/// The messages are those of `ReferenceResolver`.
struct InvalidReferenceChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    RuleOutcome(findings: context.problems(of: .reference))
  }
}

/// AKV008: an `extends` that GitLab cannot resolve.
///
/// The messages are those of `ExtendsResolver`.
struct InvalidExtendsChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome(findings: context.problems(of: .extends))
    let jobs = context.composition.incompleteJobs.sorted { $0.rawValue < $1.rawValue }
    if context.composition.isOpen, !jobs.isEmpty {
      outcome.questions.append(
        UndecidedQuestion(
          jobs: jobs,
          reason: "\(context.composition.openSource) may define its base"
        )
      )
    }
    return outcome
  }
}

/// AKV009: an `include` that GitLab refuses.
///
/// The messages are those of `IncludeReader` and `Composer`.
struct InvalidIncludeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome(
      findings: context.problems(of: .include) + context.problems(of: .withoutInclude)
    )
    if let include = context.composition.lonelyInclude {
      var report = RawFinding(
        location: context.tree.location(include),
        message: "GitLab refuses the pipeline in runs in which these rules include nothing; "
          + "write the include as a list"
      )
      report.severity = .warning
      outcome.findings.append(report.saying("include config should be an array or a string"))
    }
    return outcome
  }
}

/// AKV011: inputs that GitLab refuses, and interpolations that it cannot resolve.
///
/// The messages are those in `GitLabCI/Composition/Inputs`.
struct InvalidInputChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    RuleOutcome(findings: context.problems(of: .inputs))
  }
}

extension CheckContext {
  /// The findings about what stops one step of GitLab's composition.
  fileprivate func problems(of step: CompositionProblem.Step) -> [RawFinding] {
    let problems = composition.problems.filter { $0.step == step }
    return zip(problems, composition.messages(of: problems)).map { problem, message in
      var report = RawFinding(location: tree.location(problem.node), message: message)
      report.job = problem.job
      return problem.isHidden
        ? report.sayingLater(problem.gitLabMessage) : report.saying(problem.gitLabMessage)
    }
  }
}
