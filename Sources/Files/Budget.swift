import Synchronization

/// The limits of one run on work that a few bytes can cause.
///
/// The author of a branch decides how much work there is: a pattern is compared with all paths, a
/// heavy file is included by a hundred pipelines, a job is judged in each scenario. Each resource
/// has a limit of its own, far above what repositories come to, and so low that using up all of
/// them takes less than 2 seconds and 512 MiB. What is charged beyond a limit is not done: the run
/// ends with AKV003, which names the resource, and exit code 3.
package final class Budget: Sendable {
  /// A limited resource.
  package enum Resource: Int, CaseIterable, Sendable {
    /// Steps of the expressions of rules: an element of a loop, or 16 bytes of text.
    case expressionSteps
    /// Steps of a regular expression that are looked at, at each character of a text.
    case patternSteps
    /// Places of a wildcard that are followed at one character of a path.
    case wildcardSteps
    /// Pipelines that are composed: the root and its children, once for each way in which they are.
    case compositions
    /// Values in the pipelines that are composed, beyond those that their root files hold.
    case composedValues
    /// Secrets and sign-ins, in each job and scenario.
    case predictions
    /// Commands of scripts that are followed to sign-ins, and 32 bytes of a script that is read.
    case scriptSteps
    /// Files that are listed; a folder counts for eight.
    case listedFiles
    /// Bytes of the files that pipelines are made of; what Git has to unpack counts twice.
    case bytesRead
    /// Bytes of configurations and of the exports, snapshots and rules that they bring, with an
    /// amount for each of them.
    case settingsRead
    /// Bytes of findings' messages.
    case bytesReported

    /// The amount of it that a run may use.
    ///
    /// Measured on one core of 2020: each limit takes between 0.1 and 0.5 seconds.
    package var limit: Int {
      switch self {
      // As much as one expression may take; 5,000 jobs with a secret each take a tenth of it.
      case .expressionSteps: 10_000_000
      // A condition about the name of a branch takes less than 100; 50,000 paths that differ at once
      // from a pattern of `exists` take as many.
      case .patternSteps: 60_000_000
      // 300 patterns of .gitignore and 20,000 folders, most of which differ at once.
      case .wildcardSteps: 30_000_000
      // A thousand child pipelines in ten ways each, composed to find their files and to judge them.
      case .compositions: 20_000
      // The values that `extends`, includes and child pipelines add to a text: 400 jobs that each
      // inherit a thousand variables are 400,000.
      case .composedValues: 1_500_000
      // 500 jobs with 10 secrets in 20 scenarios; each takes up to 600 bytes while it is judged.
      case .predictions: 200_000
      // 1,000 jobs with a script of 30 commands each, in 7 scenarios; a call of another script takes
      // as long as 16 commands.
      case .scriptSteps: 250_000
      // A repository of 40,000 folders and 400,000 files, listed for its pipelines and once more for
      // wildcards.
      case .listedFiles: 1_600_000
      // Whole monorepos: 100,000 files of 1 KiB. They are kept for excerpts.
      case .bytesRead: 128 * 1_048_576
      // More than a thousand folders with a configuration each, 16 MiB of exports and snapshots, or
      // 4,000 rules.
      case .settingsRead: 64 * 1_048_576
      // A report in JSON or SARIF is up to ten times as long.
      case .bytesReported: 16 * 1_048_576
      }
    }

    /// The excess, in words that follow "too big to be checked: ".
    package var words: String {
      switch self {
      case .expressionSteps: "the expressions of the rules take more than \(limit) steps"
      case .patternSteps: "regular expressions take more than \(limit) steps on the texts"
      case .wildcardSteps: "wildcards take more than \(limit) steps on the paths of the files"
      case .compositions: "its pipelines are composed in more than \(limit) ways"
      case .composedValues: "its pipelines have more than \(limit) values in all"
      case .predictions:
        "there are more than \(limit) predictions: secrets and sign-ins of all jobs, in each scenario"
      case .scriptSteps: "the scripts of its jobs take more than \(limit) steps"
      case .listedFiles:
        "it has too many files and folders: listing them takes more than \(limit) steps"
      case .bytesRead: "its pipelines read more than \(limit / 1_048_576) MiB"
      case .settingsRead:
        "its configurations, with their evidence and rules, count for more than "
          + "\(limit / 1_048_576) MiB"
      case .bytesReported: "the findings are longer than \(limit / 1_048_576) MiB"
      }
    }
  }

  /// A counter, apart because atomics cannot be elements of an array.
  private final class Counter: Sendable {
    let spent = Atomic(0)
  }

  private let counters = Resource.allCases.map { _ in Counter() }
  private let first = Atomic(-1)

  /// An unspent budget.
  package init() {}

  /// Spends on a resource.
  ///
  /// - Parameters:
  ///   - amount: The amount; not negative.
  ///   - resource: The resource.
  /// - Returns: Whether it was within the limit, as everything before was; otherwise the work is
  ///   not to be done.
  @discardableResult
  package func spend(_ amount: Int, on resource: Resource) -> Bool {
    let counter = counters[resource.rawValue]
    let amount = min(amount, resource.limit + 1)
    let spent = counter.spent.wrappingAdd(amount, ordering: .relaxed).newValue
    guard spent > resource.limit else { return !isExhausted }
    _ = first.compareExchange(expected: -1, desired: resource.rawValue, ordering: .relaxed)
    return false
  }

  /// The resource that was used up first; nil when there is enough of all of them.
  package var exhausted: Resource? {
    Resource(rawValue: first.load(ordering: .relaxed))
  }

  /// The amount of a resource that is spent.
  package func spent(on resource: Resource) -> Int {
    counters[resource.rawValue].spent.load(ordering: .relaxed)
  }

  /// Whether a resource was used up.
  package var isExhausted: Bool {
    first.load(ordering: .relaxed) >= 0
  }

  /// Begins a new run, as an editor does with each change.
  package func renew() {
    for counter in counters { counter.spent.store(0, ordering: .relaxed) }
    first.store(-1, ordering: .relaxed)
  }
}
