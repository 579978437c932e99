import ArgumentParser
import AzureFederation
import BuiltInRules
import Diagnosis
import Evidence
import Files
import Linting
import Reporting

/// `akvlint diagnose`: what went wrong in a job.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Read a job log: name the failure, its cause and what to type.",
    discussion: """
      Recognises what GitLab, the runner, Entra ID and Key Vault report. Run inside the repository \
      it also points to the line of the pipeline. Exit codes: 0 a failure was recognised, 1 none \
      was, 2 the log cannot be read.
      """
  )

  /// The formats of the diagnosis.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(help: "The log; - or nothing for standard input.")
  var log: String?

  @Option(help: "The format.")
  var format: Format = .text

  @Option(help: "The job's name: few logs tell it.")
  var job: String?

  @Option(help: "When to colour the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let bytes = try read()
      let input = try pipeline()
      let known = input.map { facts($0.workspace.configuration.evidence) } ?? [:]
      let diagnoser = Diagnoser(pipeline: input?.pipeline, job: job, known: known)
      let diagnoses = diagnoser.diagnose(bytes)
      show(diagnoses)
      guard diagnoses.isEmpty else { return .clean }
      Console.note("the log holds no failure that akvlint knows")
      return .findings
    }
  }

  private func read() throws(UsageError) -> [UInt8] {
    let name = log ?? "-"
    do throws(FileError) {
      return try name == "-" ? HostSystem.readStandardInput() : HostSystem.readFile(name)
    } catch {
      throw UsageError(message: "cannot read the log \(name == "-" ? "from standard input" : name)")
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

  /// What the configuration tells: the issuer, and who signs in when that can only be one.
  private func facts(_ evidence: ProjectEvidence) -> [FailureFact: String] {
    var known: [FailureFact: String] = [:]
    known[.issuer] = evidence.gitLab.issuer
    if evidence.identities.count == 1 {
      known[.application] = evidence.identities.first?.clientID
      known[.tenant] = evidence.identities.first?.tenantID
    }
    return known
  }

  private func show(_ diagnoses: [LogDiagnosis]) {
    switch format {
    case .json: Console.output(DiagnosisJSON.render(diagnoses))
    case .text:
      let isColoured = Console.isColoured(color)
      Console.output(
        DiagnosisText.render(diagnoses, rules: BuiltInRuleSet.all, isColoured: isColoured)
      )
    }
  }
}
