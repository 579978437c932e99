/// Reads YAML files of settings that are no configuration.
package enum SettingFile {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path to show.
  ///   - group: What it should be.
  /// - Returns: What of it is as it should be, and what is wrong.
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
