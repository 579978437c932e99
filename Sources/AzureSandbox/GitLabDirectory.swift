#if Sandbox
/// The projects and groups of an instance, by path and by ID.
struct GitLabDirectory: Sendable {
  /// The groups' paths: all folders above projects, sorted.
  let groups: [String]
  private let projectNumbers: [String: Int]
  private let groupNumbers: [String: Int]

  /// Paths are compared without case, as GitLab does.
  init(_ gitLab: SandboxSetup.GitLab) {
    var groups: Set<String> = []
    for project in gitLab.projects {
      var parts = project.path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        groups.insert(parts.joined(separator: "/"))
        parts.removeLast()
      }
    }
    self.groups = groups.sorted()
    projectNumbers = Self.numbers(gitLab.projects.map(\.path), id: Self.id(ofProject:))
    groupNumbers = Self.numbers(self.groups, id: Self.id(ofGroup:))
  }

  private static func numbers(_ paths: [String], id: (Int) -> Int) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for (number, path) in paths.enumerated() {
      numbers[path.lowercased()] = numbers[path.lowercased()] ?? number
      numbers[String(id(number))] = number
    }
    return numbers
  }

  /// The ID of a project.
  static func id(ofProject number: Int) -> Int { number + 1001 }

  /// The ID of a group.
  static func id(ofGroup number: Int) -> Int { number + 101 }

  /// The number of a project, by its path or ID.
  func project(_ key: String) -> Int? { projectNumbers[key.lowercased()] }

  /// The number of a group, by its path or ID.
  func group(_ key: String) -> Int? { groupNumbers[key.lowercased()] }
}
#endif
