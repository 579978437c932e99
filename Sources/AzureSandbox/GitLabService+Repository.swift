#if Sandbox
import TextFormats

/// Branches and files of projects.
///
/// Source: GitLab's REST API, "Branches API", "Repositories API", "Repository files API".
extension GitLabService {
  /// Answers a request below `/projects/ID/repository`.
  func repository(
    _ project: SandboxSetup.Project,
    _ rest: [String],
    _ request: SandboxRequest
  ) -> SandboxAnswer {
    if project.hidden.contains(.repository) { return Self.message(403, "Forbidden") }
    switch rest {
    case ["tags"]: return page(request, project.tags, Self.writeRef)
    case ["tree"]:
      if project.isEmpty { return Self.message(404, "Tree Not Found") }
      return page(request, project.files.keys.sorted()) { json, path in
        json.object { json in
          json.member("path", path)
          json.member("type", "blob")
        }
      }
    case ["branches", project.defaultBranch] where !project.isEmpty:
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("name", project.defaultBranch)
          json.member("default", true)
          json.key("commit")
          json.object { $0.member("id", project.commit) }
        }
      }
    case let parts where parts.first == "branches": return Self.message(404, "Branch Not Found")
    case let parts where parts.count == 3 && parts[0] == "files" && parts[2] == "raw":
      guard !project.isEmpty, let content = project.files[parts[1]] else {
        return Self.message(404, "File Not Found")
      }
      return SandboxAnswer(200, type: "text/plain", body: content)
    default: return Self.message(404, "Not Found")
    }
  }
}
#endif
