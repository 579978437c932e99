import Findings
import Linting
import Reporting

/// The options of a check, however they were read.
struct CheckOptions: Equatable {
  /// Files or folders; `-` for standard input.
  var paths: [String] = []
  /// The format on standard output.
  var format: ReportFormat = .text
  /// Further reports.
  var output: [ReportFile] = []
  /// The file name to assume for standard input.
  var stdinFilename: String?
  /// Where the repository and its configuration are.
  var place = WorkspaceOptions.fromEnvironment
  /// Only these rules, separated by commas.
  var select: [String] = []
  /// The rules to skip.
  var ignore: [String] = []
  /// `RULE=LEVEL`.
  var severity: [String] = []
  /// The lowest severity that makes the exit code 1; nil for that of the configuration.
  var failOn: Threshold?
  /// The exit code for warnings without an error; nil for none of its own.
  var warningExitCode: Int32?
  /// Whether findings leave the exit code at 0.
  var exitZero = false
  /// Whether the report counts findings by rule.
  var statistics = false
  /// Whether comments that silence the findings are written.
  var writeIgnores = false
  var fix: FixMode?
  /// Whether changes are shown and not made.
  var diff = false
  /// A revision whose findings are not reported.
  var since: String?
  /// A file of known findings.
  var baseline: String?
  /// The file that all findings are written to.
  var writeBaseline: String?
  /// Whether comments in pipelines silence nothing.
  var noIgnores = false
  /// Whether comments silence only with a reason.
  var requireReasons = false
  /// The sources of live mode; nil for none.
  var live: String?
  /// Whether an unresolved include makes the run incomplete.
  var strictResolution = false
  var shard: Shard?
  /// The maximum number of pipelines that are linted at the same time; nil for one per core.
  var jobs: Int?
  /// Whether files that are not pipelines are skipped silently.
  var hook = false
  /// Whether Git's index is judged, not the working tree.
  var staged: Bool {
    get { place.content == .index }
    set { place.content = newValue ? .index : .workingTree }
  }
  var color: ColourMode = .auto
  var quiet = false
  var verbose = false

  /// Whether findings are only reported: nothing is changed, written down, compared or asked for.
  var onlyReports: Bool {
    fix == nil && !diff && !writeIgnores && writeBaseline == nil && since == nil && live == nil
  }

  /// Which fixes are applied.
  enum FixMode: String, CaseIterable {
    case safe
    case unsafe
  }

  /// From which severity on findings make the exit code 1.
  enum Threshold: String, CaseIterable {
    case error
    case warning
    case info
    case never

    /// The lowest severity that it reaches; nil for never.
    var severity: Severity? { Severity(rawValue: rawValue) }

    func isReached(by other: Severity) -> Bool {
      severity.map { other >= $0 } ?? false
    }
  }
}
