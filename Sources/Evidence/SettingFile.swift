/// Reads YAML files of settings other than the configuration.
package enum SettingFile {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path to show.
  ///   - group: Its schema.
  /// - Returns: Its valid content, and the mistakes in it.
  package static func read(
    _ bytes: [UInt8],
    path: String,
    as group: SettingGroup
  ) -> (value: DocumentValue?, problems: [ConfigurationProblem]) {
    let document = YAMLDocument.read(bytes, path: path)
    var reader = SchemaReader(path: path)
    let value = document.value.flatMap { reader.read($0, as: .group(group), of: "") }
    var problems = document.problems + reader.problems
    ConfigurationProblem.sort(&problems)
    return (value, problems)
  }
}
