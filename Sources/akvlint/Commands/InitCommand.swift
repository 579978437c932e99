import AccessPrediction
import ArgumentParser
import AzureFederation
import Evidence
import Files
import GitLabCI
import Linting
import LiveChecks
import RuleEngine
import TextFormats
import YAMLSyntax

/// `akvlint init`: a first `.akvlint.yml` from what can be found out here.
struct InitCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented .akvlint.yml with discovered settings.",
    discussion: """
      The instance, the project and the default branch come from the git remote or a CI/CD job's \
      environment, the rest from the pipeline. Without --ask no program is run. No file is \
      overwritten.
      Examples:
        akvlint init
        akvlint init --ask az,glab
        akvlint init -o -
      """
  )

  @Argument(help: "The pipeline (default: the repository's).", completion: .file())
  var path: String?

  @Option(
    name: .shortAndLong,
    help: "The file to write; - for standard output.",
    completion: .file()
  )
  var output: String?

  @Flag(help: "Print the JSON Schema of the configuration, for editors, and write nothing.")
  var schema = false

  @Option(
    help: ArgumentHelp(
      "Query Azure and GitLab with these command-line tools, as their signed-in user.",
      valueName: "az,glab"
    )
  )
  var ask: String?

  @OptionGroup var place: RepositoryOptions

  var asksOthers: Bool { ask != nil }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      if schema {
        Console.output(ConfigurationJSONSchema.render())
        return .clean
      }
      let workspace = try place.workspace(for: path)
      var draft = draft(workspace)
      if let ask {
        let wasAsked = try CommandLineDiscovery.ask(ask, workspace, &draft, note: Console.note)
        guard wasAsked else { return .liveFailed }
      }
      let text = draft.render()
      if output == "-" {
        Console.output(text)
        return .clean
      }
      let file = output ?? "\(workspace.repository.root)/.akvlint.yml"
      guard !HostSystem.isTaken(file) else {
        throw UsageError(message: "\(file) already exists and was not changed")
      }
      try Self.requireOnly(file)
      try FileOutput.write(text, to: file)
      Console.note(
        "wrote \(file); edit it, then run akvlint, and akvlint credentials for what Azure must trust"
      )
      return .clean
    }
  }

  /// Refuses a configuration that would be read instead of another one in its folder.
  private static func requireOnly(_ file: String) throws(UsageError) {
    let absolute = RepositoryPath.absolute(file, from: HostSystem.currentFolder)
    guard Configuration.fileNames.contains(RepositoryPath.name(of: absolute)) else { return }
    let folder = RepositoryPath.folder(of: absolute)
    for other in Configuration.fileNames.map({ "\(folder)/\($0)" }) where other != absolute {
      guard HostSystem.isTaken(other) else { continue }
      throw UsageError(
        message: "\(other) already exists, and only one of the two is read; edit it, or write the "
          + "draft elsewhere with -o"
      )
    }
  }

  private func draft(_ workspace: Workspace) -> ConfigurationDraft {
    var draft = ConfigurationDraft()
    let folder = GitFolder(of: workspace.repository.root)
    let remote = folder.remote
    func found(_ variable: String, _ value: String?) -> ConfigurationDraft.Discovery? {
      if let text = HostSystem.environment(variable), !text.isEmpty {
        return ConfigurationDraft.Discovery(text, from: "from \(variable)")
      }
      guard let remote, let value else { return nil }
      return ConfigurationDraft.Discovery(value, from: "from the git remote \(remote.name)")
    }
    draft.url = found("CI_SERVER_URL", remote?.url)
    draft.project = found("CI_PROJECT_PATH", remote?.path)
    draft.defaultBranch = found("CI_DEFAULT_BRANCH", remote.flatMap(folder.defaultBranch))
    guard let input = try? place.pipeline(path) else { return draft }
    for member in input.family {
      draft.targets.join(LiveTargets(member.pipeline, evidence: member.evidence))
      let pipeline = member.pipeline
      let readers = pipeline.jobs.filter { !$0.isHidden && $0.usesAzure }
      draft.jobs += readers.map(pipeline.name)
      for name in AzureVariables.all {
        let symbol = pipeline.tree.symbol(name)
        let isDefined = { (job: Job) in symbol.map(job.defines) ?? false }
        if !readers.allSatisfy(isDefined) { draft.missingVariables.insert(name) }
      }
    }
    for prediction in input.predictions().predictions {
      if !prediction.exchanges.isEmpty, !draft.signIns.contains(prediction.job) {
        draft.signIns.append(prediction.job)
      }
      let clients = prediction.clientIDs.filter(GUID.isValid).map { $0.lowercased() }
      draft.targets.clients.formUnion(clients)
    }
    return draft
  }
}
