import ArgumentParser
import Linting

/// The common behavior of all commands.
enum CommandRunner {
  /// Does a command's work and turns its outcome into the exit code.
  static func run(_ work: () throws(UsageError) -> ExitStatus) throws {
    let status: ExitStatus
    do throws(UsageError) {
      status = try work()
    } catch {
      Console.note(error.message)
      throw ExitCode(ExitStatus.usage.rawValue)
    }
    guard status == .clean else { throw ExitCode(status.rawValue) }
  }
}

extension ExitStatus {
  /// The exit code of a command that shows a pipeline; reports why the pipeline was not shown whole.
  static func of(_ excess: String?, isIncomplete: Bool) -> Self {
    if let excess { Console.note("\(excess) [AKV003]") }
    return isIncomplete ? .incomplete : .clean
  }
}
