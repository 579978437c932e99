#if !Live
import Files

/// The akvlint that can ask others, which packages put beside this one under the name
/// `akvlint-live`.
///
/// It needs the system's C library and takes longer to start, so the checks of hooks and editors
/// run without it; it is started for live queries.
enum LiveCompanion {
  static let name = "akvlint-live"

  /// Becomes the companion, which does the whole work; returns when there is none.
  static func takeOver() {
    guard let program = HostSystem.program, RepositoryPath.name(of: program) != name else {
      return
    }
    let companion = "\(RepositoryPath.folder(of: program))/\(name)"
    guard HostSystem.isProgram(companion) else { return }
    HostSystem.become(companion)
    Console.note("\(companion) cannot be started on this system")
  }
}
#endif

/// A command that may have to ask others: GitLab, Azure, or a command line that is signed in.
protocol AskingCommand {
  /// Whether it has to.
  var asksOthers: Bool { get }
}
