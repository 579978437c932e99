/// A folder in which files that were fetched for includes are kept for later runs.
///
/// Their paths come from what was fetched, so nothing is written that does not lie in the folder
/// after all links are followed.
package struct IncludeStore {
  /// The folder's real path.
  private let root: String

  /// A folder, which is made when it does not exist.
  ///
  /// - Throws: The reason why it cannot be made; that a link leads out of the repository.
  package init(_ folder: String) throws(FileError) {
    let folder = try OperatorFiles.checked(folder)
    try HostSystem.makeFolder(folder)
    guard let root = HostSystem.realPath(folder) else { throw .missing }
    self.root = root
  }

  /// Writes files by their paths below the folder.
  ///
  /// - Parameter files: The files.
  /// - Throws: The reason why the first one that could not be written was not.
  package func write(_ files: [String: [UInt8]]) throws(FileError) {
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try write(bytes, to: path) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    // Bytes, because to the system a slash with an accent after it is a slash.
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    guard !parts.isEmpty, !parts.contains(".."), !parts.contains(".") else { throw .outside }
    var folder = root
    for part in parts.dropLast() {
      folder += "/\(part)"
      try HostSystem.makeFolder(folder)
      // A link would lead somewhere else.
      guard HostSystem.realPath(folder) == folder else { throw .outside }
    }
    let file = "\(folder)/\(parts[parts.count - 1])"
    guard let real = HostSystem.realPath(file) else {
      // A link that leads nowhere would be followed, and its target made.
      guard !HostSystem.isTaken(file) else { throw .outside }
      try HostSystem.writeFile(bytes, to: file)
      return
    }
    guard real == file else { throw .outside }
    try HostSystem.replaceFile(file, with: bytes)
  }
}
