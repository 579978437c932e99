import ArgumentParser
import Files

/// `SandboxCommand`: plays GitLab, Entra ID, Graph and Key Vault on this machine.
@main
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "AzureSandbox",
    abstract: "Simulate GitLab, Entra ID, Microsoft Graph and Key Vault on this machine.",
    discussion: """
      Runs a proxy on a loopback port and plays every host itself; a scenario file sets their data \
      and their failures. With a COMMAND, it runs that command with an environment \
      that uses the proxy, and ends with it. Without one, it prints the environment and serves until \
      it is ended.
      """
  )

  @Argument(help: "The scenario file.")
  var scenario: String

  @Argument(parsing: .postTerminator, help: "The command to run, after --.")
  var command: [String] = []

  @Option(help: "The proxy's port on 127.0.0.1 (default: any free port).")
  var port = 0

  @Option(
    help:
      "Write all requests to a file, one JSON object per line; their tokens are worthless elsewhere."
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
