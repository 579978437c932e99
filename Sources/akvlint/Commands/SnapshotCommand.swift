import ArgumentParser
import Evidence
import Files
import Linting
import LiveChecks
import TextFormats

/// `akvlint snapshot`: asks once, so that later runs need not.
struct SnapshotCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Gather metadata from GitLab, Entra ID and Key Vault into a file, without values.",
    discussion: """
      Later runs find .akvlint.snapshot.json at the root of the repository and judge with it \
      offline. It contains names, flags, dates and IDs, but no secrets or tokens. Its only values \
      of CI/CD variables are the AZURE_* IDs and the vault's URL.
      Examples:
        akvlint snapshot
        akvlint snapshot --live=gitlab -o -
      """
  )

  @Argument(help: "The pipelines (default: the repository's).", completion: .file())
  var paths: [String] = []

  @Option(
    name: .shortAndLong,
    help: "The file to write; - for standard output.",
    completion: .file()
  )
  var output: String?

  @Option(help: ArgumentHelp("The services to query: gitlab, entra, vault.", valueName: "sources"))
  var live = LiveRun.allSources

  @OptionGroup var place: RepositoryOptions

  var asksOthers: Bool { true }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let store = try place.includes.map { folder throws(UsageError) in try Self.store(folder) }
      var resolver = InputResolver(
        try place.workspaces(for: paths),
        folder: HostSystem.currentFolder
      )
      if paths.isEmpty { try resolver.addMain() }
      for path in paths { resolver.add(path) }
      guard resolver.failures.isEmpty else {
        throw UsageError(message: resolver.failures.joined(separator: "; "))
      }
      let inputs = try resolver.resolve().filter { $0.shown == nil }
      guard Set(inputs.map(\.settings)).count <= 1 else {
        throw UsageError(
          message: "the pipelines have different configurations; take a snapshot of each"
        )
      }
      let workspace = resolver.workspaces.all[inputs.first?.settings ?? 0]
      guard workspace.configuration.problems.isEmpty else {
        throw UsageError(message: "the configuration has mistakes; akvlint check shows them")
      }
      let outcome = try LiveRun.gather(
        live,
        workspace,
        inputs,
        [:],
        showsProgress: true,
        note: Console.note
      )
      if let store { try keep(outcome.includes, in: store) }
      let text = SnapshotText.render(
        outcome.evidence,
        date: CalendarDay(secondsSince1970: HostSystem.secondsSince1970).text
      )
      if !outcome.hasFailed || outcome.evidence != ProjectEvidence() {
        try write(text, beside: workspace.repository)
      }
      return outcome.hasFailed ? .liveFailed : .clean
    }
  }

  private static func store(_ folder: String) throws(UsageError) -> IncludeStore {
    do throws(FileError) {
      return try IncludeStore(folder)
    } catch {
      throw UsageError(message: "cannot make the folder \(folder): \(error.words)")
    }
  }

  private func keep(_ files: [String: [UInt8]], in store: IncludeStore) throws(UsageError) {
    do throws(FileError) {
      try store.write(files)
    } catch {
      throw UsageError(
        message: "cannot keep the includes in \(place.includes ?? ""): \(error.words)"
      )
    }
  }

  private func write(_ text: String, beside repository: DiskRepository) throws(UsageError) {
    if output == "-" {
      Console.output(text)
      return
    }
    let path = output ?? "\(repository.root)/\(SnapshotReader.fileName)"
    try FileOutput.write(text, to: path)
  }
}
