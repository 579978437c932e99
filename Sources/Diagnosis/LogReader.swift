import AzureFederation

/// Cuts a log into reports of failures, by what its phrases begin and end.
struct LogReader {
  /// Maximum number of failures that are kept apart.
  static let limit = 1000

  let log: JobLog
  private(set) var reports: [FailureReport] = []
  var job: String?
  var report = FailureReport(line: 1)
  private var variable: String?
  /// Values of the command whose output is read.
  private var command: [FailureFact: String] = [:]
  /// The runner's version.
  var runnerVersion: String?
  /// The provider whose secret the runner fetches.
  private(set) var resolver: String?
  var facts: FactReader

  init(_ log: JobLog) {
    self.log = log
    facts = FactReader(text: log.bytes, lineEnd: 0)
  }

  /// Reads all lines.
  mutating func run() {
    for line in log.lines where reports.count < Self.limit {
      if isCommand(line) {
        readCommand(line)
        continue
      }
      facts = FactReader(text: log.bytes, lineEnd: line.range.upperBound)
      MarkScanner.shared.scan(log.bytes, line.range) { hit in
        read(hit, line.number(at: hit.start))
      }
    }
    finish(line: 0)
  }

  /// Whether a line is a command of the job, as GitLab, a shell with tracing or PowerShell's
  /// messages show it: it is not a response.
  private func isCommand(_ line: JobLog.Line) -> Bool {
    let text = log.bytes[line.range]
    if text.starts(with: "$ ".utf8) || text.starts(with: "+ ".utf8)
      || text.starts(with: "++ ".utf8)
    {
      return true
    }
    let digits = text.drop { $0 == 0x20 }.prefix { FactReader.isDigit($0) }
    return digits.startIndex > text.startIndex && !digits.isEmpty
      && text[digits.endIndex...].starts(with: " | ".utf8)
  }

  /// Remembers the facts of a command; a sign-in lasts beyond its command.
  private mutating func readCommand(_ line: JobLog.Line) {
    let text = log.bytes[line.range]
    guard !text.starts(with: "++ ".utf8) else { return }
    if report.hasEvidence { finish(line: line.number) }
    let facts = CommandReader.facts(text)
    command = command.filter { $0.key == .application || $0.key == .tenant }
    command.merge(facts) { _, new in new }
  }

  /// Puts the report away and begins the next one.
  mutating func finish(line: Int) {
    if let variable { report.note(variable, as: .variable) }
    if !report.isResolving { report.note(command: command) }
    report.noteNetworkHost()
    if report.hasEvidence || report.isWrapper { reports.append(report) }
    report = FailureReport(line: line)
  }

  /// Makes the report point to the line of its first evidence, or of the first that is strong.
  mutating func evidence(_ line: Int, isStrong: Bool = false) {
    if isStrong ? !report.hasStrongEvidence : !report.hasEvidence { report.line = line }
  }

  private mutating func read(_ hit: MarkScanner.Hit, _ line: Int) {
    guard reports.count < Self.limit else { return }
    switch hit.mark {
    case .message:
      let isCoded = hit.end < facts.lineEnd && log.bytes[hit.end] == UInt8(ascii: "(")
      if !isCoded { finish(line: line) }
    case .codedMessage:
      finish(line: line)
      readCode(hit, line, isError: true)
    case .resolver:
      let name = facts.quoted(at: hit.end)
      let isResolver = facts.rest(at: hit.end).dropFirst(name.count).hasPrefix("\" secret resolver")
      if isResolver { resolver = name }
    case .secretBegins:
      finish(line: line)
      resolver = nil
      variable = facts.quoted(at: hit.end)
    case .stageBegins:
      finish(line: line)
      variable = nil
      command = [:]
    default: readFailure(hit, line)
    }
  }
}
