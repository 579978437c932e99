import Files
import Linting

/// Files that the command line names for output; `-` is standard output.
enum FileOutput {
  /// Refuses a file that cannot be written.
  static func check(_ path: String) throws(UsageError) {
    if path == "-" { return }
    let absolute = RepositoryPath.absolute(path, from: HostSystem.currentFolder)
    let folder = RepositoryPath.folder(of: absolute)
    guard HostSystem.kind(folder) == .folder else {
      throw UsageError(message: "cannot write \(path): the folder \(folder) does not exist")
    }
    if HostSystem.kind(absolute) == .folder {
      throw UsageError(message: "cannot write \(path): it is a folder")
    }
    do throws(FileError) {
      _ = try OperatorFiles.checked(absolute)
    } catch {
      throw UsageError(message: "cannot write \(path): \(error.words)")
    }
  }

  /// Writes a file, whole or not at all.
  static func write(_ text: String, to path: String) throws(UsageError) {
    if path == "-" { return Console.output(text) }
    try check(path)
    do throws(FileError) {
      try OperatorFiles.write(Array(text.utf8), to: path)
    } catch {
      throw UsageError(message: "cannot write \(path): \(error.words)")
    }
  }
}

extension Console {
  /// Writes a report to a file; to standard output when none is named.
  static func output(_ text: String, to file: String?) throws(UsageError) {
    guard let file else { return output(text) }
    try FileOutput.write(text, to: file)
  }
}
