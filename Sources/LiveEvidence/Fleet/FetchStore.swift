package import Files

/// The folder that a fleet is fetched into.
package protocol FetchStore: Sendable {
  /// The content of a file; nil when there is none.
  func read(_ path: String) -> [UInt8]?

  /// Writes a file, whole or not at all, that only the folder's owner can read.
  func write(_ bytes: [UInt8], to path: String) throws(FileError)

  /// Removes a file, if there is one.
  func remove(_ path: String) throws(FileError)

  /// The paths of all files below a folder.
  func paths(below folder: String) -> [String]
}

/// Where a fleet's folder keeps what concerns all of its projects.
enum FetchPath {
  /// Copies of included files.
  static let includes = ".akvlint/includes"
  /// The projects of a fetch that has not ended.
  static let session = ".akvlint/fetch.json"
}
