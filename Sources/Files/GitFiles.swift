import Synchronization

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
  /// Folders whose paths contain no links.
  private let plainFolders = Mutex<Set<[UInt8]>>([])

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

  /// Whether a file or link is listed at a path; links on the way to it are not followed.
  func lists(_ path: String) -> Bool { listing.entries[Array(path.utf8)] != nil }

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
    var (current, rest) = start(path)
    var links = 0
    var isPlain = true
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
        if isPlain { _ = plainFolders.withLock { $0.insert(next) } }
        continue
      }
      guard entry.isLink else {
        guard rest.isEmpty else { throw .missing }
        return .file(next)
      }
      links += 1
      isPlain = false
      let target = try objects.blob(entry.object)
      guard links <= Self.linkLimit, !target.isEmpty, target.count < Self.targetLimit else {
        throw .missing
      }
      guard target.first != slash else { throw .outside }
      rest += target.split(separator: slash).reversed().map(Array.init)
    }
    return .folder(current)
  }

  /// The folder of a path when it is known to have no links on its way, and the parts of the path that
  /// are to be followed, the last one first.
  private func start(_ path: [UInt8]) -> (folder: [UInt8], rest: [[UInt8]]) {
    let slash = UInt8(ascii: "/")
    if let end = path.lastIndex(of: slash) {
      let folder = Array(path[..<end])
      let name = Array(path[(end + 1)...])
      if !name.isEmpty, name != Array("..".utf8), plainFolders.withLock({ $0.contains(folder) }) {
        return (folder, [name])
      }
    }
    return ([], path.split(separator: slash).reversed().map(Array.init))
  }
}
