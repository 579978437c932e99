import LiveEvidence
import Testing

@Suite struct JobTests {
  @Test(
    "addresses of jobs",
    arguments: [
      "https://gitlab.example.com/team/app/-/jobs/4021",
      "HTTPS://GitLab.example.com/team/app/-/jobs/4021#L12",
      "https://gitlab.example.com/team/app/-/jobs/4021/raw?x=y",
    ]
  )
  func addresses(url: String) throws {
    let address = try #require(JobAddress(url))
    #expect(address.host == "gitlab.example.com")
    #expect(address.project == "team/app")
    #expect(address.id == "4021")
  }

  @Test(
    "other texts",
    arguments: [
      "", "job.log", "http://gitlab.example.com/team/app/-/jobs/1", "https:///team/app/-/jobs/1",
      "https://gitlab.example.com/app/-/jobs/1", "https://gitlab.example.com/team/app/-/jobs/",
      "https://gitlab.example.com/team/app/-/jobs/1x", "https://gitlab.example.com/team/app/-/jobs",
      "https://user@gitlab.example.com/team/app/-/jobs/1",
      "https://gitlab.example.com:8443/team/app/-/jobs/1",
      "https://gitlab.example.com/team//-/jobs/1",
      "https://gitlab.example.com/team/app/-/pipelines/1",
    ]
  )
  func otherTexts(url: String) {
    #expect(JobAddress(url) == nil)
  }

  private static let job = "https://gitlab.example.com/api/v4/projects/team%2Fapp/jobs/4021"

  private func fetch(
    _ table: [String: FakeTransport.Answers]
  ) async throws(Undecidable) -> FetchedJob {
    let client = GitLabClient(
      Courier.impatient(FakeTransport(table)),
      host: "gitlab.example.com",
      token: AccessToken("t"),
      date: "2026-11-23"
    )
    guard let address = JobAddress("https://gitlab.example.com/team/app/-/jobs/4021") else {
      throw Undecidable(question: "", reason: "the address is wrong")
    }
    return try await client.job(address)
  }

  @Test func aLogWithGitLabsReason() async throws {
    let job = try await fetch([
      Self.job: [
        .json("{\"name\": \"deploy\", \"failure_reason\": \"secrets_provider_not_found\"}")
      ],
      "\(Self.job)/trace": [.json("the log")],
    ])
    #expect(job.name == "deploy")
    let log = String(decoding: job.log, as: UTF8.self)
    #expect(log == "the log\nfailure_reason: secrets_provider_not_found\n")
  }

  @Test func refusals() async throws {
    await #expect(throws: Undecidable.self) {
      try await fetch([Self.job: [.json("{\"message\": \"404 Not found\"}", status: 404)]])
    }
    await #expect(throws: Undecidable.self) {
      try await fetch([
        Self.job: [.json("{\"name\": \"deploy\"}")],
        "\(Self.job)/trace": [.json("{\"message\": \"403 Forbidden\"}", status: 403)],
      ])
    }
  }
}
