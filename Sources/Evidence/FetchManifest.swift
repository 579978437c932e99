import TextFormats

/// A note of `akvlint fetch` beside the files of a project: which state of it was fetched, and what
/// could not be.
package struct FetchManifest: Hashable, Sendable {
  /// The name of the file.
  package static let fileName = ".akvlint.project.json"

  /// The project's full path in GitLab.
  package var project: String
  /// The project's ID.
  package var id: Int?
  /// The commit of the default branch; nil for an empty repository.
  package var commit: String?
  /// The default branch; nil for an empty repository.
  package var branch: String?
  /// The root pipeline that the project's settings name; nil for the usual one.
  package var configPath: String?
  /// The root pipeline's path among the fetched files; nil when there is none.
  package var root: String?
  /// The files that the pipeline asks for and that the commit does not have.
  package var absent: [String] = []
  /// Whether all includes from elsewhere name a commit, so that no other version can come.
  package var isFixed = false
  /// The fetch that wrote or confirmed the note; nil in notes of other origin.
  package var session: String?
  /// The files that could not be fetched, and why.
  package var problems: [String] = []

  /// A note.
  package init(project: String) {
    self.project = project
  }

  /// Reads a note; the values that have another type are left out.
  ///
  /// - Returns: nil when it is not a note of this version.
  package init?(_ bytes: [UInt8]) {
    guard case .mapping(let members)? = JSONValue(reading: bytes),
      case .integer(1)? = members["schema"], case .text(let project)? = members["project"]
    else { return nil }
    self.init(project: project)
    if case .integer(let id)? = members["id"] { self.id = id }
    if case .text(let commit)? = members["commit"] { self.commit = commit }
    if case .text(let branch)? = members["branch"] { self.branch = branch }
    if case .text(let path)? = members["config_path"] { configPath = path }
    if case .text(let root)? = members["root"] { self.root = root }
    absent = Self.texts(members["absent"])
    if case .bool(let isFixed)? = members["fixed"] { self.isFixed = isFixed }
    if case .text(let session)? = members["session"] { self.session = session }
    problems = Self.texts(members["problems"])
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    guard case .list(let elements)? = value else { return [] }
    return elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The note as JSON, with a line break at its end.
  package var text: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.member("project", project)
      if let id { json.member("id", id) }
      json.member("commit", commit)
      json.member("branch", branch)
      json.member("config_path", configPath)
      json.member("root", root)
      json.key("absent")
      json.array(absent)
      json.member("fixed", isFixed)
      if let session { json.member("session", session) }
      json.key("problems")
      json.array(problems)
    }
    return json.text + "\n"
  }
}
