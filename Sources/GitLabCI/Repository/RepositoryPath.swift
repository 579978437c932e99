/// Paths as text: joined, shortened and compared without asking the system.
package enum RepositoryPath {
  /// A path without `.`, `..` and doubled slashes, as far as text tells.
  package static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// An absolute path, from a folder when it is relative.
  package static func absolute(_ path: String, from folder: String) -> String {
    normalised(path.hasPrefix("/") ? path : "\(folder)/\(path)")
  }

  /// A path relative to a folder above it; nil when it does not lie below.
  package static func relative(_ path: String, to folder: String) -> String? {
    if folder == "/" || folder.isEmpty { return String(path.drop { $0 == "/" }) }
    if path == folder { return "" }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
  }

  /// The folder that holds a path.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Whether a file is a root pipeline by its name: `.gitlab-ci.yml` or `*.gitlab-ci.yml`.
  package static func isPipelineName(_ path: String) -> Bool {
    let name = name(of: path)
    return name == ".gitlab-ci.yml" || name.hasSuffix(".gitlab-ci.yml")
      || name == ".gitlab-ci.yaml" || name.hasSuffix(".gitlab-ci.yaml")
  }
}
