#if Sandbox
import GitLabCI
import TextFormats

/// Plays a GitLab instance: its REST API as far as akvlint asks it, and the issuer's documents.
struct GitLabService: Sendable {
  let gitLab: SandboxSetup.GitLab
  let keys: TokenKeys
  let directory: GitLabDirectory

  var url: String { "https://\(gitLab.host)" }

  /// Answers a request.
  func answer(_ request: SandboxRequest) -> SandboxAnswer {
    switch request.parts {
    case [".well-known", "openid-configuration"]: return configuration
    case ["oauth", "discovery", "keys"]:
      return SandboxAnswer(200, type: "application/json", body: keys.gitLab.document)
    case let parts where parts.starts(with: ["api", "v4"]):
      let token = request.headers["private-token"] ?? request.bearer
      guard token == gitLab.token || token == nil else { return Self.message(401, "Unauthorized") }
      return api(Array(parts.dropFirst(2)), request, isSignedIn: token != nil)
    default: return Self.message(404, "Not Found")
    }
  }

  private var configuration: SandboxAnswer {
    SandboxAnswer(200) { json in
      json.object { json in
        json.member("issuer", gitLab.issuer ?? url)
        json.member("jwks_uri", "\(url)/oauth/discovery/keys")
        json.member("authorization_endpoint", "\(url)/oauth/authorize")
        json.member("token_endpoint", "\(url)/oauth/token")
        json.key("id_token_signing_alg_values_supported")
        json.array(["RS256"])
      }
    }
  }

