import AzureFederation
import TextFormats

/// The answers of a fetch that are not yet files of a project, kept in the fleet's folder until it ends.
///
/// Of GitLab's documents it keeps only the members that are read, and of CI/CD variables only the
/// values that a snapshot has.
struct FetchJournal: AnswerJournal {
  private static let folder = ".akvlint/answers"
  /// Answers that are the same when asked again; others are a matter of the moment.
  private static let finalStatuses: Set<Int> = [200, 403, 404]
  private static let pageHeader = "x-next-page"

  private let store: any FetchStore

  init(_ store: any FetchStore) {
    self.store = store
  }

  func answer(to request: HTTPRequest) -> HTTPAnswer? {
    guard Self.isKept(request), let bytes = store.read(Self.place(request)) else { return nil }
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"),
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard lines.count == 3, let status = Int(String(decoding: lines[0], as: UTF8.self)) else {
      return nil
    }
    let page = String(decoding: lines[1], as: UTF8.self)
    return HTTPAnswer(
      status: status,
      headers: page.isEmpty ? [:] : [Self.pageHeader: page],
      body: Array(lines[2])
    )
  }

  func keep(_ answer: HTTPAnswer, to request: HTTPRequest) {
    guard Self.isKept(request), Self.finalStatuses.contains(answer.status),
      let body = Self.isFile(request) ? answer.body : Self.document(answer.body)
    else { return }
    let head = "\(answer.status)\n\(answer.headers[Self.pageHeader] ?? "")\n"
    // Without its place in the journal an answer is asked for again, which does no harm.
    try? store.write(Array(head.utf8) + body, to: Self.place(request))
  }

  func forget(_ request: HTTPRequest) {
    try? store.remove(Self.place(request))
  }

  /// Drops all answers.
  func clear() {
    for path in store.paths(below: Self.folder) { try? store.remove(path) }
  }

  private static func place(_ request: HTTPRequest) -> String {
    "\(folder)/\(SHA256.hex(Array(request.url.utf8)))"
  }

  /// Whether answers to a request are kept: those of GitLab, and included files at URLs.
  private static func isKept(_ request: HTTPRequest) -> Bool {
    guard request.method == .get else { return false }
    switch request.authorization {
    case .privateToken, .jobToken, nil: return true
    case .bearer, .formField: return false
    }
  }

  private static func isFile(_ request: HTTPRequest) -> Bool {
    request.authorization == nil || request.path.contains("/repository/files/")
  }

  // MARK: Documents

  /// The members that the client reads.
  private static let members: Set<String> = [
    "id", "path_with_namespace", "default_branch", "archived", "empty_repo", "ci_config_path",
    "ci_id_token_sub_claim_components", "ci_pipeline_variables_minimum_override_role", "version",
    "plan", "commit", "name", "tag_name", "key", "value", "protected", "environment_scope", "type",
    "path", "content", "message", "error",
  ]

  /// A document without what is not read; nil when it is not JSON.
  private static func document(_ body: [UInt8]) -> [UInt8]? {
    guard let value = JSONValue(reading: body) else { return nil }
    var json = JSONText()
    write(value, &json)
    return Array(json.text.utf8)
  }

  private static func write(_ value: JSONValue, _ json: inout JSONText) {
    switch value {
    case .text(let text): json.value(text)
    case .bool(let flag): json.value(flag)
    case .integer(let number): json.value(number)
    case .list(let elements): json.array(elements) { write($1, &$0) }
    case .mapping(let all):
      json.object { json in
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where isRead(key, of: all) {
          json.key(key)
          write(value, &json)
        }
      }
    case .null, .number, .unreadable: json.value(nil as String?)
    }
  }

  private static func isRead(_ key: String, of all: [String: JSONValue]) -> Bool {
    guard key == "value" else { return members.contains(key) }
    guard case .text(let name)? = all["key"] else { return false }
    return AzureVariables.all.contains(name)
  }
}
