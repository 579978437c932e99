/// The files of a commit or of Git's index: the stored content, not the working tree's.
package final class GitFiles: RepositoryFiles {
  /// The maximum number of links that are followed for one path, as in Linux.
  private static let linkLimit = 40
  /// Targets of links are shorter than this on every system.
  private static let targetLimit = 4_096

  package let budget = Budget()
  private let listing: GitListing
  /// The number of bytes of the list that Git wrote.
  var listedBytes: Int { listing.size }
  private let objects: any GitObjects

  /// Files from a list of them.
  ///
  /// - Parameters:
  ///   - listing: The list.
  ///   - objects: The contents.
  package init(_ listing: GitListing, objects: any GitObjects) {
    self.listing = listing
    self.objects = objects
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    let bytes = Array(path.utf8)
    if let entry = listing.entries[bytes], !entry.isLink { return try objects.blob(entry.object) }
    switch try target(of: bytes) {
    case .file(let path):
      guard let entry = listing.entries[path] else { throw .missing }
      return try objects.blob(entry.object)
    case .folder: throw .notRegular
    }
  }

  package func allPaths() -> [String] { listing.paths }

  /// The kind of file at a path, after following links; nil if there is none, or if it leads
  /// outside.
  package func kind(_ path: String) -> HostSystem.Kind? {
    switch try? target(of: Array(path.utf8)) {
    case .file: .file
    case .folder: .folder
    case nil: nil
    }
  }

  /// A path with its links resolved; nil when there is nothing, or it leads out.
  package func realPath(_ path: String) -> String? {
    switch try? target(of: Array(path.utf8)) {
    case .file(let path), .folder(let path): String(decoding: path, as: UTF8.self)
    case nil: nil
    }
  }

  // MARK: Links

  private enum Target {
    case file([UInt8])
    case folder([UInt8])
  }

  /// The target of a path, resolved part by part, because folders on the way may be links, too.
  private func target(of path: [UInt8]) throws(FileError) -> Target {
    let slash = UInt8(ascii: "/")
    var rest = Array(path.split(separator: slash).reversed().map(Array.init))
    var current: [UInt8] = []
    var links = 0
    while let part = rest.popLast() {
      if part == Array(".".utf8) { continue }
      if part == Array("..".utf8) {
        guard !current.isEmpty else { throw .outside }
        current = current.lastIndex(of: slash).map { Array(current[..<$0]) } ?? []
        continue
      }
      let next = current.isEmpty ? part : current + [slash] + part
      guard let entry = listing.entries[next] else {
        guard listing.hasFolder(next) else { throw .missing }
        current = next
        continue
      }
      guard entry.isLink else {
        guard rest.isEmpty else { throw .missing }
        return .file(next)
      }
      links += 1
      let target = try objects.blob(entry.object)
      guard links <= Self.linkLimit, !target.isEmpty, target.count < Self.targetLimit else {
        throw .missing
      }
      guard target.first != slash else { throw .outside }
      rest += target.split(separator: slash).reversed().map(Array.init)
    }
    return .folder(current)
  }
}
