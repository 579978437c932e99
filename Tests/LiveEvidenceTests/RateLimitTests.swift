import LiveEvidence
import Testing

/// Rate limits that a server announces.
@Suite struct RateLimitTests {
  private static let url = "https://gitlab.example.com"

  /// The waits before a second request, when the first answer has some headers at 1000 seconds.
  private func waits(_ headers: [String: String]) async throws -> [Int] {
    let transport = FakeTransport([
      "\(Self.url)/a": [.json("{}", headers: headers)], "\(Self.url)/b": [.json("{}")],
    ])
    let waits = Waits()
    let courier = Courier(
      transport,
      wait: { await waits.add($0) },
      now: { 1000 }
    )
    for path in ["/a", "/b"] {
      _ = try await courier.send(HTTPRequest(host: "gitlab.example.com", path: path))
    }
    return await waits.seconds
  }

  @Test(
    arguments: [
      (["ratelimit-remaining": "0", "ratelimit-reset": "1030"], [30]),
      (["ratelimit-remaining": "1", "ratelimit-reset": "1030"], []),
      (["ratelimit-remaining": "0", "ratelimit-reset": "999"], []),
      (["ratelimit-remaining": "0", "ratelimit-reset": "999999"], []),
      (["ratelimit-remaining": "0"], []), ([:], []),
    ] as [([String: String], [Int])]
  )
  func holds(headers: [String: String], expected: [Int]) async throws {
    #expect(try await waits(headers) == expected)
  }
}
