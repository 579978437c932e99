import TextFormats

/// A fetch that has not ended: one that was interrupted continues with the same list of projects, and
/// does not ask again about those that it had fetched.
struct FetchSession: Hashable, Sendable {
  /// The group or the list of projects, so that another call does not continue this one.
  let source: String
  /// Distinguishes the projects that this fetch has finished from those of earlier ones.
  let id: String
  /// The projects; nil before they are listed.
  var projects: [ListedProject]?

  init(source: String, id: String) {
    self.source = source
    self.id = id
  }

  /// Reads a session; nil when it is not one of this version.
  init?(_ bytes: [UInt8]) {
    guard case .mapping(let members)? = JSONValue(reading: bytes),
      case .integer(1)? = members["schema"], case .text(let source)? = members["source"],
      case .text(let id)? = members["id"]
    else { return nil }
    self.source = source
    self.id = id
    guard case .list(let projects)? = members["projects"] else { return }
    self.projects = projects.compactMap { value in
      guard case .mapping(let members) = value, case .integer(let id)? = members["id"],
        case .text(let path)? = members["path"]
      else { return nil }
      func text(_ key: String) -> String? {
        if case .text(let text)? = members[key] { text } else { nil }
      }
      return ListedProject(
        id: id,
        path: path,
        defaultBranch: text("default_branch"),
        configPath: text("ci_config_path")
      )
    }
  }

  /// The session as JSON, with a line break at its end.
  var text: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.member("source", source)
      json.member("id", id)
      guard let projects else { return }
      json.key("projects")
      json.array(projects) { json, project in
        json.object { json in
          json.member("id", project.id)
          json.member("path", project.path)
          json.member("default_branch", project.defaultBranch)
          json.member("ci_config_path", project.configPath)
        }
      }
    }
    return json.text + "\n"
  }
}
