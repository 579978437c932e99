import GitLabCI
import LiveEvidence
import Testing

private let instance = "https://gitlab.example.com/api/v4"

@Suite struct IncludeFetcherTests {
  private static let project = "\(instance)/projects/team%2Fci/repository/files"
  private static let tools = "\(instance)/projects/team%2Ftools"
  private static let table: [String: FakeTransport.Answers] = [
    "\(project)/azure.yml/raw?ref=HEAD": [.json("head: {}")],
    "\(project)/ci%2Fazure.yml/raw?ref=v1%2Fx": [.json("v1: {}")],
    "\(project)/big.yml/raw?ref=HEAD": [.json(String(repeating: "#", count: 2_097_153))],
    "\(tools)/releases?per_page=100&page=1": [
      .json(
        """
        [{"tag_name": "1.2.0"}, {"tag_name": "1.10.1"}, {"tag_name": "2.0.0"},
         {"tag_name": "3.0.0-rc.1"}, {"tag_name": "nightly"}]
        """
      )
    ],
    "\(tools)/repository/files/templates%2Fkv.yml/raw?ref=2.0.0": [.json("two: {}")],
    "\(tools)/repository/files/templates%2Fkv.yml/raw?ref=1.10.1": [.json("", status: 404)],
    "\(tools)/repository/files/templates%2Fkv%2Ftemplate.yml/raw?ref=1.10.1": [.json("one: {}")],
    "\(tools)/repository/files/templates%2Fkv.yml/raw?ref=main": [.json("main: {}")],
    "\(instance)/templates/gitlab_ci_ymls/Bash": [.json("{\"content\": \"t: {}\"}")],
    "https://files.company.com/ci/a.yml?x=1": [.json("remote: {}")],
  ]

  private func fetch(
    _ target: IncludeDirective.Target,
    integrity: String? = nil
  ) async throws -> ([String: String], [HTTPRequest]) {
    let transport = FakeTransport(Self.table)
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    access.gitLabToken = AccessToken("t")
    let fetcher = IncludeFetcher(Courier.impatient(transport), access: access, date: "2026-11-23")
    let files = try await fetcher.fetch(IncludeRequest(target, integrity: integrity))
    return (files.mapValues { String(decoding: $0, as: UTF8.self) }, await transport.requests)
  }

  @Test(
    "each kind of include becomes a file of the folder of includes",
    arguments: [
      (
        IncludeDirective.Target.project(path: "team/ci", files: ["/azure.yml"], ref: nil),
        "projects/team/ci/azure.yml", "head: {}"
      ),
      (
        .project(path: "team/ci", files: ["ci/azure.yml"], ref: "v1/x"),
        "projects/team/ci/ci/azure.yml", "v1: {}"
      ),
      (
        .component("gitlab.example.com/team/tools/kv@~latest"),
        "components/gitlab.example.com/team/tools/kv.yml", "two: {}"
      ),
      (
        .component("gitlab.example.com/team/tools/kv@1"),
        "components/gitlab.example.com/team/tools/kv/template.yml", "one: {}"
      ),
      (
        .component("gitlab.example.com/team/tools/kv@main"),
        "components/gitlab.example.com/team/tools/kv.yml", "main: {}"
      ),
      (.template("Bash.gitlab-ci.yml"), "templates/Bash.gitlab-ci.yml", "t: {}"),
      (
        .remote("https://files.company.com/ci/a.yml?x=1"),
        "remotes/files.company.com/ci/a.yml", "remote: {}"
      ),
    ]
  )
  func files(target: IncludeDirective.Target, path: String, content: String) async throws {
    let (files, requests) = try await fetch(target)
    #expect(files == [path: content])
    for request in requests {
      // The token goes to the operator's instance, and nothing at all to any other host.
      #expect((request.host == "gitlab.example.com") == (request.authorization != nil))
    }
  }

  @Test(
    "a file that cannot be fetched, or must not be, is undecided, and no other host is asked",
    arguments: [
      (
        IncludeDirective.Target.project(path: "team/ci", files: ["none.yml"], ref: nil),
        "does not resolve"
      ),
      (.project(path: "../admin", files: ["a.yml"], ref: nil), "not a path"),
      (.project(path: "team/ci", files: ["../a.yml"], ref: nil), "not a path"),
      (.project(path: "team/ci", files: ["a.txt"], ref: nil), "not a path"),
      (.project(path: "team/ci", files: ["big.yml"], ref: nil), "2 MiB"),
      (.component("evil.company.com/team/tools/kv@1"), "another instance"),
      (.component("gitlab.example.com/team/tools/kv@7"), "no release"),
      (.component("gitlab.example.com/team/tools/kv"), "HOST/PROJECT"),
      (.component("gitlab.example.com/team/../x/kv@1"), "HOST/PROJECT"),
      (.template("../Bash.gitlab-ci.yml"), "not the name"),
      (.template("Bash.yml"), "not the name"),
      (.remote("http://files.company.com/a.yml"), "https"),
      (.remote("https://127.0.0.1/a.yml"), "public"),
      (.remote("https://127.0.0.0x1/a.yml"), "public"),
      (.remote("https://2130706433/a.yml"), "public"),
      (.remote("https://[::1]/a.yml"), "public"),
      (.remote("https://localhost/a.yml"), "public"),
      (.remote("https://metadata.google.internal/a.yml"), "public"),
      (.remote("https://printer.local/a.yml"), "public"),
      (.remote("https://files.company.com:8443/a.yml"), "public"),
      (.remote("https://user@files.company.com/a.yml"), "public"),
      (.remote("https://files.company.com./a.yml"), "public"),
      (.remote("https://files.company.com/a.txt"), "not that of a"),
      (.remote("https://files.company.com/../a.yml"), "not that of a"),
      (.remote("https://files.company.com/a\r\nx: y/a.yml"), "not that of a"),
    ]
  )
  func refused(target: IncludeDirective.Target, reason: String) async {
    let error = await #expect(throws: Undecidable.self) { try await fetch(target) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test("a file that a token may not see is undecided")
  func unseen() async {
    let url = "\(Self.project)/azure.yml/raw?ref=HEAD"
    let transport = FakeTransport([url: [.json("{}", status: 404)]])
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    let fetcher = IncludeFetcher(Courier.impatient(transport), access: access, date: "")
    let error = await #expect(throws: Undecidable.self) {
      try await fetcher.fetch(
        IncludeRequest(.project(path: "team/ci", files: ["azure.yml"], ref: nil))
      )
    }
    #expect(error?.reason.contains("may not see the project") == true)
  }

  @Test(
    "content at a URL must fit its integrity",
    arguments: [
      ("sha256-5hNJjqZgcqwBLCV6IwBK0bYDVoyQXHJQWqFu5ULzpSY=", false), ("sha256-", false),
      ("md5-x", false), ("sha256-!!", false),
    ]
  )
  func integrity(text: String, fits: Bool) async {
    await #expect(throws: Undecidable.self) {
      try await fetch(.remote("https://files.company.com/ci/a.yml?x=1"), integrity: text)
    }
  }

  @Test("and is taken when it does")
  func integrityFits() async throws {
    let integrity = "sha256-G6kRwIcymkE9swsgg/BUoEdcJ2on4paR0JNisjAhUkU="
    let (files, _) = try await fetch(
      .remote("https://files.company.com/ci/a.yml?x=1"),
      integrity: integrity
    )
    #expect(files.count == 1)
  }
}
