import ArgumentParser
import Linting

/// The common behavior of all commands.
enum CommandRunner {
  /// Does a command's work and turns its outcome into the exit code.
  static func run(_ work: () throws(UsageError) -> ExitStatus) throws {
    let code = exitCode(work)
    guard code == ExitStatus.clean.rawValue else { throw ExitCode(code) }
  }

  /// Does a command's work, and reports when it cannot.
  ///
  /// - Returns: The exit code.
  static func exitCode(_ work: () throws(UsageError) -> ExitStatus) -> Int32 {
    do throws(UsageError) {
      return try work().rawValue
    } catch {
      Console.note(error.message)
      return (error.isIncomplete ? ExitStatus.incomplete : .usage).rawValue
    }
  }
}

extension ExitStatus {
  /// The exit code of a command that shows a pipeline; reports why the pipeline was not shown whole.
  static func of(_ excess: String?, isIncomplete: Bool) -> Self {
    if let excess { Console.note("\(excess) [AKV003]") }
    return isIncomplete ? .incomplete : .clean
  }
}
