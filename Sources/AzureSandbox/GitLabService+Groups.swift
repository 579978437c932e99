#if Sandbox
import TextFormats

/// Groups, as far as clients list them.
///
/// Source: GitLab's REST API, "Groups API".
extension GitLabService {
  /// Answers a request below `/groups/ID`.
  func group(_ key: String, _ rest: [String], _ request: SandboxRequest) -> SandboxAnswer {
    guard let number = directory.group(key) else { return Self.message(404, "Group Not Found") }
    let path = directory.groups[number]
    switch rest {
    case []: return SandboxAnswer(200) { describeGroup(number, &$0) }
    case ["variables"]: return page(request, gitLab.groups[path] ?? [], write)
    case ["projects"]:
      return page(request, projects(below: path, request.query)) { describe($1, &$0) }
    case ["subgroups"]:
      return page(request, groups(below: path, isDeep: false)) { describeGroup($1, &$0) }
    case ["descendant_groups"]:
      return page(request, groups(below: path, isDeep: true)) { describeGroup($1, &$0) }
    default: return Self.message(404, "Not Found")
    }
  }

  private func describeGroup(_ number: Int, _ json: inout JSONText) {
    let path = directory.groups[number]
    json.object { json in
      json.member("id", GitLabDirectory.id(ofGroup: number))
      json.member("full_path", path)
      json.member("path", path.split(separator: "/").last.map(String.init))
      json.member("web_url", "\(url)/groups/\(path)")
    }
  }

  /// The groups below a group, by number.
  private func groups(below path: String, isDeep: Bool) -> [Int] {
    directory.groups.indices.filter { Self.isBelow(path, directory.groups[$0], isDeep: isDeep) }
  }

  /// The projects of a group, by number; the newest first, unless they are sorted.
  private func projects(below path: String, _ query: [String: String]) -> [Int] {
    let isDeep = query["include_subgroups"].map(Self.isTrue) ?? false
    let isArchived = query["archived"].map(Self.isTrue)
    let numbers = gitLab.projects.indices.filter { number in
      let project = gitLab.projects[number]
      return Self.isBelow(path, project.path, isDeep: isDeep)
        && isArchived.map { $0 == project.isArchived } ?? true
    }
    return query["sort"] == "asc" ? numbers : numbers.reversed()
  }

  /// Whether a flag is set; python-gitlab writes `True`.
  private static func isTrue(_ text: String) -> Bool { ["true", "1"].contains(text.lowercased()) }

  private static func isBelow(_ group: String, _ path: String, isDeep: Bool) -> Bool {
    guard path.hasPrefix("\(group)/") else { return false }
    return isDeep || !path.dropFirst(group.count + 1).contains("/")
  }
}
#endif