  private func api(
    _ parts: [String],
    _ request: SandboxRequest,
    isSignedIn: Bool
  ) -> SandboxAnswer {
    guard isSignedIn || parts.first == "templates" else { return Self.message(401, "Unauthorized") }
    switch (parts.first ?? "", parts.count) {
    case ("version", 1), ("metadata", 1):
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("version", gitLab.version)
          json.member("revision", "5a6db0c5")
          json.member("enterprise", true)
        }
      }
    case ("user", 1):
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("id", 7)
          json.member("username", "sandbox")
        }
      }
    case ("projects", 2...): return project(parts[1], Array(parts.dropFirst(2)), request)
    case ("groups", 2...): return group(parts[1], Array(parts.dropFirst(2)), request)
    case ("namespaces", 2):
      guard let project = gitLab.projects.first(where: { $0.path.hasPrefix("\(parts[1])/") })
      else { return Self.message(404, "Namespace Not Found") }
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("id", 3)
          json.member("full_path", parts[1])
          json.member("kind", "group")
          json.member("plan", project.plan)
        }
      }
    case ("templates", 3) where parts[1] == "gitlab_ci_ymls":
      guard let content = gitLab.templates[parts[2]] else { return Self.message(404, "Not Found") }
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("name", parts[2])
          json.member("content", content)
        }
      }
    case ("admin", _): return Self.message(403, "Forbidden")
    default: return Self.message(404, "Not Found")
    }
  }

  // MARK: Projects

  private func project(
    _ id: String,
    _ rest: [String],
    _ request: SandboxRequest
  ) -> SandboxAnswer {
    guard let number = directory.project(id) else { return Self.message(404, "Project Not Found") }
    let project = gitLab.projects[number]
    switch rest {
    case []: return SandboxAnswer(200) { describe(number, &$0) }
    case ["variables"]:
      if project.hidden.contains(.variables) { return Self.message(403, "Forbidden") }
      return page(request, project.variables, write)
    case ["protected_branches"]: return page(request, project.protectedBranches, Self.writeRef)
    case ["protected_tags"]: return page(request, project.protectedTags, Self.writeRef)
    case ["ci", "lint"]: return lint(project)
    case ["releases"]: return page(request, project.tags, Self.writeRelease)
    case let parts where parts.count >= 2 && parts[0] == "jobs":
      return job(parts[1], Array(parts.dropFirst(2)), project)
    case let parts where parts.first == "repository":
      return repository(project, Array(parts.dropFirst()), request)
    default: return Self.message(404, "Not Found")
    }
  }

  /// Writes a project.
  func describe(_ number: Int, _ json: inout JSONText) {
    let project = gitLab.projects[number]
    json.object { json in
      json.member("id", GitLabDirectory.id(ofProject: number))
      json.member("path_with_namespace", project.path)
      json.member("default_branch", project.isEmpty ? nil : project.defaultBranch)
      json.member("web_url", "\(url)/\(project.path)")
      json.member("archived", project.isArchived)
      json.member("empty_repo", project.isEmpty)
      json.member("ci_config_path", project.configPath)
      json.key("ci_id_token_sub_claim_components")
      json.array(project.subjectComponents)
      json.member("ci_pipeline_variables_minimum_override_role", "developer")
    }
  }

  /// A failed job, or its log.
  private func job(
    _ id: String,
    _ rest: [String],
    _ project: SandboxSetup.Project
  ) -> SandboxAnswer {
    guard let log = project.jobLogs[id] else { return Self.message(404, "Not found") }
    switch rest {
    case []:
      return SandboxAnswer(200) { json in
        json.object { json in
          json.member("id", Int(id) ?? 0)
          json.member("name", "deploy")
          json.member("status", "failed")
          json.member("failure_reason", "runner_system_failure")
        }
      }
    case ["trace"]: return SandboxAnswer(200, type: "text/plain", body: log)
    default: return Self.message(404, "Not Found")
    }
  }

  private func lint(_ project: SandboxSetup.Project) -> SandboxAnswer {
    SandboxAnswer(200) { json in
      json.object { json in
        json.member("valid", project.lintErrors.isEmpty)
        json.key("errors")
        json.array(project.lintErrors)
        json.key("warnings")
        json.array([String]())
        json.member("merged_yaml", "")
      }
    }
  }

  // MARK: Lists

  func page<Element>(
    _ request: SandboxRequest,
    _ all: [Element],
    _ write: (inout JSONText, Element) -> Void
  ) -> SandboxAnswer {
    let size = min(max(request.query["per_page"].flatMap { Int($0) } ?? 20, 1), 100)
    let number = max(request.query["page"].flatMap { Int($0) } ?? 1, 1)
    let start = min((number - 1) * size, all.count)
    let end = min(start + size, all.count)
    let hasNext = end < all.count
    var headers = [
      (name: "X-Page", value: String(number)), ("X-Per-Page", String(size)),
      ("X-Next-Page", hasNext ? String(number + 1) : ""), ("X-Total", String(all.count)),
      ("X-Total-Pages", String((all.count + size - 1) / size)),
    ]
    if hasNext {
      let query = request.query.merging(
        ["page": String(number + 1), "per_page": String(size)],
        uniquingKeysWith: { $1 }
      )
      let fields = query.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "&")
      headers.append(("Link", "<\(url)\(request.path)?\(fields)>; rel=\"next\""))
    }
    return SandboxAnswer(200, headers: headers) { json in json.array(all[start..<end], write) }
  }

  func write(_ json: inout JSONText, _ variable: SandboxSetup.Variable) {
    json.object { json in
      json.member("variable_type", "env_var")
      json.member("key", variable.key)
      json.member("value", variable.value)
      json.member("protected", variable.isProtected)
      json.member("masked", false)
      json.member("raw", false)
      json.member("environment_scope", variable.environmentScope)
    }
  }

  static func writeRef(_ json: inout JSONText, _ name: String) {
    json.object { $0.member("name", name) }
  }

  private static func writeRelease(_ json: inout JSONText, _ name: String) {
    json.object { json in
      json.member("tag_name", name)
      json.member("name", name)
    }
  }

  static func message(_ status: Int, _ words: String) -> SandboxAnswer {
    SandboxAnswer(status) { json in
      json.object { $0.member("message", "\(status) \(words)") }
    }
  }
}
#endif
