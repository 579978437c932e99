import Evidence
import Files
import GitLabCI

extension Workspace {
  /// The configuration for a project of the fleet whose folder is the repository.
  ///
  /// - Parameters:
  ///   - path: The project's folder, relative to the fleet's.
  ///   - manifest: The note of `akvlint fetch` about it; nil when it was copied in another way.
  ///   - includes: Copies of files that projects include.
  ///   - parsed: Those that were parsed for other projects.
  /// - Returns: The same configuration with the project's files, snapshot and path.
  /// - Throws: `UsageError` when its snapshot cannot be read.
  func project(
    _ path: String,
    _ manifest: FetchManifest?,
    includes: any RepositoryFiles,
    parsed: ParsedFiles
  ) throws(UsageError) -> Self {
    var result = self
    let folder = "\(repository.root)/\(path)"
    guard let files = DiskRepository(root: folder) else {
      throw UsageError(message: "the folder \(folder) does not exist")
    }
    let snapshot = "\(files.root)/\(SnapshotReader.fileName)"
    let isBeside = configurationFile.map(RepositoryPath.folder) == files.root
    if !isBeside {
      // A configuration above does not know which project this is.
      result.configuration.evidence.gitLab.projectPath = nil
      result.configuration.evidence.gitLab.projectID = nil
    }
    if !isBeside, files.kind(SnapshotReader.fileName) == .file {
      try Self.join([(snapshot, files)], in: repository, to: &result.configuration)
    }
    result.repository = files
    // The folder in which a project's files are is a fact; its configuration is a claim.
    let gitLab = result.configuration.evidence.gitLab
    result.configuration.evidence.gitLab.projectPath =
      manifest?.project ?? gitLab.projectPath ?? path
    result.configuration.evidence.gitLab.projectID = manifest?.id ?? gitLab.projectID
    result.library.use(includes, folder: "includes", parsed: parsed)
    result.library.variables = result.configuration.evidence.includeVariables
    return result
  }
}
