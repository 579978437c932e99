#if Live
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Runs a program of the operator's: no shell, nothing to read, its errors dropped.
package struct ProgramRunner: Sendable {
  /// The maximum size of its output.
  private static let sizeLimit = 1_048_576

  private let path: String
  private let limit: Int

  /// A runner.
  ///
  /// - Parameters:
  ///   - path: The `PATH` of the program, so that its own programs are found only there.
  ///   - limit: Its time limit in seconds.
  package init(path: String, limit: Int = 30) {
    self.path = path
    self.limit = limit
  }

  /// Runs a program and returns its standard output.
  ///
  /// - Parameters:
  ///   - program: Its absolute path.
  ///   - arguments: Its arguments.
  /// - Returns: The bytes.
  /// - Throws: That it failed or took too long; it is killed then, with all that it started.
  package func run(
    _ program: String,
    _ arguments: [String]
  ) async throws(AzureCLI.Failure) -> [UInt8] {
    let (path, limit) = (path, limit)
    let outcome = await withTaskGroup(of: Outcome.self) { group in
      group.addTask { await Self.outcome(program, arguments, path: path) }
      group.addTask {
        try? await Task.sleep(for: .seconds(limit))
        return .timedOut
      }
      let first = await group.next() ?? .failed
      group.cancelAll()
      return first
    }
    switch outcome {
    case .output(let bytes): return bytes
    case .failed: throw .failed
    case .timedOut: throw .timedOut(limit: limit)
    }
  }

  private enum Outcome: Sendable {
    case output([UInt8])
    case failed
    case timedOut
  }

  private static func outcome(
    _ program: String,
    _ arguments: [String],
    path: String
  ) async -> Outcome {
    var options = PlatformOptions()
    // In a session of its own it has no terminal to ask at, and is ended with its children.
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)),
        arguments: Arguments(arguments),
        environment: .inherit.updating(["PATH": path]),
        workingDirectory: FilePath("/"),
        platformOptions: options,
        output: .bytes(limit: sizeLimit)
      )
      return result.terminationStatus.isSuccess ? .output(result.standardOutput) : .failed
    } catch {
      return .failed
    }
  }
}
#endif
