/// The reason why a file of a repository could not be read.
package enum FileError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// The path leads out of the repository, by `..` or a symbolic link, or into its `.git`.
  case outside
  /// It is a folder, a device, a pipe or a socket.
  case notRegular
  /// It is larger than akvlint reads; the limit in bytes.
  case tooLarge(limit: Int)
  /// The system refuses: its error text.
  case unreadable(String)

  /// The reason why a file cannot be read or written, in words that follow its name and a colon.
  package var words: String {
    switch self {
    case .missing: "the file does not exist"
    case .outside: "it leads out of the repository"
    case .notRegular: "it is not a regular file"
    case .tooLarge(let limit): "it is larger than \(limit / 1_048_576) MiB"
    case .unreadable(let reason): reason
    }
  }
}

/// Reads the file at a path.
package typealias FileReader = (String) throws(FileError) -> [UInt8]

/// The files of a repository, by their paths relative to its root, without a leading slash.
///
/// All that composing a pipeline may see: a test or an editor supplies its own.
package protocol RepositoryFiles: Sendable {
  /// The budget of the run that reads them.
  var budget: Budget { get }

  /// The content of a file.
  func read(_ path: String) throws(FileError) -> [UInt8]

  /// The paths of all files, for wildcards, in the order of their bytes.
  func allPaths() -> [String]
}

/// Files that exist only in memory.
package struct InMemoryFiles: RepositoryFiles {
  package let budget = Budget()
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

/// A repository in which some files' contents are others than the stored ones: unsaved buffers of
/// an editor, standard input, or files that are about to be fixed.
package struct OverlaidFiles: RepositoryFiles {
  package var budget: Budget { base.budget }
  private let base: any RepositoryFiles
  private let contents: [String: [UInt8]]

  /// Replaces the contents of files.
  package init(_ base: any RepositoryFiles, contents: [String: [UInt8]]) {
    self.base = base
    self.contents = contents
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    if let content = contents[path] { return content }
    return try base.read(path)
  }

  package func allPaths() -> [String] {
    let paths = base.allPaths()
    let known = Set(paths)
    let others = contents.keys.filter { !known.contains($0) }
    return others.isEmpty ? paths : (paths + others).sorted()
  }
}

/// The files below a folder, by their paths from there.
package struct FolderFiles: RepositoryFiles {
  package var budget: Budget { base.budget }
  private let base: any RepositoryFiles
  private let prefix: String

  /// The files below a folder of other files; what leads out of the folder is outside.
  package init(_ base: any RepositoryFiles, folder: String) {
    self.base = base
    prefix = folder + "/"
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    let full = RepositoryPath.normalised(prefix + path)
    guard full.utf8.starts(with: prefix.utf8) else { throw .outside }
    return try base.read(full)
  }

  package func allPaths() -> [String] {
    base.allPaths().compactMap { path in
      guard path.utf8.starts(with: prefix.utf8) else { return nil }
      return String(path.utf8.dropFirst(prefix.utf8.count))
    }
  }
}
