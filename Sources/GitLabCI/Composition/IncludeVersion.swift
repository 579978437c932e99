/// The paths of included files in a folder of includes, with their versions.
///
/// The files of a project at a ref are in `projects/PATH@REF`, those of a component's project in
/// `components/HOST/PATH@VERSION`; a slash in a ref is written `%2F`. GitLab's paths cannot contain `@`.
package enum IncludeVersion {
  /// A folder of a project's files at a ref.
  package static func folder(_ folder: String, at ref: String) -> String {
    let parts = ref.split(separator: "%", omittingEmptySubsequences: false)
    let name = parts.joined(separator: "%25")
    let segments = name.split(separator: "/", omittingEmptySubsequences: false)
    return "\(folder)@\(segments.joined(separator: "%2F"))"
  }

  /// The path of a fetched file with its version.
  ///
  /// - Parameters:
  ///   - path: The path without a version, as `--includes` has it.
  ///   - target: The include that brought the file.
  /// - Returns: The path; the same one for includes that have no version.
  package static func path(of path: String, for target: IncludeDirective.Target) -> String {
    switch target {
    case .project(let project, _, let ref):
      let prefix = "projects/\(project)"
      guard let ref, path.hasPrefix("\(prefix)/") else { return path }
      return folder(prefix, at: ref) + path.dropFirst(prefix.count)
    case .component(let name):
      let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
      guard parts.count == 2, let slash = parts[0].lastIndex(of: "/") else { return path }
      let prefix = "components/\(parts[0][..<slash])"
      guard path.hasPrefix("\(prefix)/") else { return path }
      return folder(prefix, at: parts[1]) + path.dropFirst(prefix.count)
    case .local, .remote, .template, .artifact, .other: return path
    }
  }

  /// The paths at which the files of an include are looked for: for each file its choices, those of the
  /// version first.
  package static func paths(of target: IncludeDirective.Target) -> [[String]] {
    let plain: [[String]]
    switch target {
    case .project(let project, let files, _):
      plain = files.map { ["projects/\(project)/\($0.drop { $0 == "/" })"] }
    case .component(let name):
      let path = name.prefix { $0 != "@" }
      plain = [["components/\(path).yml", "components/\(path)/template.yml"]]
    case .template(let name): plain = [["templates/\(name)"]]
    case .remote(let url): plain = [["remotes/\(IncludeLibrary.location(of: url))"]]
    case .local, .artifact, .other: plain = []
    }
    return plain.map { choices in
      choices.map { path(of: $0, for: target) }
    }
  }

  /// Whether an include never changes: it names a commit.
  package static func isFixed(_ target: IncludeDirective.Target) -> Bool {
    let version: Substring?
    switch target {
    case .project(_, _, let ref): version = ref.map { $0[...] }
    case .component(let name):
      version = name.split(separator: "@", maxSplits: 1).dropFirst().first
    case .local, .remote, .template, .artifact, .other: version = nil
    }
    return version.map { $0.utf8.count == 40 && $0.allSatisfy(\.isHexDigit) } ?? false
  }

  /// The include of a further file from the same version of a project, by its path in a folder of
  /// includes; nil when the path is not that of a project's file with a version.
  package static func target(forPath path: String) -> IncludeDirective.Target? {
    let prefix = "projects/"
    guard path.hasPrefix(prefix) else { return nil }
    let rest = path.dropFirst(prefix.count)
    guard let at = rest.firstIndex(of: "@") else { return nil }
    let version = rest[rest.index(after: at)...]
    guard let slash = version.firstIndex(of: "/") else { return nil }
    let ref = version[..<slash].split(separator: "%2F", omittingEmptySubsequences: false)
      .joined(separator: "/").split(separator: "%25", omittingEmptySubsequences: false)
      .joined(separator: "%")
    let file = String(version[version.index(after: slash)...])
    return .project(path: String(rest[..<at]), files: [file], ref: ref)
  }
}
