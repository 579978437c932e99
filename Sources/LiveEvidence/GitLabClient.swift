import AzureFederation
package import Evidence

/// Asks GitLab about a project; reads only.
///
/// Source: GitLab's REST API, `projects`, `project_level_variables`, `group_level_variables`,
/// `protected_branches`, `protected_tags`, `lint`, `version`.
package struct GitLabClient: Sendable {
  private static let pageSize = 100

  let courier: Courier
  let host: String
  private let authorization: HTTPRequest.Authorization?
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - host: The instance's host, from the operator and never from the repository.
  ///   - token: The token, when there is one.
  ///   - date: The present day, for the date of evidence.
  package init(_ courier: Courier, host: String, token: AccessToken?, date: String) {
    self.init(
      courier,
      host: host,
      authorization: token.map(HTTPRequest.Authorization.privateToken),
      date: date
    )
  }

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The courier of the requests.
  ///   - host: The instance's host.
  ///   - authorization: The header of the requests.
  ///   - date: The present day.
  init(
    _ courier: Courier,
    host: String,
    authorization: HTTPRequest.Authorization?,
    date: String
  ) {
    self.courier = courier
    self.host = host
    self.authorization = authorization
    self.date = date
  }

  func request(_ path: String) -> HTTPRequest {
    var request = HTTPRequest(host: host, path: "/api/v4/\(path)")
    request.authorization = authorization
    return request
  }

  /// Where an answer is known from.
  func source(_ request: HTTPRequest) -> EvidenceSource {
    EvidenceSource(path: request.url, date: date)
  }

  func list(
    _ path: String,
    query: String = "",
    pageLimit: Int? = nil
  ) async throws(Undecidable) -> [DocumentValue] {
    let pages = try await courier.pages(
      page(path, query: query),
      limit: pageLimit,
      elements: \.elements
    ) { answer, _ in
      answer.headers["x-next-page"].flatMap { Int($0) }.map { page(path, $0, query: query) }
    }
    return pages
  }

  private func page(_ path: String, _ number: Int = 1, query: String = "") -> HTTPRequest {
    let further = query.isEmpty ? "" : "&\(query)"
    return request("\(path)?per_page=\(Self.pageSize)&page=\(number)\(further)")
  }

  /// Drops the answers about a project: they are not needed any more.
  ///
  /// - Parameters:
  ///   - path: The project's full path.
  ///   - commit: Its commit; files of other refs are those that other projects include.
  func forget(_ path: String, at commit: String) async {
    let place = "/api/v4/projects/\(PercentEncoding.encode(path))"
    await courier.forget { request in
      guard request.host == host, request.path.hasPrefix(place) else { return false }
      let rest = request.path.dropFirst(place.count)
      guard ["/", "?", nil].contains(rest.first) else { return false }
      return !rest.hasPrefix("/repository/files/") || rest.hasSuffix("?ref=\(commit)")
    }
  }

  /// Reads GitLab's facts about a project.
  ///
  /// - Parameter path: The project's full path.
  /// - Returns: Its settings, as far as the token may see them.
  /// - Throws: The reason why there is no answer.
  package func project(_ path: String) async throws(Undecidable) -> ProjectEvidence.GitLab {
    let request = request("projects/\(PercentEncoding.encode(path))")
    let (_, document) = try await courier.document(request)
    var gitLab = ProjectEvidence.GitLab()
    gitLab.issuer = "https://\(host)"
    gitLab.projectPath = document["path_with_namespace"]?.text ?? path
    gitLab.projectID = document["id"]?.integer
    gitLab.defaultBranch = document["default_branch"]?.text
    let components = document["ci_id_token_sub_claim_components"]?.texts
    gitLab.subjectComponents = components.flatMap { $0.isEmpty ? nil : $0 }
    gitLab.overrideRole = document["ci_pipeline_variables_minimum_override_role"]?.text
    gitLab.source = source(request)
    return gitLab
  }

  /// The instance's version.
  package func version() async throws(Undecidable) -> String? {
    try await courier.document(request("version")).document["version"]?.text
  }

  /// The tier of a group's plan, where the instance shows it.
  ///
  /// - Parameter namespace: The full path of the project's root group.
  /// - Returns: `free`, `premium` or `ultimate`; nil when it is not shown.
  /// - Throws: The reason why there is no answer.
  package func tier(_ namespace: String) async throws(Undecidable) -> String? {
    let request = request("namespaces/\(PercentEncoding.encode(namespace))")
    let plan = try await courier.document(request).document["plan"]?.text
    // Trials and plans with other names have the features of the tier in their name.
    return ["ultimate", "premium", "free"].first { plan?.contains($0) ?? false }
  }

  /// The names of protected branches (`protected_branches`) or tags (`protected_tags`).
  package func protectedRefs(
    _ kind: String,
    of path: String
  ) async throws(Undecidable) -> [String] {
    try await list("projects/\(PercentEncoding.encode(path))/\(kind)")
      .compactMap { $0["name"]?.text }
  }

  /// The root file that the project's settings name; nil for the usual one.
  package func rootFile(_ path: String) async throws(Undecidable) -> String? {
    let request = request("projects/\(PercentEncoding.encode(path))")
    let text = try await courier.document(request).document["ci_config_path"]?.text
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The CI/CD variables of the whole instance, which only administrators may list.
  ///
  /// - Returns: The variables, with values as those of projects; nil when the token may not.
  /// - Throws: The reason why there is no answer.
  package func instanceVariables() async throws(Undecidable) -> [ProjectEvidence.ProjectVariable]? {
    let place = "admin/ci/variables"
    let probe = try await courier.answer(page(place))
    guard ![401, 403, 404].contains(probe.status) else { return nil }
    let source = source(request(place))
    return try await list(place).compactMap { Self.variable($0, source) }
  }

  /// The CI/CD variables of a project and of the groups above it.
  ///
  /// - Parameter path: The project's full path.
  /// - Returns: The variables, those that win first. Of all but the provider's three the value is
  ///   dropped as soon as it is read.
  /// - Throws: The reason why there is no answer: without all of them the list would be incomplete.
  package func variables(
    _ path: String
  ) async throws(Undecidable) -> [ProjectEvidence.ProjectVariable] {
    var places = ["projects/\(PercentEncoding.encode(path))/variables"]
    var groups = path.split(separator: "/").dropLast().map(String.init)
    while !groups.isEmpty {
      places.append("groups/\(PercentEncoding.encode(groups.joined(separator: "/")))/variables")
      groups.removeLast()
    }
    var result: [ProjectEvidence.ProjectVariable] = []
    var nearer: Set<String> = []
    for place in places {
      let source = source(request(place))
      let level = try await list(place).compactMap { Self.variable($0, source) }
      // Within one level scopes decide; a level nearer to the project wins whole.
      result += level.filter { !nearer.contains($0.key) }
      nearer.formUnion(level.map(\.key))
    }
    return result
  }

  private static func variable(
    _ value: DocumentValue,
    _ source: EvidenceSource
  ) -> ProjectEvidence.ProjectVariable? {
    value["key"]?.text.map { key in
      ProjectEvidence.ProjectVariable(
        key: key,
        value: AzureVariables.all.contains(key) ? value["value"]?.text : nil,
        isProtected: value["protected"]?.bool ?? false,
        environmentScope: value["environment_scope"]?.text ?? "*",
        source: source
      )
    }
  }
}
