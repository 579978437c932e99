import Files

/// The folders of a repository without those that Git ignores.
enum RepositoryFolders {
  /// The files that are pipelines by their names, and those that may be components.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - fails: Called with each folder that cannot be listed.
  /// - Returns: Their paths.
  static func pipelines(
    in repository: DiskRepository,
    fails: @escaping (String) -> Void
  ) -> [String] {
    var ignored = IgnoreRules()
    let budget = repository.budget
    var search = FileSearch { path, isFolder in
      // Most files are not pipelines, and need not be compared with any pattern.
      (isFolder || RepositoryPath.isPipelineName(path) || InputResolver.isComponent(path))
        && !ignored.ignores(path, isFolder: isFolder, within: budget)
    }
    search.fails = fails
    search.marker = ".gitignore"
    search.marks = { folder in
      let path = folder.isEmpty ? ".gitignore" : "\(folder)/.gitignore"
      // A file of megabytes takes its time before any path is compared.
      guard let bytes = try? repository.read(path), budget.spend(bytes.count, on: .wildcardSteps)
      else { return }
      ignored.add(String(decoding: bytes, as: UTF8.self), in: folder)
    }
    return repository.paths(search)
  }
}
