import AccessPrediction
import ArgumentParser
import Evidence
import GitLabCI
import Linting
import Reporting
import TextFormats

/// `akvlint credentials`: what applications must trust so that jobs get their secrets.
struct CredentialsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Plan the federated credentials and Key Vault roles that a pipeline needs.",
    discussion: """
      Compares the credentials that the selected runs need with those that exist, and prints what to \
      keep, add, remove and narrow. Runs of forks are never selected.
      Examples:
        akvlint credentials
        akvlint credentials --for default-branch,tag --format az > credentials.sh
        akvlint credentials --for deploy@tag --format terraform -o credentials.tf
        akvlint credentials --check
      """
  )

  /// The formats of the plan.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case az
    case terraform
    case bicep
    case json
  }

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
  var path: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "Scenarios, or runs as JOB@SCENARIO, that must work (default: all but forks).",
      valueName: "run,.."
    ),
    completion: Completions.scenariosAndRuns
  )
  var runs: [String] = []

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .text

  @Option(
    name: .shortAndLong,
    help: "The file to write (default: standard output).",
    completion: .file()
  )
  var output: String?

  @Flag(help: "Exit with 1 if anything remains to be done.")
  var check = false

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try place.pipeline(path)
      let configuration = input.workspace.configuration
      try configuration.requireNoProblems(note: Console.note)
      let all = input.accessRuns()
      let selection = try selection(all, input)
      let plan = CredentialPlan(all, for: selection, evidence: configuration.evidence)
      try Console.output(text(plan, input), to: output)
      if input.isIncomplete { return .incomplete }
      return check && plan.isPending ? .findings : .clean
    }
  }

  private func selection(
    _ all: AccessRuns,
    _ input: PipelineInput
  ) throws(UsageError) -> RunSelection {
    guard !runs.isEmpty else { return RunSelection() }
    let scenarios = input.workspace.configuration.allScenarios
    do throws(RunSelection.Problem) {
      return try RunSelection(runs, scenarios: scenarios, among: all.runs)
    } catch {
      switch error {
      case .empty: throw UsageError(message: "--for names no run; leave it out to select all")
      case .fork(let name):
        throw UsageError(
          message: "--for cannot select \(name): no credential may accept the tokens of forks"
        )
      case .unknown(let name): throw unknown(name, all, input)
      }
    }
  }

  /// The error about a name that is neither a scenario nor a run that signs in.
  private func unknown(_ name: String, _ all: AccessRuns, _ input: PipelineInput) -> UsageError {
    let scenarios = input.workspace.configuration.allScenarios
    guard let at = name.lastIndex(of: "@") else {
      return .unknownScenario(name, among: scenarios.map(\.name))
    }
    let scenario = String(name[name.index(after: at)...])
    guard scenarios.contains(where: { $0.name == scenario }) else {
      return .unknownScenario(scenario, among: scenarios.map(\.name))
    }
    let job = String(name[..<at])
    let jobs = input.members.flatMap(\.jobNames)
    guard jobs.contains(job) || all.runs.contains(where: { $0.job == job }) else {
      return .unknownJob(job, among: jobs)
    }
    return UsageError(
      message:
        "--for \(name) selects nothing: the job does not run there, or does not sign in to Azure"
    )
  }

  /// The call that makes the same plan, for the shell.
  private var command: String {
    let options = runs.map { ("--for", $0) } + place.arguments
    return "akvlint credentials" + (path.map { " \(ShellText.word($0))" } ?? "")
      + options.map { " \($0) \(ShellText.word($1))" }.joined()
  }

  private func text(_ plan: CredentialPlan, _ input: PipelineInput) -> String {
    let evidence = input.workspace.configuration.evidence
    return switch format {
    case .text:
      CredentialTable.render(
        plan,
        command: command,
        isColoured: output == nil && Console.isColoured(color)
      )
    case .az: CredentialScript.render(plan, cloud: evidence.cloud)
    case .terraform: CredentialTerraform.render(plan)
    case .bicep: CredentialBicep.render(plan)
    case .json: CredentialJSON.render(plan)
    }
  }
}
