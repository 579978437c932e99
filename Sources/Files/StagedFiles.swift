import Synchronization

/// The files of Git's index: what a commit would hold, whatever the working tree has.
///
/// Git reads them without the hooks, filters and file system monitors that a repository's
/// configuration names.
package final class StagedFiles: RepositoryFiles {
  private struct Entry {
    let object: String
    let isLink: Bool
  }

  private let git: String
  private let root: String
  private let entries: [String: Entry]
  private let contents = Mutex<[String: [UInt8]]>([:])

  /// The index of the repository around a folder; nil when Git cannot read it.
  package init?(root: String) {
    guard let git = ProgramCall.find("git"),
      let list = Self.call(git, root, ["ls-files", "--stage", "-z"])
    else { return nil }
    self.git = git
    self.root = root
    var entries: [String: Entry] = [:]
    for record in list.split(separator: 0) {
      let parts = record.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      guard parts.count == 2 else { continue }
      let words = parts[0].split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      // A submodule has no content here; of a conflict, no side is what will be committed.
      guard words.count == 3, words[0] != "160000", words[2] == "0" else { continue }
      let path = String(decoding: parts[1], as: UTF8.self)
      entries[path] = Entry(object: words[1], isLink: words[0] == "120000")
    }
    self.entries = entries
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    var path = path
    for _ in 0..<8 {
      guard let entry = entries[path] else { throw .missing }
      let bytes = try content(entry.object)
      guard entry.isLink else { return bytes }
      let target = String(decoding: bytes, as: UTF8.self)
      let folder = RepositoryPath.folder(of: path)
      path = RepositoryPath.normalised(folder.isEmpty ? target : "\(folder)/\(target)")
      guard target.first != "/", !path.hasPrefix("..") else { throw .outside }
    }
    throw .missing
  }

  package func allPaths() -> [String] { entries.keys.sorted() }

  /// What a path leads to.
  func kind(_ path: String) -> HostSystem.Kind? {
    if path.isEmpty { return .folder }
    if entries[path] != nil { return .file }
    return entries.keys.contains { $0.hasPrefix(path + "/") } ? .folder : nil
  }

  private func content(_ object: String) throws(FileError) -> [UInt8] {
    if let known = contents.withLock({ $0[object] }) { return known }
    guard let bytes = Self.call(git, root, ["cat-file", "blob", object]) else {
      throw .unreadable("git cannot read it")
    }
    guard bytes.count <= HostSystem.sizeLimit else { throw .tooLarge(limit: HostSystem.sizeLimit) }
    contents.withLock { $0[object] = bytes }
    return bytes
  }

  private static func call(_ git: String, _ root: String, _ arguments: [String]) -> [UInt8]? {
    let settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.directory=*"]
    let fixed = [
      "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_OPTIONAL_LOCKS=0",
      "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
    ]
    // Git sets these for its hooks: a commit of some paths has an index of its own.
    let passed = ["GIT_INDEX_FILE", "GIT_DIR", "GIT_WORK_TREE"].compactMap { name in
      HostSystem.environment(name).map { "\(name)=\($0)" }
    }
    return ProgramCall(
      git,
      settings.flatMap { ["-c", $0] } + ["-C", root.isEmpty ? "/" : root] + arguments,
      environment: fixed + passed
    ).output()
  }
}
