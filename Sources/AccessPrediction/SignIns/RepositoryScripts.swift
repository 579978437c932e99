import Files
import ShellSyntax

/// The shell and PowerShell scripts of a repository, each read once and only when a job runs it.
///
/// A class, because it remembers; it lives for one check on one thread.
final class RepositoryScripts {
  /// The maximum number of bytes of a script that are read.
  private static let limit = 200_000
  private static let endings = [".sh", ".bash", ".ps1"]

  private let repository: (any RepositoryFiles)?
  private var known: [String: ShellScript?] = [:]

  init(_ repository: (any RepositoryFiles)?) {
    self.repository = repository
  }

  /// A script, by its path from the project's folder; nil when it is not there.
  func script(_ path: String) -> ShellScript? {
    if let script = known[path] { return script }
    let script = read(path)
    known[path] = script
    return script
  }

  /// The bytes of a file, by its path from the project's folder; nil when it is not there.
  func text(_ path: String) -> [UInt8]? {
    guard !path.hasPrefix("/"), !path.hasPrefix("$"), !path.hasPrefix("~"),
      let repository, let bytes = try? repository.read(path), bytes.count <= Self.limit,
      repository.budget.spend(bytes.count / 32, on: .scriptSteps)
    else { return nil }
    return bytes
  }

  private func read(_ path: String) -> ShellScript? {
    guard Self.endings.contains(where: path.hasSuffix), let bytes = text(path) else { return nil }
    return path.hasSuffix(".ps1")
      ? ShellScript(powerShell: bytes[...]) : ShellScript(bytes[...])
  }
}
