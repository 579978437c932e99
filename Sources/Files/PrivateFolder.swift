/// A folder for files that only their owner can read.
///
/// Their paths come from what was fetched, so nothing is written or removed that is not in the folder,
/// and no link is followed.
package struct PrivateFolder: Sendable {
  /// The folder's real path.
  package let root: String

  /// A folder, which is made when it does not exist; the one above must be.
  ///
  /// - Throws: The reason why it cannot be made.
  package init(_ folder: String) throws(FileError) {
    try HostSystem.makeFolder(folder, isPrivate: true)
    guard HostSystem.kind(folder) == .folder, let root = HostSystem.realPath(folder) else {
      throw .missing
    }
    self.root = root
  }

  /// The content of a file; nil when there is none that is in the folder.
  package func read(_ path: String) -> [UInt8]? {
    guard let parts = try? Self.parts(of: path) else { return nil }
    let file = "\(root)/\(parts.joined(separator: "/"))"
    guard HostSystem.realPath(file) == file else { return nil }
    return try? HostSystem.readFile(file)
  }

  /// Writes a file, whole or not at all, and the folders above it.
  ///
  /// - Throws: The reason why it cannot be written.
  package func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let parts = try Self.parts(of: path)
    var folder = root
    for part in parts.dropLast() {
      folder += "/\(part)"
      try HostSystem.makeFolder(folder, isPrivate: true)
      // A link would lead somewhere else.
      guard HostSystem.realPath(folder) == folder else { throw .outside }
    }
    try HostSystem.putPrivateFile("\(folder)/\(parts[parts.count - 1])", with: bytes)
  }

  /// Removes a file, if there is one.
  ///
  /// - Throws: The reason why it cannot be removed.
  package func remove(_ path: String) throws(FileError) {
    let parts = try Self.parts(of: path)
    let folder = ([root] + parts.dropLast()).joined(separator: "/")
    guard let real = HostSystem.realPath(folder) else { return }
    guard real == folder else { throw .outside }
    try HostSystem.removeFile("\(folder)/\(parts[parts.count - 1])")
  }

  /// The paths of all files below a folder.
  package func paths(below folder: String) -> [String] {
    guard let parts = try? Self.parts(of: folder),
      let files = DiskRepository(root: "\(root)/\(parts.joined(separator: "/"))")
    else { return [] }
    return files.allPaths().map { "\(folder)/\($0)" }
  }

  private static func parts(of path: String) throws(FileError) -> [String] {
    let slash = UInt8(ascii: "/")
    let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.allSatisfy({ !["", ".", ".."].contains($0) }) else { throw .outside }
    return parts
  }
}
