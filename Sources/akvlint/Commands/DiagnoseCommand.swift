import ArgumentParser
import BuiltInRules
import Diagnosis
import Evidence
import Files
import Linting
import LiveChecks
import Reporting

/// `akvlint diagnose`: the reason why a job failed.
struct DiagnoseCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Read a job log: name the failure, its cause and the command that fixes it.",
    discussion: """
      Recognizes what GitLab, the runner, Entra ID, Key Vault and the programs that sign in to \
      Azure report. Inside the repository it also points to the line of the pipeline. Exit codes: \
      0 a failure was recognized, 1 none was, 2 the log cannot be read, 4 GitLab did not return it.
      Examples:
        akvlint diagnose job.log
        akvlint diagnose --job-url https://gitlab.com/group/project/-/jobs/4021
        glab ci trace deploy | akvlint diagnose --job deploy
        akvlint diagnose job.log --format markdown > note.md
      """
  )

  /// The formats of the diagnosis.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
  }

  @Argument(help: "The log (default: standard input, as for -).", completion: .file())
  var log: String?

  @Option(
    help: ArgumentHelp(
      "Fetch the log of this job from GitLab, with AKVLINT_GITLAB_TOKEN (scope read_api).",
      valueName: "url"
    )
  )
  var jobURL: String?

  @Option(
    name: .shortAndLong,
    help: "The format; markdown is for a comment on a merge request or an issue."
  )
  var format: Format = .text

  @Option(help: "The job's name, which most logs do not contain.", completion: Completions.jobs)
  var job: String?

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  /// Whether GitLab is asked for the log.
  var asksOthers: Bool { jobURL != nil }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      guard let source = try source() else { return .liveFailed }
      let input = try pipeline()
      let diagnoser = Diagnoser(
        pipelines: input.map { $0.family.map(\.pipeline) } ?? [],
        job: job ?? source.name,
        context: input.map { DiagnosisContext($0.workspace.configuration.evidence) }
          ?? DiagnosisContext()
      )
      let diagnoses = diagnoser.diagnose(source.log)
      show(diagnoses)
      guard diagnoses.isEmpty else { return .clean }
      Console.note("the log has no failure that akvlint knows")
      return .findings
    }
  }

  /// The log; nil when GitLab did not give it.
  private func source() throws(UsageError) -> JobDownload? {
    guard let jobURL else { return JobDownload(name: nil, log: try read()) }
    guard log == nil else {
      throw UsageError(message: "name a log or a job's URL, not both")
    }
    return try JobDownload.fetch(jobURL, note: Console.note)
  }

  private func read() throws(UsageError) -> [UInt8] {
    let name = log ?? "-"
    do throws(FileError) {
      return try name == "-" ? HostSystem.readStandardInput() : OperatorFiles.read(name)
    } catch {
      let source = name == "-" ? "from standard input" : name
      throw UsageError(message: "cannot read the log \(source): \(error.words)")
    }
  }

  /// The pipeline around the current folder; a log may also be read elsewhere, so that there is
  /// none is a mistake only when a place was named.
  private func pipeline() throws(UsageError) -> PipelineInput? {
    do throws(UsageError) {
      return try place.pipeline(place.root.map { "\($0)/.gitlab-ci.yml" })
    } catch {
      if place.root != nil || place.config != nil || place.includes != nil { throw error }
      return nil
    }
  }

  private func show(_ diagnoses: [LogDiagnosis]) {
    switch format {
    case .json: Console.output(DiagnosisJSON.render(diagnoses))
    case .markdown: Console.output(DiagnosisMarkdown.render(diagnoses, rules: BuiltInRuleSet.all))
    case .text:
      let text = Console.text(color)
      Console.output(DiagnosisText.render(diagnoses, rules: BuiltInRuleSet.all, text))
    }
  }
}

extension DiagnosisContext {
  /// The values of the configuration.
  init(_ evidence: ProjectEvidence) {
    self.init()
    issuer = evidence.gitLab.issuer
    project = evidence.gitLab.projectPath
    cloud = evidence.cloud
    identities = evidence.identities
    for (key, variables) in Dictionary(grouping: evidence.variables.items, by: \.key) {
      guard variables.count == 1, let value = variables[0].value else { continue }
      self.variables[key] = value
    }
  }
}
