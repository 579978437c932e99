package import Files

/// Where includes that need a server are found offline.
///
/// The configuration maps projects to folders. A cache folder holds the rest: `projects/PATH/FILE`,
/// `templates/NAME`, `remotes/HOST/PATH` and `components/HOST/PATH/NAME.yml` or
/// `components/HOST/PATH/NAME/template.yml`; those of one version as `IncludeVersion` has them.
package struct IncludeLibrary: Sendable {
  /// A project that has a copy here.
  package struct Project: Sendable {
    /// Its full path.
    package let path: String
    /// The folder that findings show before its files.
    package let folder: String
    /// Its files.
    package let files: Files

    /// Where a project's files are.
    package enum Files: Sendable {
      /// In a folder of the repository.
      case inside(any RepositoryFiles)
      /// In a folder elsewhere, which the operator allows; reports do not quote them.
      case outside(any RepositoryFiles)
      /// There is no such folder.
      case missing
      /// In a folder elsewhere, which the operator does not allow.
      case refused
    }

    /// A project and the copy of it.
    package init(path: String, folder: String, files: Files) {
      self.path = path
      self.folder = folder
      self.files = files
    }
  }

  /// Where a file of an include lies.
  struct Copy {
    var shelf: Shelf
    /// Its path on the shelf.
    var path: String
  }

  /// Files that include each other by local paths.
  struct Shelf {
    var files: any RepositoryFiles
    /// The prefix of paths in findings; empty for the checked repository.
    var folder = ""
    /// Whether GitLab finds local files and components from here: not from a URL or a template.
    var isProject = true
    /// Whether only those files are here that were asked for.
    var isPartial = false
    /// Whether reports may quote the files.
    var isQuotable = true

    /// The path that findings show.
    func shown(_ path: String) -> String {
      folder.isEmpty ? path : "\(folder)/\(path)"
    }
  }

  /// The reason why an include is not found.
  struct NotFound: Error {
    var reason: String
  }

  /// The variables that the paths and rules of includes use.
  package var variables = IncludeVariables()
  /// The version of GitLab that judges; nil for the newest.
  package var version: GitLabVersion?
  /// Files that were parsed for other pipelines; nil where there are none.
  private(set) var parsed: ParsedFiles?
  private let projects: [Project]
  private var cache: (any RepositoryFiles)?
  /// The prefix of the cache's files in findings.
  package private(set) var cacheFolder: String
  /// Whether files were fetched into the cache one by one.
  private var isFetched = false
  /// Whether reports may quote the files of the cache.
  private let isCacheQuotable: Bool

  /// A library.
  ///
  /// - Parameters:
  ///   - projects: The projects that the configuration maps.
  ///   - cache: The files of the cache folder.
  ///   - cacheFolder: The folder that findings show before them.
  ///   - isCacheQuotable: Whether reports may quote them: when they lie in the repository.
  package init(
    projects: [Project] = [],
    cache: (any RepositoryFiles)? = nil,
    cacheFolder: String = "",
    isCacheQuotable: Bool = false
  ) {
    self.isCacheQuotable = isCacheQuotable
    self.projects = projects
    self.cache = cache
    self.cacheFolder = cacheFolder
  }

  /// Puts files into the cache, in memory only.
  ///
  /// - Parameter files: The files, by their paths in the cache folder.
  package mutating func add(_ files: [String: [UInt8]]) {
    guard !files.isEmpty else { return }
    // Without a folder the paths would be those of the repository's own files.
    if cache == nil { cacheFolder = "fetched-includes" }
    cache = OverlaidFiles(cache ?? InMemoryFiles([String: [UInt8]]()), contents: files)
    isFetched = true
  }

  /// Takes files from another cache.
  ///
  /// - Parameters:
  ///   - cache: The files.
  ///   - folder: The folder that findings show before their paths.
  ///   - parsed: Files of it that were parsed for other pipelines.
  package mutating func use(
    _ cache: any RepositoryFiles,
    folder: String,
    parsed: ParsedFiles? = nil
  ) {
    self.cache = cache
    self.parsed = parsed
    cacheFolder = folder
    isFetched = true
  }

  /// The reason why the file of an artifact is not known.
  static let artifactReason = "a job writes this file while the pipeline runs"

  /// The files of an include.
  func copies(of target: IncludeDirective.Target) throws(NotFound) -> [Copy] {
    switch target {
    case .project(let path, let files, let ref):
      return try copies(project: path, files, ref: ref)
    case .remote(let url):
      let location = Self.location(of: url)
      try Self.check(location)
      return [try cached(or: ["remotes/\(location)"], url)]
    case .template(let name): return [try cached(or: templatePaths(name), name)]
    case .component(let name):
      let path = name.split(separator: "@", maxSplits: 1).first.map(String.init) ?? name
      try Self.check(path)
      let plain = ["components/\(path).yml", "components/\(path)/template.yml"]
      let versions = plain.map { IncludeVersion.path(of: $0, for: target) }
      return [try cached(versions, or: plain, name, isProject: true)]
    case .local, .artifact, .other: throw NotFound(reason: Self.artifactReason)
    }
  }

  /// GitLab finds a template by its name alone in some folders.
  private func templatePaths(_ name: String) -> [String] {
    GitLabTemplates.categories.map { $0.isEmpty ? "templates/\(name)" : "templates/\($0)/\(name)" }
  }

  private func copies(
    project path: String,
    _ files: [String],
    ref: String?
  ) throws(NotFound) -> [Copy] {
    try Self.check(path)
    var copies: [Copy] = []
    // GitLab looks projects up in lower case.
    let project = projects.first { $0.path.lowercased() == path.lowercased() }
    for file in files {
      let local = String(file.drop { $0 == "/" })
      if let project {
        let (files, isQuotable) = try Self.files(of: project)
        let shelf = Shelf(files: files, folder: project.folder, isQuotable: isQuotable)
        guard Self.exists(local, on: files) else {
          throw NotFound(reason: "\(project.folder) has no file \(local)")
        }
        copies.append(Copy(shelf: shelf, path: local))
      } else {
        let plain = "projects/\(path)"
        let version = ref.map { "\(IncludeVersion.folder(plain, at: $0))/\(local)" }
        var copy = try cached(
          [version].compactMap(\.self),
          or: ["\(plain)/\(local)"],
          path,
          isProject: true
        )
        let folder = String(copy.path.dropLast(local.count + 1))
        copy.shelf.folder += copy.shelf.folder.isEmpty ? folder : "/\(folder)"
        copy.shelf.files = Subfolder(base: copy.shelf.files, folder: folder)
        copy.path = local
        copies.append(copy)
      }
    }
    return copies
  }

  private static func files(
    of project: Project
  ) throws(NotFound) -> (files: any RepositoryFiles, isQuotable: Bool) {
    switch project.files {
    case .inside(let files): return (files, true)
    case .outside(let files): return (files, false)
    case .missing:
      throw NotFound(reason: "the folder \(project.folder) that it is mapped to does not exist")
    case .refused:
      throw NotFound(
        reason: "the folder \(project.folder) that it is mapped to lies outside the repository; "
          + "--allow-outside \(project.folder) allows to read it"
      )
    }
  }

  /// A file of the cache.
  ///
  /// - Parameters:
  ///   - versions: Where a copy of the version is that the include names.
  ///   - paths: Where a copy without a version is.
  ///   - name: The include's name.
  ///   - isProject: Whether GitLab finds local files and components from there.
  /// - Returns: The file.
  /// - Throws: That there is no copy.
  private func cached(
    _ versions: [String] = [],
    or paths: [String],
    _ name: String,
    isProject: Bool = false
  ) throws(NotFound) -> Copy {
    guard let cache else { throw NotFound(reason: "it needs a server") }
    guard let path = (versions + paths).first(where: { Self.exists($0, on: cache) }) else {
      throw NotFound(reason: "it needs a server, and \(cacheFolder)/\(paths[0]) does not exist")
    }
    let shelf = Shelf(
      files: cache,
      folder: cacheFolder,
      isProject: isProject,
      isPartial: isFetched,
      isQuotable: isCacheQuotable && !isFetched
    )
    return Copy(shelf: shelf, path: path)
  }

  /// A name that is looked up as a path must not lead anywhere else.
  private static func check(_ path: String) throws(NotFound) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    if parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) {
      throw NotFound(reason: "\".\" and \"..\" are not valid in its path")
    }
  }

  private static func exists(_ path: String, on files: any RepositoryFiles) -> Bool {
    (try? files.read(path)) != nil
  }

  /// A URL without its scheme and query, as a path.
  static func location(of url: String) -> String {
    var rest = url[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    return String(rest.prefix { $0 != "?" && $0 != "#" })
  }
}

/// A folder of a repository as one of its own.
private struct Subfolder: RepositoryFiles {
  let base: any RepositoryFiles
  let folder: String

  var budget: Budget { base.budget }

  func read(_ path: String) throws(FileError) -> [UInt8] {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else { throw .outside }
    return try base.read("\(folder)/\(path)")
  }

  func allPaths() -> [String] {
    base.allPaths().filter { $0.hasPrefix("\(folder)/") }
      .map { String($0.dropFirst(folder.count + 1)) }
  }
}
