import GitLabCI

/// A folder in which files that were fetched for includes are kept for later runs.
///
/// Their paths come from what was fetched, so nothing is written that does not lie in the folder
/// after all links are followed.
struct IncludeStore {
  /// The folder's real path.
  private let root: String

  /// A folder that exists.
  init(_ folder: String) throws(UsageError) {
    guard let root = HostSystem.realPath(folder) else {
      throw UsageError(message: "there is no folder \(folder)")
    }
    self.root = root
  }

  /// Makes a folder, unless it is there.
  static func make(_ folder: String) throws(UsageError) {
    do throws(FileError) {
      try HostSystem.makeFolder(folder)
    } catch {
      throw UsageError(message: "cannot make the folder \(folder): \(error.words)")
    }
  }

  /// Writes files by their paths below the folder.
  func write(_ files: [String: [UInt8]]) throws(UsageError) {
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      do throws(FileError) {
        try write(bytes, to: path)
      } catch {
        throw UsageError(message: "cannot write \(path) below \(root): \(error.words)")
      }
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var folder = root
    for part in path.split(separator: "/").dropLast() {
      guard part != "..", part != "." else { throw .outside }
      folder += "/\(part)"
      try HostSystem.makeFolder(folder)
      // A link would lead somewhere else.
      guard HostSystem.realPath(folder) == folder else { throw .outside }
    }
    let file = "\(root)/\(path)"
    guard let real = HostSystem.realPath(file) else {
      guard !HostSystem.isTaken(file) else { throw .outside }
      try HostSystem.writeFile(bytes, to: file)
      return
    }
    guard real == file else { throw .outside }
    try HostSystem.replaceFile(file, with: bytes)
  }
}
