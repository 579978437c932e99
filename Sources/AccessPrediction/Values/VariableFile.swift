/// The file that the runner writes for a variable of type file.
///
/// Source: GitLab Runner, `common/spec/variables.go`, `tmpFile`.
enum VariableFile {
  private static let folder = "${RUNNER_TEMP_PROJECT_DIR}/"

  /// The path that jobs get for a variable.
  static func path(of name: String) -> String { folder + name }

  /// The variable whose file has a path; nil for other files.
  static func name(ofPath path: String) -> String? {
    path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : nil
  }
}
