package import GitLabCI
import TextFormats

/// Fetches files that pipelines include, into the paths that a folder of includes has for them.
///
/// Projects, components and templates come from the operator's instance and from no other; a file
/// at a URL is requested without any credential.
package struct IncludeFetcher: Sendable {
  /// GitLab's own limit for a file.
  static let sizeLimit = 2 * 1_048_576

  let courier: Courier
  private let access: LiveAccess
  private let date: String

  /// A fetcher.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - access: The access for the queries.
  ///   - date: The present day.
  package init(_ courier: Courier, access: LiveAccess, date: String) {
    self.courier = courier
    self.access = access
    self.date = date
  }

  /// Files that were fetched, by their paths in a folder of includes.
  package typealias Files = [String: [UInt8]]

  /// The files of an include.
  ///
  /// - Parameter request: The included file.
  /// - Returns: The files.
  /// - Throws: The reason why there are none.
  package func fetch(_ request: IncludeRequest) async throws(Undecidable) -> Files {
    let files: Files
    switch request.target {
    case .project(let path, let names, let ref):
      files = try await project(path, names, ref: ref ?? "HEAD")
    case .component(let name): files = try await component(name)
    case .template(let name): files = try await template(name)
    case .remote(let url): files = try await remote(url, integrity: request.integrity)
    case .local, .artifact, .other: return [:]
    }
    for (path, bytes) in files where bytes.count > Self.sizeLimit {
      throw Undecidable(question: "the include \(path)", reason: "it is larger than 2 MiB")
    }
    return files
  }

  /// The files of an include, or the reason why there are none.
  ///
  /// It is a method because Swift 6.3's optimizer confuses the results of tasks whose closures return a pair
  /// from `do` and another one from `catch`: the answer to one request became that to another.
  func result(of request: IncludeRequest) async -> Result<Files, Undecidable> {
    do throws(Undecidable) {
      return .success(try await fetch(request))
    } catch {
      return .failure(error)
    }
  }

  /// The instance, for a project's files or, without a project, for templates.
  private func instance(
    _ question: String,
    for project: String? = nil
  ) throws(Undecidable) -> GitLabClient {
    guard let host = access.gitLabHost else {
      throw Undecidable(
        question: question,
        reason: "the GitLab instance is not known; set AKVLINT_GITLAB_URL"
      )
    }
    let own = access.gitLabToken.map(HTTPRequest.Authorization.privateToken)
    return GitLabClient(
      courier,
      host: host,
      authorization: project.map { access.projects.authorization(for: $0, access.gitLabToken) }
        ?? own,
      date: date
    )
  }

  // MARK: Projects

  private func project(
    _ path: String,
    _ names: [String],
    ref: String
  ) async throws(Undecidable) -> Files {
    var files: Files = [:]
    for name in names {
      let local = String(name.drop { $0 == "/" })
      let question = "the include of \(local) at \(ref) in the project \(path)"
      guard IncludePath.isSafe(path), IncludePath.isSafe(local), IncludePath.isYAML(local) else {
        throw Undecidable(question: question, reason: "this is not a path of a file in a project")
      }
      guard let bytes = try await instance(question, for: path).file(local, of: path, ref: ref)
      else {
        throw Undecidable(question: question, reason: Self.unseen)
      }
      files["projects/\(path)/\(local)"] = bytes
    }
    return files
  }

  private static let unseen =
    "the server answers 404: the file does not exist, or the token may not see the project"

  // MARK: Components

  private func component(_ name: String) async throws(Undecidable) -> Files {
    let question = "the component \(name)"
    let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
    let path = parts.first?.split(separator: "/").map(String.init) ?? []
    guard parts.count == 2, path.count >= 4, IncludePath.isSafe(parts[0]), let last = path.last
    else { throw Undecidable(question: question, reason: "it is not HOST/PROJECT/NAME@VERSION") }
    let project = path.dropFirst().dropLast().joined(separator: "/")
    let client = try instance(question, for: project)
    guard path[0].lowercased() == client.host else {
      throw Undecidable(
        question: question,
        reason: "it is of another instance than \(client.host), which is the only one that is asked"
      )
    }
    var ref = parts[1]
    if ReleaseVersion.isRange(ref) {
      guard let tag = ReleaseVersion.tag(for: ref, among: try await client.releases(project)) else {
        throw Undecidable(question: question, reason: "no release of \(project) fits \(ref)")
      }
      ref = tag
    }
    for file in ["\(last).yml", "\(last)/template.yml"] {
      if let bytes = try await client.file("templates/\(file)", of: project, ref: ref) {
        return ["components/\(path.dropLast().joined(separator: "/"))/\(file)": bytes]
      }
    }
    throw Undecidable(question: question, reason: Self.unseen)
  }

  // MARK: Templates

  private func template(_ name: String) async throws(Undecidable) -> Files {
    let suffix = ".gitlab-ci.yml"
    let question = "the template \(name)"
    guard name.hasSuffix(suffix), IncludePath.isSafe(name) else {
      throw Undecidable(question: question, reason: "this is not the name of a template")
    }
    let client = try instance(question)
    return ["templates/\(name)": try await client.template(String(name.dropLast(suffix.count)))]
  }

  // MARK: URLs

  private func remote(_ url: String, integrity: String?) async throws(Undecidable) -> Files {
    let question = "the include of \(url)"
    let prefix = "https://"
    let rest = url.dropFirst(prefix.count)
    let host = rest.prefix { !"/?#".contains($0) }.lowercased()
    let target = String(rest.dropFirst(host.count).prefix { $0 != "#" })
    guard url.hasPrefix(prefix), PublicHost.isPublic(host) else {
      throw Undecidable(
        question: question,
        reason: "only https URLs with a public host name, and without port and user, are fetched"
      )
    }
    let path = String(target.drop { $0 == "/" }.prefix { $0 != "?" })
    guard IncludePath.isSafe(path), IncludePath.isYAML(path),
      target.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Undecidable(question: question, reason: "its path is not that of a YAML file") }
    // It contains nothing that could identify the user.
    var request = HTTPRequest(host: host, path: target)
    request.sizeLimit = Self.sizeLimit
    let answer = try await courier.answer(request)
    guard answer.status == 200 else {
      throw Undecidable(question: request.question, reason: answer.refusal)
    }
    if let integrity, !Self.fits(answer.body, integrity) {
      throw Undecidable(question: question, reason: "its content does not fit its integrity")
    }
    return ["remotes/\(host)/\(path)": answer.body]
  }

  /// Whether content has the hash in `sha256-…`.
  static func fits(_ bytes: [UInt8], _ integrity: String) -> Bool {
    let prefix = "sha256-"
    guard integrity.hasPrefix(prefix), let digest = Base64.decode(integrity.dropFirst(prefix.count))
    else { return false }
    let hex = digest.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return hex.joined() == SHA256.hex(bytes)
  }
}

/// Paths that a repository names and that become those of files.
package enum IncludePath {
  /// Whether a path stays below where it is put: no `..`, no empty part, nothing unusual.
  package static func isSafe(_ path: String) -> Bool {
    // Bytes, because to the system a slash with an accent after it is a slash.
    let slash = UInt8(ascii: "/")
    let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false)
      .map(Substring.init)
    return path.utf8.count <= 1000
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".." && part.lowercased() != ".git"
          && part.utf8.count <= 255
          && part.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != ":"
          }
      }
  }

  /// Whether a path is that of a YAML file, as GitLab wants it.
  static func isYAML(_ path: String) -> Bool {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    return name.hasSuffix(".yml") && name.count > 4 || name.hasSuffix(".yaml") && name.count > 5
  }
}
