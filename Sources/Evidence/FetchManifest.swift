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
  /// The root pipeline's path among the fetched files; nil when there is none.
  package var root: String?
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
    if case .text(let root)? = members["root"] { self.root = root }
    if case .text(let session)? = members["session"] { self.session = session }
    guard case .list(let problems)? = members["problems"] else { return }
    self.problems = problems.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The note as JSON, with a line break at its end.
  package var text: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.member("project", project)
      if let id { json.member("id", id) }
      json.member("commit", commit)
      json.member("root", root)
      if let session { json.member("session", session) }
      json.key("problems")
      json.array(problems)
    }
    return json.text + "\n"
  }
}
