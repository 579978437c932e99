import Evidence
import Files
import Linting
import Reporting
import RuleEngine

/// The pipelines that a check was called for.
struct CheckInputs {
  /// The root files, in the order of the call.
  var roots: [LintRoot]
  /// The repository with each of its configurations.
  var workspaces: Workspaces
  /// Standard input, by the path that it counts for.
  let overlay: [String: [UInt8]]
  /// Paths that could not be used, with the reason.
  let failures: [String]
  /// Files that were named and that a configuration excludes.
  let excluded: [String]
  /// The roots that were composed to find their files.
  let composed: ComposedInputs

  /// Paths as people see them.
  var paths: ShownPaths {
    ShownPaths(of: workspaces.repository.root, from: HostSystem.currentFolder)
  }

  /// The roots whose configuration has no mistakes.
  var usableRoots: [LintRoot] {
    let all = workspaces.all
    if all.allSatisfy(\.configuration.problems.isEmpty) { return roots }
    return roots.filter { all[$0.settings].configuration.problems.isEmpty }
  }

  /// Reads standard input when it is named, and finds the pipelines in all paths.
  ///
  /// - Parameters:
  ///   - options: The options of the call.
  ///   - commands: The names of all commands: a path that leads nowhere may be a misspelt one.
  /// - Throws: That a path does not exist, a configuration cannot be read, or nothing is left to check.
  init(_ options: CheckOptions, commands: () -> [String]) throws(UsageError) {
    var paths = options.paths.filter { $0 != "-" }
    let name = options.stdinFilename ?? ".gitlab-ci.yml"
    let isPiped = options.paths.contains("-")
    let places = paths + (isPiped ? [name] : [])
    let workspaces = try options.place.workspaces(for: places)
    var overlay: [String: [UInt8]] = [:]
    if isPiped {
      var path = Self.standardPath(name, in: workspaces.repository)
      if options.stdinFilename == nil, path == ".gitlab-ci.yml" {
        path = try workspaces.standardFile()
      }
      do throws(FileError) {
        overlay[path] = try HostSystem.readStandardInput()
      } catch {
        throw UsageError(message: "cannot read standard input: \(error.words)")
      }
      paths.append("\(workspaces.repository.root)/\(path)")
    }
    var resolver = InputResolver(
      workspaces,
      folder: HostSystem.currentFolder,
      isHook: options.hook,
      overlay: overlay
    )
    for path in paths { resolver.add(path) }
    if let path = resolver.missing.first {
      var workspaces = workspaces
      throw .missingFile(path, commands: commands(), rules: try workspaces.main().rules)
    }
    if options.paths.isEmpty {
      // That an option is wrong is reported before there being nothing to check.
      var workspaces = workspaces
      let main = try workspaces.main()
      _ = try CheckSelection(options, [main])
      // A wrong configuration is reported by itself, and it may name a wrong pipeline.
      if main.rootElsewhere == nil, main.configuration.problems.isEmpty {
        try resolver.addMain(isLinted: true)
      }
    }
    roots = try resolver.resolve()
    if let shard = options.shard { roots.removeAll { !shard.contains($0.path) } }
    self.workspaces = resolver.workspaces
    self.overlay = overlay
    failures = resolver.failures
    excluded = resolver.excluded
    composed = resolver.composed
  }

  /// The path in the repository that standard input counts for.
  private static func standardPath(_ name: String, in repository: DiskRepository) -> String {
    let absolute = RepositoryPath.absolute(name, from: HostSystem.currentFolder)
    let folder = RepositoryPath.folder(of: absolute)
    let real = HostSystem.realPath(folder) ?? folder
    let file = RepositoryPath.name(of: absolute)
    let path = "\(real == "/" ? "" : real)/\(file)"
    return RepositoryPath.relative(path, to: repository.root) ?? file
  }
}
