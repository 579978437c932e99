import Files

extension FuzzTarget {
  /// Objects of a bundle, by the IDs that represent its paths.
  private struct BundledObjects: GitObjects {
    let contents: [String: [UInt8]]

    func blob(_ id: String) throws(FileError) -> [UInt8] {
      guard let content = contents[id] else { throw .unreadable("unknown object \(id)") }
      return content
    }
  }

  static func git(_ input: [UInt8]) -> Bool {
    let bundle = FileBundle(input)
    let objects = BundledObjects(contents: bundle.others)
    for line in input.split(separator: UInt8(ascii: "\n")) { _ = GitObjectHeader(Array(line)) }
    let listings = [GitListing(tree: bundle.first), GitListing(index: bundle.first)]
    return listings.map { isRead(GitFiles($0, objects: objects)) }.contains(true)
  }

  /// Reads all files, on every way that links make.
  private static func isRead(_ files: GitFiles) -> Bool {
    var isRead = false
    for path in files.allPaths() {
      let content = try? files.read(path)
      isRead = isRead || content != nil
      guard let real = files.realPath(path) else { continue }
      precondition(files.realPath(real) == real, "a path with links resolved leads elsewhere")
      precondition((try? files.read(real)) == content, "a link has another content than its target")
      precondition(files.kind(path) == files.kind(real), "a link is something else than its target")
      let folder = RepositoryPath.folder(of: path)
      guard !folder.isEmpty else { continue }
      let below = FolderFiles(files, folder: folder)
      for name in below.allPaths() { _ = try? below.read(name) }
      _ = try? below.read("../\(path)")
    }
    return isRead
  }
}
