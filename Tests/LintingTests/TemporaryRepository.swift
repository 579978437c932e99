import Files
import Foundation
import Linting

/// A repository on disk, gone after the test.
final class TemporaryRepository {
  /// The folder that holds the repository and what lies outside it.
  private let outside: String
  /// The repository's root.
  let root: String

  /// A repository with some files; `../` leads outside it.
  init(_ files: [String: String]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "akvlint-\(UUID())")
    try FileManager.default.createDirectory(
      at: url.appending(path: "root/.git"),
      withIntermediateDirectories: true
    )
    outside = HostSystem.realPath(url.path) ?? url.path
    root = outside + "/root"
    for (path, text) in files { try write(text, to: path) }
  }

  deinit { try? FileManager.default.removeItem(atPath: outside) }

  /// Writes a file, and the folders above it.
  func write(_ text: String, to path: String) throws {
    let file = RepositoryPath.absolute(path, from: root)
    try FileManager.default.createDirectory(
      atPath: RepositoryPath.folder(of: file),
      withIntermediateDirectories: true
    )
    try HostSystem.writeFile(text, to: file)
  }

  /// Makes a link.
  func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(root)/\(path)",
      withDestinationPath: target
    )
  }

  /// Its configurations.
  func workspaces() throws -> Workspaces { try Workspaces(around: root) }

  /// Its workspace.
  func workspace(
    _ options: WorkspaceOptions = WorkspaceOptions(),
    in folder: String = "",
    contents: [String: String] = [:]
  ) throws -> Workspace {
    let open = contents.map { ("\(root)/\($0)", Array($1.utf8)) }
    return try Workspace(
      around: folder.isEmpty ? root : "\(root)/\(folder)",
      options: options,
      contents: Dictionary(open) { first, _ in first }
    )
  }
}
