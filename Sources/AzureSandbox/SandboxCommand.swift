import ArgumentParser
import Files

/// `SandboxCommand`: stands in for GitLab, Entra ID, Graph and Key Vault on this machine.
@main
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "AzureSandbox",
    abstract: "Stand in for GitLab, Entra ID, Microsoft Graph and Key Vault on this machine.",
    discussion: """
      A proxy on a loopback port, behind which all hosts are this program's: what they know and \
      what goes wrong stands in a scenario file. With a COMMAND, it runs that with an environment \
      that leads there, and ends with it. Without one, it prints the environment and serves until \
      it is ended.
      """
  )

  @Argument(help: "The scenario file.")
  var scenario: String

  @Argument(parsing: .postTerminator, help: "The command to run, behind --.")
  var command: [String] = []

  @Option(help: "The proxy's port on 127.0.0.1; any that is free when left out.")
  var port = 0

  @Option(
    help:
      "Write all that was sent to a file, one JSON object a line: tokens too, which are worth nothing elsewhere."
  )
  var recording: String?

  func run() async throws {
    #if Sandbox
    try await SandboxRun(options: self).run()
    #else
    HostSystem.write(
      "this AzureSandbox was built without its hosts; build it with swift build --traits Sandbox\n",
      to: 2
    )
    throw ExitCode(2)
    #endif
  }
}
