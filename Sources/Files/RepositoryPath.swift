/// Paths as text: joined, shortened and compared without asking the system.
///
/// They are compared byte for byte, as the system does: two spellings of one letter are two files.
package enum RepositoryPath {
  private static let slash = UInt8(ascii: "/")

  /// A path without `.`, `..` and doubled slashes, as far as the text shows.
  package static func normalised(_ path: String) -> String {
    if isNormal(path.utf8) { return path }
    let isAbsolute = path.utf8.first == slash
    var parts: [Substring] = []
    for part in path.utf8.split(separator: slash).map(Substring.init) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// Whether no part is empty, `.` or `..`, as of nearly all paths: then nothing is to be done.
  private static func isNormal(_ path: String.UTF8View) -> Bool {
    var length = 0
    var dots = 0
    var isFirst = true
    for byte in path {
      if byte == slash {
        if length == dots, length <= 2, !(isFirst && length == 0) { return false }
        (length, dots, isFirst) = (0, 0, false)
      } else {
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return length != dots || length > 2
  }

  /// An absolute path, from a folder when it is relative.
  package static func absolute(_ path: String, from folder: String) -> String {
    normalised(path.utf8.first == slash ? path : "\(folder)/\(path)")
  }

  /// A path relative to a folder above it; nil when it does not lie below.
  package static func relative(_ path: String, to folder: String) -> String? {
    let bytes = path.utf8
    if folder == "/" || folder.isEmpty { return String(Substring(bytes.drop { $0 == slash })) }
    guard bytes.starts(with: folder.utf8) else { return nil }
    let rest = bytes.dropFirst(folder.utf8.count)
    guard let next = rest.first else { return "" }
    return next == slash ? String(Substring(rest.dropFirst())) : nil
  }

  /// The folder that holds a path.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: slash) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    if let slash = path.utf8.lastIndex(of: slash), path.utf8.last != Self.slash {
      return String(path[path.utf8.index(after: slash)...])
    }
    return path.utf8.split(separator: slash).last.map { String(Substring($0)) } ?? path
  }

  /// Whether a path is the name of something right in a folder.
  package static func isName(_ path: String) -> Bool {
    !path.isEmpty && path != "." && path != ".." && !path.utf8.contains(slash)
  }

  /// Whether a path leads into a `.git`, which belongs to Git and not to a branch.
  ///
  /// In any case of its letters: on macOS and Windows `.GIT` is the same folder, and Git stores none.
  ///
  /// - Parameter path: The path, relative to the repository's root.
  /// - Returns: Whether it does.
  package static func isInGit(_ path: String) -> Bool {
    guard path.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "g") }) else { return false }
    return path.utf8.split(separator: slash).contains { part in
      part.elementsEqual(".git".utf8) { $0 | 0x20 == $1 }
    }
  }

  /// Whether a file is a root pipeline by its name: `.gitlab-ci.yml` or `*.gitlab-ci.yml`.
  package static func isPipelineName(_ path: String) -> Bool {
    path.utf8.last != slash
      && [".gitlab-ci.yml", ".gitlab-ci.yaml"].contains { ending in
        path.utf8.count >= ending.utf8.count
          && path.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
      }
  }
}
