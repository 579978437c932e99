import Files
import YAMLSyntax

extension ConfigurationReader {
  /// More configurations than these are not joined into one.
  private static let limit = 20

  /// The configurations that have been read on the way, so that none extends itself.
  struct Ancestry {
    /// The paths, the nearest configuration first.
    var paths: [String]
    /// The number of files that were read.
    var count = 1
  }

  /// Takes over the settings of the configurations that this one extends; later ones override
  /// earlier ones, and this one overrides all.
  mutating func extend(_ value: DocumentValue) {
    for element in value.elements.reversed() {
      guard let name = extendedName(element) else { continue }
      extend(name, at: element.place)
    }
  }

  private mutating func extend(_ name: String, at place: DocumentLocation) {
    let shown = shownPath(name)
    guard !ancestry.paths.contains(shown) else {
      return reader.report("\(shown) extends itself", at: place)
    }
    ancestry.count += 1
    guard ancestry.count <= Self.limit else {
      return reader.report("more than \(Self.limit) configurations are joined", at: place)
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(name)
    } catch {
      configuration.lacksBase = true
      return reader.report("cannot read \(shown): \(error.words)", at: place)
    }
    let folder = RepositoryPath.folder(of: name)
    let readFile = readFile
    var other = Self(path: shown, rules: rules) { path throws(FileError) in
      try readFile(folder.isEmpty ? path : "\(folder)/\(path)")
    }
    other.ancestry = ancestry
    other.ancestry.paths.append(shown)
    other.readAll(bytes)
    ancestry.count = other.ancestry.count
    configuration.inherit(other.configuration, from: folder)
  }

  /// The path of an extended configuration, relative to this one.
  private mutating func extendedName(_ value: DocumentValue) -> String? {
    if let path = value.text { return path }
    guard let file = value["file"]?.text else { return nil }
    return folder(ofProject: value).map { "\($0)/\(file.drop { $0 == "/" })" }
  }

  /// The path of a folder with rules, relative to this configuration.
  mutating func rulePack(_ value: DocumentValue) -> String? {
    if let path = value.text { return path }
    guard let path = value["path"]?.text else { return nil }
    return folder(ofProject: value).map { "\($0)/\(path.drop { $0 == "/" })" }
  }

  /// The folder of the project that a value names, which is one of those under `includes`.
  private mutating func folder(ofProject value: DocumentValue) -> String? {
    guard let project = value["project"]?.text else { return nil }
    guard let mapping = configuration.includes.first(where: { $0.project == project }) else {
      configuration.lacksBase = true
      reader.report(
        "\"includes\" has no folder for the project \(project)",
        at: value["project"]?.place ?? value.place
      )
      return nil
    }
    return mapping.path
  }
}

extension Configuration {
  /// Takes over the settings of an extended configuration that this one does not have.
  ///
  /// - Parameters:
  ///   - base: The configuration.
  ///   - folder: Its folder, relative to this configuration's.
  mutating func inherit(_ base: Configuration, from folder: String) {
    func moved(_ path: String) -> String {
      RepositoryPath.normalised(folder.isEmpty ? path : "\(folder)/\(path)")
    }
    origins.merge(base.origins) { own, _ in own }
    if gitLab.rootFile == nil { gitLab = base.gitLab }
    if !saysCloud {
      evidence.cloud = base.evidence.cloud
      saysCloud = base.saysCloud
    }
    evidence.inherit(base.evidence)
    includes += base.includes.filter { other in
      !includes.contains { $0.project == other.project }
    }.map { IncludeMapping(project: $0.project, path: moved($0.path), span: $0.span) }
    scenarios += base.scenarios.filter { other in !scenarios.contains { $0.name == other.name } }
    rules.merge(base.rules) { own, other in own.inheriting(other) }
    paths = base.paths + paths
    rulePacks += base.rulePacks.map(moved).filter { !rulePacks.contains($0) }
    profile = profile ?? base.profile
    profiles.merge(base.profiles) { own, _ in own }
    failOn = failOn ?? base.failOn
    baseline = baseline ?? base.baseline.map(moved)
    exclude += base.exclude
    lacksBase = lacksBase || base.lacksBase
    files += base.files
    problems += base.problems
  }
}
