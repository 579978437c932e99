import Evidence
import Files
import LiveEvidence
import Synchronization

/// A GitLab with a few projects, and a folder in memory that they are fetched into.
struct FetchFixture {
  static let api = "https://gitlab.example.com/api/v4"

  /// Files by path.
  final class Store: FetchStore {
    private let contents = Mutex<[String: [UInt8]]>([:])

    var files: [String: String] {
      contents.withLock { $0.mapValues { String(decoding: $0, as: UTF8.self) } }
    }

    func read(_ path: String) -> [UInt8]? { contents.withLock { $0[path] } }

    func write(_ bytes: [UInt8], to path: String) throws(FileError) {
      contents.withLock { $0[path] = bytes }
    }

    func remove(_ path: String) throws(FileError) {
      contents.withLock { $0[path] = nil }
    }

    func paths(below folder: String) -> [String] {
      contents.withLock { $0.keys.filter { $0.hasPrefix("\(folder)/") } }
    }
  }

  /// A project, with the files of its default branch.
  struct Project {
    var path: String
    var files: [String: String] = [:]
    var commit = String(repeating: "a", count: 40)
    var configPath: String?
    var isEmpty = false
    var isArchived = false

    var encoded: String { path.split(separator: "/").joined(separator: "%2F") }
  }

  let store = Store()
  var projects: [Project]
  /// Answers instead of others, by URL.
  var others: [String: FakeTransport.Answers] = [:]

  init(_ projects: [Project]) {
    self.projects = projects
  }

  private func document(_ project: Project, _ number: Int) -> String {
    let config = project.configPath.map { "\"\($0)\"" } ?? "null"
    return """
      {"id": \(1000 + number), "path_with_namespace": "\(project.path)",
       "default_branch": \(project.isEmpty ? "null" : "\"main\""),
       "empty_repo": \(project.isEmpty), "archived": \(project.isArchived),
       "ci_config_path": \(config)}
      """
  }

  /// The answers of the server.
  var table: [String: FakeTransport.Answers] {
    let list = projects.enumerated().map { document($1, $0) }.joined(separator: ",")
    let query = "include_subgroups=true&with_shared=false&archived=false&order_by=id&sort=asc"
    var table: [String: FakeTransport.Answers] = [
      "\(Self.api)/groups/g/projects?per_page=100&page=1&\(query)": [.json("[\(list)]")],
      "\(Self.api)/version": [.json("{\"version\": \"18.9.0\"}")],
      "\(Self.api)/namespaces/g": [.json("{\"plan\": \"premium\"}")],
      "\(Self.api)/groups/g/variables?per_page=100&page=1": [
        .json("[{\"key\": \"TOKEN\", \"value\": \"hidden\", \"protected\": true}]")
      ],
      "\(Self.api)/admin/ci/variables?per_page=100&page=1": [.json("{}", status: 403)],
    ]
    for (number, project) in projects.enumerated() {
      let place = "\(Self.api)/projects/\(project.encoded)"
      table[place] = [.json(document(project, number))]
      table["\(place)/repository/branches/main"] = [
        .json("{\"commit\": {\"id\": \"\(project.commit)\"}}")
      ]
      for list in ["protected_branches", "protected_tags", "variables"] {
        table["\(place)/\(list)?per_page=100&page=1"] = [.json("[]")]
      }
    }
    return table.merging(others) { $1 }
  }

  /// A server that answers from the table, and 404 for files that there are not.
  var transport: FilesTransport { FilesTransport(FakeTransport(table), projects) }

  /// A fetch with a new connection.
  func fetch(
    _ transport: FilesTransport,
    id: String = "1",
    source: FleetFetch.Source = .group("g"),
    match: String? = nil
  ) async -> FleetFetch.Summary {
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    access.gitLabToken = AccessToken("secret")
    let courier = Courier(transport) { _ in }
    await transport.use(courier)
    let fetch = FleetFetch(
      courier,
      access: access,
      host: "gitlab.example.com",
      store: store,
      date: "2026-11-29",
      id: id
    )
    return await fetch.run(source, match: match)
  }
}

/// Answers requests for files of projects; all others from a table.
actor FilesTransport: Transport {
  private let table: FakeTransport
  private var files: [String: String] = [:]
  private(set) var urls: [String] = []
  /// The number of requests that are answered before the fetch is interrupted; nil for all.
  private var limit: Int?
  private var courier: Courier?

  init(_ table: FakeTransport, _ projects: [FetchFixture.Project]) {
    self.table = table
    for project in projects {
      for (path, text) in project.files {
        let name = PercentEncoding.encode(path)
        let place = "\(FetchFixture.api)/projects/\(project.encoded)/repository/files/\(name)/raw"
        files[place] = text
      }
    }
  }

  func stop(after count: Int) { limit = count }

  func use(_ courier: Courier) { self.courier = courier }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    if let limit, urls.count >= limit {
      await courier?.stop(.cancelled)
      throw .cancelled
    }
    urls.append(request.url)
    let place = String(request.url.prefix { $0 != "?" })
    guard place.contains("/repository/files/") else { return try await table.send(request) }
    guard let text = files[place] else { return HTTPAnswer(status: 404) }
    return HTTPAnswer(status: 200, body: Array(text.utf8))
  }
}
