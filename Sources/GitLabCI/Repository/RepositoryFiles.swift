/// Why a file of a repository could not be read.
package enum FileError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// The path leads out of the repository, by `..` or a symbolic link.
  case outside
  /// It is a folder, a device, a pipe or a socket.
  case notRegular
  /// It is larger than akvlint reads; the limit in bytes.
  case tooLarge(limit: Int)
  /// The system refuses: its error text.
  case unreadable(String)
}

/// The files of a repository, by their paths relative to its root, without a leading slash.
///
/// All that composing a pipeline may see: a test or an editor hands in its own.
package protocol RepositoryFiles: Sendable {
  /// The content of a file.
  func read(_ path: String) throws(FileError) -> [UInt8]

  /// The paths of all files, for wildcards, in the order of their bytes.
  func allPaths() -> [String]
}

/// Files that exist only in memory.
package struct InMemoryFiles: RepositoryFiles {
  private let contents: [String: [UInt8]]

  /// Files by path.
  package init(_ contents: [String: [UInt8]]) {
    self.contents = contents
  }

  /// Files by path, as text.
  package init(text contents: [String: String]) {
    self.contents = contents.mapValues { Array($0.utf8) }
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    guard let content = contents[path] else { throw .missing }
    return content
  }

  package func allPaths() -> [String] {
    contents.keys.sorted()
  }
}

/// A repository in which one file's content is another than the stored one: the unsaved buffer
/// of an editor, or standard input.
package struct OverlaidFiles: RepositoryFiles {
  private let base: any RepositoryFiles
  private let path: String
  private let content: [UInt8]

  /// Puts a content in the place of a file.
  package init(_ base: any RepositoryFiles, path: String, content: [UInt8]) {
    self.base = base
    self.path = path
    self.content = content
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    path == self.path ? content : try base.read(path)
  }

  package func allPaths() -> [String] {
    let paths = base.allPaths()
    return paths.contains(path) ? paths : (paths + [path]).sorted()
  }
}
