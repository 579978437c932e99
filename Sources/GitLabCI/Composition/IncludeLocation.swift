/// Checks of an included file's name that do not need its content.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/external/file/*.rb`.
enum IncludeLocation {
  /// The reason why GitLab refuses a name.
  struct Fault {
    var message: String
    var gitLabMessage: String
  }

  private static let templateSuffix = ".gitlab-ci.yml"
  private static let schemes = ["http", "https", "ssh", "git"]

  /// The fault of an include's target; nil if a file may have that name.
  ///
  /// - Parameters:
  ///   - target: The included file.
  ///   - mayBeChild: Whether the file may belong to a child pipeline.
  /// - Returns: The first fault.
  static func fault(_ target: IncludeDirective.Target, mayBeChild: Bool) -> Fault? {
    if case .component = target { return nil }
    for name in names(of: target) where !hasYAMLExtension(name) {
      return Fault(
        message: "the name of an included file must end in .yml or .yaml",
        gitLabMessage: "Included file `\(name)` does not have YAML extension!"
      )
    }
    switch target {
    case .remote(let url) where !isURL(url):
      return Fault(
        message: "the address of a remote file must start with https:// or http://",
        gitLabMessage: "Remote file `\(url)` does not have a valid address!"
      )
    case .template(let name) where !name.hasSuffix(templateSuffix):
      return Fault(
        message: "the name of a template must end in \(templateSuffix)",
        gitLabMessage: "Template file `\(name)` is not a valid location!"
      )
    case .artifact where !mayBeChild:
      return Fault(
        message: "only a child pipeline can include a file that a job makes",
        gitLabMessage:
          "Including configs from artifacts is only allowed when triggering child pipelines"
      )
    default: return nil
    }
  }

  /// The names that GitLab quotes: one for each file.
  static func names(of target: IncludeDirective.Target) -> [String] {
    switch target {
    case .local(let path): [IncludeDirective.withoutLeadingSlashes(path)]
    case .project(_, let files, _): files.map(IncludeDirective.withoutLeadingSlashes)
    case .remote(let name), .template(let name), .component(let name), .artifact(let name): [name]
    case .other: []
    }
  }

  /// Whether GitLab takes a text for a URL.
  static func isURL(_ text: String) -> Bool {
    let trimmed = text.drop(while: \.isWhitespace)
    guard let colon = trimmed.firstIndex(of: ":") else { return false }
    return schemes.contains(String(trimmed[..<colon]))
  }

  /// GitLab looks at the base name, in any case of letters, and wants a character before the dot.
  private static func hasYAMLExtension(_ path: String) -> Bool {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    return (name.hasSuffix(".yml") && name.count > 4) || (name.hasSuffix(".yaml") && name.count > 5)
  }
}
