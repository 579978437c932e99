import Files

/// The folders of a repository without those that Git ignores.
enum RepositoryFolders {
  /// The files that are pipelines by their names.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - fails: Called with each folder that cannot be listed.
  /// - Returns: Their paths.
  static func pipelines(
    in repository: DiskRepository,
    fails: (String) -> Void
  ) -> [String] {
    var ignored = IgnoreRules()
    var loaded: Set<String> = []
    func load(_ folder: String) {
      guard loaded.insert(folder).inserted else { return }
      let path = folder.isEmpty ? ".gitignore" : "\(folder)/.gitignore"
      if let bytes = try? repository.read(path) {
        // A file of megabytes takes its time before any path is compared.
        guard repository.budget.spend(bytes.count, on: .wildcardSteps) else { return }
        ignored.add(String(decoding: bytes, as: UTF8.self), in: folder)
      }
    }
    load("")
    let enters = { (path: String, isFolder: Bool) in
      // Most files are not pipelines, and need not be compared with any pattern.
      guard isFolder || RepositoryPath.isPipelineName(path),
        !ignored.ignores(path, isFolder: isFolder, within: repository.budget)
      else { return false }
      if isFolder { load(path) }
      return true
    }
    return repository.paths(where: enters, fails: fails)
  }
}
