import Evidence
import Files
import YAMLSyntax

/// Rules that there are, for tests.
let someRules = [
  (id: "AKV207", name: "version-format"), (id: "AKV209", name: "unpinned-version"),
  (id: "AKV105", name: "unused-id-token"), (id: "AKV401", name: "no-matching-credential"),
  (id: "AKV505", name: "secrets-in-merge-request"), (id: "AKV807", name: "outdated-pin"),
]

/// Reads a configuration from memory; `files` are relative to the repository's root, and so is
/// `path`.
func configuration(
  _ text: String,
  path: String = ".akvlint.yml",
  files: [String: String] = [:]
) -> Configuration {
  let folder = RepositoryPath.folder(of: path)
  let repository = InMemoryFiles(text: files)
  return ConfigurationReader.read(Array(text.utf8), path: path, rules: someRules) {
    (name) throws(FileError) in
    let path = RepositoryPath.normalised(folder.isEmpty ? name : "\(folder)/\(name)")
    guard !path.hasPrefix("..") else { throw .outside }
    return try repository.read(path)
  }
}

extension Configuration {
  /// The problems as `path:line:column: message`, or without the path in the configuration.
  var problemLines: [String] {
    problems.map { problem in
      let start = problem.span.start
      let path = problem.path == Configuration.fileName ? "" : "\(problem.path):"
      return "\(path)\(start.line):\(start.column): \(problem.message)"
    }
  }
}
