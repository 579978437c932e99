import AccessPrediction
import ArgumentParser
import Evidence
import Files
import Linting
import Reporting
import TextFormats
import TrustReport

/// `akvlint fleet`: who reads what across thousands of projects.
struct FleetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet",
    abstract: "Show who reads which secret across thousands of projects.",
    discussion: """
      FLEET is a folder with one folder per project (GROUP/SUB/PROJECT/.gitlab-ci.yml), as \
      akvlint fetch makes it, or a JSON report of this command. Needs no network.
      Examples:
        akvlint fleet audit
        akvlint fleet audit --format html -o fleet.html
        akvlint fleet audit --uses secret:kv-prod/db-password
      """
  )

  /// The formats of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
    case html
  }

  @Argument(help: "The folder with the projects, or a JSON report.", completion: .file())
  var fleet: String

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .text

  @Option(
    name: .shortAndLong,
    help: "The file to write (default: standard output).",
    completion: .file()
  )
  var output: String?

  @Option(help: "Audit only projects whose path matches this pattern (* is any text).")
  var match: String?

  @Option(
    help: ArgumentHelp(
      "List the jobs that would break: \(FleetQuery.forms).",
      valueName: "object"
    )
  )
  var uses: String?

  @Option(help: "Show what changed since an earlier JSON report.", completion: .file())
  var base: String?

  @Option(help: "The lowest severity of a finding that makes the exit code 1.")
  var failOn: CheckOptions.Threshold = .error

  @Option(
    help: ArgumentHelp(
      "Audit one of several shares of the projects; auto takes it from CI_NODE_INDEX and "
        + "CI_NODE_TOTAL.",
      valueName: "I/N"
    )
  )
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Maximum number of projects at one time (default: one per core).",
      valueName: "N"
    )
  )
  var jobs: Int?

  @Option(help: "A folder with copies of includes, besides those of akvlint fetch.")
  var includes: String?

  @Option(help: "A folder with rules of your own (repeatable).")
  var rules: [String] = []

  @Option(help: "A snapshot with evidence for all projects (repeatable).")
  var evidence: [String] = []

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if let uses, FleetQuery(uses) == nil {
      throw ValidationError("--uses takes \(FleetQuery.forms), not \(uses).")
    }
    if uses != nil, format == .html {
      throw ValidationError("--uses cannot be combined with --format html.")
    }
    if uses != nil, base != nil {
      throw ValidationError("--uses cannot be combined with --base.")
    }
  }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      if let output { try FileOutput.check(output) }
      let before = try base.map { path throws(UsageError) in
        try FleetFile.read(path).filtered(isWanted)
      }
      let audited = try audited()
      // A credential of other projects is not unused.
      let fleet = match == nil ? audited : audited.withOwnCredentials()
      if let uses, let query = FleetQuery(uses) {
        let answer = FleetAnswer(uses, query, in: audited)
        if !answer.isNamed { Console.note("nothing in the fleet names \(uses)") }
        try show(answer)
      } else {
        let isPartial = match != nil || (shard?.total ?? 1) > 1
        let changes = before.map { FleetChanges(from: $0, to: fleet, isPartial: isPartial) }
        try show(fleet, changes)
      }
      return status(fleet)
    }
  }

  /// The fleet of the folder or the report.
  private func audited() throws(UsageError) -> Fleet {
    guard HostSystem.kind(fleet) != .file else {
      guard includes == nil, rules.isEmpty, evidence.isEmpty else {
        throw UsageError(
          message: "\(fleet) is a report: --includes, --rules and --evidence need the folder"
        )
      }
      let report = try FleetFile.read(fleet)
      try requireMatch(among: report.projects.map(\.path))
      return report.filtered(isWanted)
    }
    var options = WorkspaceOptions()
    options.includes = includes
    options.ruleFolders = rules
    options.evidenceFiles = evidence.map {
      RepositoryPath.absolute($0, from: HostSystem.currentFolder)
    }
    let audit = try FleetAudit(fleet, options: options)
    for folder in audit.unlisted { Console.note("cannot list the folder \(folder)") }
    guard !audit.paths.isEmpty else {
      throw UsageError(
        message: audit.isProject
          ? "\(fleet) is a project; name the folder that holds the fleet's projects"
          : "\(fleet) contains no project"
      )
    }
    try requireMatch(among: audit.paths)
    return audit.run(audit.paths.filter(isWanted), jobs: jobs)
  }

  /// Whether a project is in the share and matches the pattern.
  private func isWanted(_ path: String) -> Bool {
    (shard?.contains(path) ?? true) && (match.map { Glob.matches($0, path) } ?? true)
  }

  /// Throws when no project matches the pattern: a share may be empty, a pattern is misspelt.
  private func requireMatch(among paths: [String]) throws(UsageError) {
    guard let match, !paths.contains(where: { Glob.matches(match, $0) }) else { return }
    throw UsageError(message: "no project matches \(match)")
  }

  private func show(_ fleet: Fleet, _ changes: FleetChanges?) throws(UsageError) {
    let version = BuildVersion.number
    let text =
      switch format {
      case .json: FleetJSON.render(fleet, changes: changes, version: version)
      case .markdown: FleetMarkdown.render(fleet, changes: changes)
      case .html: FleetPage.render(fleet, changes: changes, version: version, today: .current)
      case .text:
        FleetText.render(
          fleet,
          changes: changes,
          folder: self.fleet,
          isColoured: output == nil && Console.isColoured(color)
        )
      }
    try Console.output(text, to: output)
  }

  private func show(_ answer: FleetAnswer) throws(UsageError) {
    let text =
      switch format {
      case .json: FleetJSON.render(answer)
      case .markdown: FleetMarkdown.render(answer)
      case .text, .html:
        FleetText.render(answer, isColoured: output == nil && Console.isColoured(color))
      }
    try Console.output(text, to: output)
  }

  private func status(_ fleet: Fleet) -> ExitStatus {
    if fleet.projects.contains(where: { !$0.problems.isEmpty }) { return .incomplete }
    // A question is not a check: its answer is the result.
    if uses != nil { return .clean }
    return fleet.severities.contains(where: failOn.isReached) ? .findings : .clean
  }
}
