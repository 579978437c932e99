import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import Linting
import Reporting
import RuleEngine
import TextFormats
import YAMLSyntax

/// The result of linting.
public struct LintReport: Sendable {
  /// The findings, sorted by path and position.
  public let findings: [PipelineFinding]
  /// Checks that need more knowledge: their rule, the jobs and the reason.
  public let undecided: [UndecidedCheck]
  /// The files that could not be read or parsed, one sentence each.
  public let failures: [String]

  /// Lints the text of a pipeline that is in no repository, with the recommended rules.
  ///
  /// - Parameter text: The content of a `.gitlab-ci.yml`; its includes are not read.
  /// - Throws: ``PipelineError`` if a rule cannot be prepared.
  public init(linting text: String) throws(PipelineError) {
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8))
    let pipeline = Pipeline(source, in: InMemoryFiles(text: [:]))
    var report = RunReport()
    do throws(RuleError) {
      let linter = try Linter(
        rules: BuiltInRuleSet.all,
        selection: RuleSelection(),
        today: .current
      )
      report.take(linter.join([try linter.check(pipeline, evidence: ProjectEvidence())]))
    } catch {
      throw PipelineError(description: error.text)
    }
    self.init(report, failures: [])
  }

  init(_ report: RunReport, failures: [String]) {
    findings = report.findings.map(PipelineFinding.init)
    undecided = report.undecided.map {
      UndecidedCheck(rule: $0.rule, jobs: $0.jobs, reason: $0.reason)
    }
    self.failures = failures
  }
}

/// A check that could not be decided.
public struct UndecidedCheck: Hashable, Sendable {
  /// The rule's ID.
  public let rule: String
  /// The names of the jobs.
  public let jobs: [String]
  /// The reason, and what would decide it.
  public let reason: String
}

/// One message of one rule at one place.
public struct PipelineFinding: Hashable, Sendable {
  /// The severity of a finding, the least first.
  public enum Severity: String, Sendable, Comparable, CaseIterable {
    case info
    case warning
    case error

    /// Whether the left one matters less.
    public static func < (left: Self, right: Self) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// The rule's ID, such as `AKV202`.
  public let rule: String
  /// The rule's name, such as `undefined-token`.
  public let name: String
  /// The severity.
  public let severity: Severity
  /// The fault; one sentence without a full stop.
  public let message: String
  /// The wrong text.
  public let location: SourceLocation
  /// The names of the affected jobs, in the order of the pipeline.
  public let jobs: [String]
  /// The secret that it is about.
  public let secret: String?
  /// The same in each run, wherever the text moves.
  public let fingerprint: String
  /// The address of the rule's page.
  public let help: String

  init(_ finding: Finding) {
    rule = finding.rule
    name = finding.name
    severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .info: .info
      }
    message = finding.message
    location = SourceLocation(finding.place)
    jobs = finding.jobs
    secret = finding.secret
    fingerprint = finding.fingerprint
    help = finding.help
  }
}

/// A range of text in a file.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// A place in a file.
  public struct Position: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
  }

  /// The file, relative to the repository's root.
  public let path: String
  /// The first character.
  public let start: Position
  /// The end, which is not part of the range.
  public let end: Position

  /// `path:line:column`.
  public var description: String { "\(path):\(start.line):\(start.column)" }

  init(_ location: FileLocation) {
    path = location.path
    start = Position(location.span.start)
    end = Position(location.span.end)
  }
}

extension SourceLocation.Position {
  fileprivate init(_ position: TextPosition) {
    self.init(line: Int(position.line), column: Int(position.column))
  }
}
