import AccessPrediction
import Files
import GitLabCI
import Synchronization
import TextFormats

/// The rules for one large pipeline, on two cores.
///
/// One core reads scripts, the other validates as GitLab does and judges runs; then both take the
/// remaining rules one by one. Each core has facts of its own, because facts remember what was
/// asked. What two rules need together belongs to one part, so that hardly anything is done twice.
final class SharedRules: Sendable {
  /// Which core runs a rule.
  enum Part {
    /// The one that reads scripts.
    case scripts
    /// The one that judges runs.
    case runs
    /// Any.
    case any
  }

  private typealias Answer = Result<RuleOutcome, RuleError>

  private let rules: [CompiledRule]
  private let answers: Mutex<[Answer?]>
  private let next = Atomic(0)

  private init(_ rules: [CompiledRule]) {
    self.rules = rules
    answers = Mutex(Array(repeating: nil, count: rules.count))
  }

  /// Runs the rules and GitLab's validation.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - subject: The pipeline.
  ///   - check: Takes the outcomes, in the order of the rules.
  ///   - runs: The scenarios to predict.
  ///   - today: The present day.
  ///   - cores: Where they run.
  /// - Returns: The errors of GitLab's validation.
  static func ask(
    _ rules: [CompiledRule],
    about subject: LintInput,
    _ check: inout PipelineCheck,
    runs: Runs,
    today: CalendarDay?,
    on cores: Cores
  ) -> [ConfigurationError] {
    let shared = SharedRules(rules)
    let own = check
    let (errors, _) = cores.overlap(
      {
        let errors = subject.errors()
        shared.ask(.runs, own)
        return errors
      },
      with: { finish in
        // Releasing thousands of commands takes as long as showing the findings.
        withExtendedLifetime(PipelineCheck(subject, runs: runs, today: today)) { check in
          shared.ask(.scripts, check)
          finish(())
        }
      }
    )
    let answers = shared.answers.withLock(\.self)
    for (rule, answer) in zip(rules, answers) {
      if let answer { check.take(answer, of: rule) }
    }
    return errors
  }

  /// Runs the rules of a part, and then those that are left.
  private func ask(_ part: Part, _ check: PipelineCheck) {
    for place in rules.indices where rules[place].part == part { ask(place, check) }
    while true {
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < rules.count else { return }
      if rules[place].part == .any { ask(place, check) }
    }
  }

  private func ask(_ place: Int, _ check: PipelineCheck) {
    let answer = check.answer(of: rules[place])
    answers.withLock { $0[place] = answer }
  }
}

extension RuleTarget {
  /// The part of the work on a large pipeline to which rules about it belong.
  var part: SharedRules.Part {
    switch self {
    case .script, .command, .variableUse, .mention, .signIn: .scripts
    case .prediction, .run, .failure, .credential, .identity, .access, .vaultSecret, .project: .runs
    case .pipeline, .job, .idToken, .secret, .variable, .azureValue, .include, .evidenceFile,
      .lintError:
      .any
    }
  }
}
