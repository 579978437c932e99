import Files
import Foundation

/// A repository that Git itself made, which is gone after the test.
package final class GitRepository {
  /// A command that Git did not carry out.
  package struct Failure: Error {
    /// The command.
    package let arguments: [String]
  }

  /// Its absolute path, without links.
  package let path: String

  /// A repository with files that are not committed.
  ///
  /// - Parameters:
  ///   - files: The files' texts, by path.
  ///   - options: Further options of `git init`.
  /// - Throws: That a file cannot be written, or `Failure`.
  package init(_ files: [String: String] = [:], options: [String] = []) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "akvlint-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = HostSystem.realPath(url.path) ?? url.path
    try git(["init", "-q", "-b", "main"] + options)
    try write(files)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes files, with the folders that they need.
  package func write(_ files: [String: String]) throws {
    for (name, text) in files {
      let file = "\(path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: RepositoryPath.folder(of: file),
        withIntermediateDirectories: true
      )
      try HostSystem.writeFile(text, to: file)
    }
  }

  /// Makes a symbolic link.
  package func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)",
      withDestinationPath: target
    )
  }

  /// Runs Git without any settings of the user.
  ///
  /// - Parameter arguments: The command.
  /// - Returns: The first line of its output.
  /// - Throws: `Failure` when it fails.
  @discardableResult
  package func git(_ arguments: [String]) throws -> String {
    let settings = [
      "-C", path, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgSign=false",
      "-c", "protocol.file.allow=always",
    ]
    let program = ProgramCall.find("git").map { program in
      ProgramCall(
        program,
        settings + arguments,
        environment: ["PATH=\(HostSystem.environment("PATH") ?? "")"]
      )
    }
    guard let output = program?.output() else { throw Failure(arguments: arguments) }
    return String(String(decoding: output, as: UTF8.self).prefix { $0 != "\n" })
  }

  /// Commits all files.
  ///
  /// - Parameter files: Files to write before.
  /// - Returns: The commit's ID.
  /// - Throws: That a file cannot be written, or `Failure`.
  @discardableResult
  package func commit(_ files: [String: String] = [:]) throws -> String {
    try write(files)
    try git(["add", "-A"])
    try git(["commit", "-qm", "change", "--allow-empty"])
    return try git(["rev-parse", "HEAD"])
  }

  /// Makes the tree whose entries a file lists.
  ///
  /// - Parameter list: The file, as `git mktree` reads it.
  /// - Returns: The tree's ID.
  /// - Throws: `Failure` when Git cannot read the list.
  package func tree(listedIn list: String) throws -> String {
    try git(["-c", "alias.trees=!git mktree < \(list)", "trees"])
  }
}
