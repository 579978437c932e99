#if Sandbox
import ArgumentParser
import Evidence
import Files
import Foundation
import Subprocess
import SystemPackage
import YAMLSyntax

/// Runs the command: starts the proxy, and runs the given program with it.
struct SandboxRun {
  let options: SandboxCommand

  /// Serves until the command ends, or without end.
  func run() async throws {
    let sandbox = Sandbox(try scenario(), keys: try await TokenKeys())
    let proxy = try await SandboxProxy(sandbox, port: options.port)
    let certificate = FileManager.default.temporaryDirectory
      .appending(path: "akvlint-sandbox-\(proxy.port).pem")
    try proxy.certificatePEM.write(to: certificate, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: certificate) }
    var environment = try await sandbox.environment()
    environment.merge(proxy.environment(certificateFile: certificate.path())) { $1 }
    let server = Task { try await proxy.run() }
    defer { server.cancel() }
    guard let name = options.command.first else {
      for (key, value) in environment.sorted(by: { $0.key < $1.key }) {
        HostSystem.write("export \(key)='\(value)'\n", to: 1)
      }
      return try await server.value
    }
    let status = try await child(name, environment)
    if let file = options.recording {
      try RecordingText.render(sandbox.requests).write(
        toFile: file,
        atomically: true,
        encoding: .utf8
      )
    }
    if status != 0 { throw ExitCode(status) }
  }

  private func scenario() throws -> SandboxSetup {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try HostSystem.readFile(options.scenario)
    } catch {
      throw ValidationError("\(options.scenario) cannot be read")
    }
    let (scenario, problems) = SandboxSetupReader.read(bytes, path: options.scenario)
    for problem in problems {
      let start = problem.span.start
      HostSystem.write(
        "\(problem.path):\(start.line):\(start.column): \(problem.message)\n",
        to: 2
      )
    }
    if !problems.isEmpty { throw ExitCode(2) }
    return scenario
  }

  /// Runs the command with this program's own streams.
  ///
  /// - Returns: Its exit code, as a shell would give it.
  private func child(_ name: String, _ environment: [String: String]) async throws -> Int32 {
    var updates: [Environment.Key: String?] = [:]
    for (key, value) in environment {
      if let key = Environment.Key(rawValue: key) { updates[key] = .some(value) }
    }
    let result = try await Subprocess.run(
      name.contains("/") ? .path(FilePath(name)) : .name(name),
      arguments: Arguments(Array(options.command.dropFirst())),
      environment: .inherit.updating(updates),
      input: .currentStandardInput,
      output: .currentStandardOutput,
      error: .currentStandardError
    )
    switch result.terminationStatus {
    case .exited(let code): return code
    case .signaled(let signal): return 128 + signal
    }
  }
}
#endif
