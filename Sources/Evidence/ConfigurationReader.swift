import AzureFederation
package import Files
import YAMLSyntax

/// Reads `.akvlint.yml` and the files that it names.
package struct ConfigurationReader {
  var configuration = Configuration()
  var reader: SchemaReader
  let path: String
  let rules: [(id: String, name: String)]
  let readFile: FileReader
  /// The configurations that this one is extended by, itself included.
  var ancestry: Ancestry

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: The path to show.
  ///   - rules: The rules that there are.
  ///   - readFile: Reads a file that the configuration names. The path is as written there, so
  ///     relative to the configuration; that it stays inside the repository is for this function
  ///     to see to.
  /// - Returns: Its settings, with all its mistakes under `problems`.
  package static func read(
    _ bytes: [UInt8],
    path: String,
    rules: [(id: String, name: String)],
    readFile: @escaping FileReader
  ) -> Configuration {
    var reader = Self(path: path, rules: rules, readFile: readFile)
    reader.readAll(bytes)
    reader.configuration.applyProfiles()
    ConfigurationProblem.sort(&reader.configuration.problems)
    return reader.configuration
  }

  /// Reads the whole file.
  mutating func readAll(_ bytes: [UInt8]) {
    let document = YAMLDocument.read(bytes, path: path)
    configuration.files = [path]
    configuration.problems = document.problems
    if let value = document.value, !value.isNull { read(value) }
    configuration.problems += reader.problems
  }

  init(
    path: String,
    rules: [(id: String, name: String)],
    readFile: @escaping FileReader
  ) {
    self.path = path
    self.rules = rules
    self.readFile = readFile
    ancestry = Ancestry(paths: [path])
    reader = SchemaReader(path: path, rules: rules.flatMap { [$0.id, $0.name] })
  }

  private mutating func read(_ document: DocumentValue) {
    let type = SettingType.group(ConfigurationSchema.root)
    guard let root = reader.read(document, as: type, of: "") else { return }
    for member in root.members {
      configuration.origins[member.key] = path
      guard ["gitlab", "azure"].contains(member.key) else { continue }
      for inner in member.value.members {
        configuration.origins["\(member.key).\(inner.key)"] = path
      }
    }
    if let value = root["gitlab"] { gitLab(value) }
    if let value = root["azure"] { azure(value) }
    if let value = root["variables"] { variables(value) }
    if let value = root["includes"] { configuration.includes = value.elements.compactMap(include) }
    for value in root["scenarios"]?.elements ?? [] { scenario(value) }
    configuration.rules = byRule((root["rules"]?.members ?? []).map(ruleSetting))
    for value in root["paths"]?.elements ?? [] {
      if let setting = pathSetting(value) { configuration.paths.append(setting) }
    }
    for member in root["profiles"]?.members ?? [] { profile(member) }
    for value in root["rule_packs"]?.elements ?? [] {
      if let pack = rulePack(value) { configuration.rulePacks.append(pack) }
    }
    configuration.profile = root["profile"].flatMap(profileChoice)
    configuration.failOn = root["fail_on"]?.text
    configuration.baseline = root["baseline"]?.text
    configuration.exclude = root["exclude"]?.texts ?? []
    if let value = root["extends"] { extend(value) }
  }

  // MARK: Places and files

  /// Where in this file something is known from.
  func source(_ value: DocumentValue) -> EvidenceSource {
    value.source(in: path)
  }

  /// The span of a place in this file.
  static func span(_ place: DocumentLocation) -> TextSpan {
    if case .span(let span) = place { span } else { .fileStart }
  }

  /// The path to show for a file that the configuration names.
  func shownPath(_ name: String) -> String {
    let folder = RepositoryPath.folder(of: path)
    return RepositoryPath.normalised(folder.isEmpty ? name : "\(folder)/\(name)")
  }

  /// A file that the configuration names: its content, and the path to show for it.
  mutating func file(_ value: DocumentValue) -> (bytes: [UInt8], path: String)? {
    guard let name = value.text else { return nil }
    let shown = shownPath(name)
    do throws(FileError) {
      let bytes = try readFile(name)
      configuration.files.append(shown)
      return (bytes, shown)
    } catch {
      reader.report("cannot read \(shown): \(error.words)", at: value.place)
      return nil
    }
  }

  // MARK: Everything that is not evidence

  private func include(_ value: DocumentValue) -> Configuration.IncludeMapping? {
    guard let project = value["project"]?.text, let path = value["path"],
      let folder = path.text
    else { return nil }
    return Configuration.IncludeMapping(
      project: project,
      path: folder,
      span: Self.span(path.place)
    )
  }

  private mutating func scenario(_ value: DocumentValue) {
    guard let name = value["name"], let text = name.text else { return }
    guard !configuration.scenarios.contains(where: { $0.name == text }) else {
      reader.report("the scenario \"\(text)\" is defined twice", at: name.place)
      return
    }
    var variables: [String: String] = [:]
    for member in value["variables"]?.members ?? [] { variables[member.key] = member.value.text }
    configuration.scenarios.append(
      Configuration.ScenarioSetting(
        name: text,
        source: value["source"]?.text,
        ref: value["ref"]?.text,
        variables: variables,
        span: Self.span(value.place)
      )
    )
  }
}
