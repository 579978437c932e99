import ArgumentParser
import Files
import LanguageServer

/// `akvlint lsp`: the language server.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Run the language server on standard input and output.",
    discussion: """
      Examples:
        akvlint lsp
        akvlint lsp --stdio
      """
  )

  @Flag(help: "Serve over standard input and output (always on; clients may pass it).")
  var stdio = false

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    let code = ServerRun.run(
      version: BuildVersion.number,
      options: place.workspaceOptions,
      read: { (try? HostSystem.readAvailableInput()) ?? [] },
      write: { HostSystem.write($0, to: 1) },
      note: { Console.note($0) }
    )
    throw ExitCode(code)
  }
}
