import LiveEvidence
import Synchronization
import Testing

@Suite struct CourierTests {
  private static let request = HTTPRequest(host: "a.example", path: "/x")

  @Test("asks each distinct request once, at most eight at a time")
  func once() async throws {
    var table: [String: FakeTransport.Answers] = [:]
    for number in 0..<40 { table["https://a.example/\(number)"] = [.json("{}")] }
    let transport = FakeTransport(table, yields: 20)
    let courier = Courier.impatient(transport)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          _ = try? await courier.send(HTTPRequest(host: "a.example", path: "/\(number % 40)"))
        }
      }
    }
    #expect(await transport.requests.count == 40)
    #expect(await transport.mostAtOnce <= 8)
    #expect(await transport.mostAtOnce > 1)
  }

  @Test("repeats a request when a server is busy, and waits as long as the server demands")
  func retries() async throws {
    let transport = FakeTransport([
      Self.request.url: [
        .json("", status: 503), .json("", status: 429, headers: ["retry-after": "7"]),
        .json("", status: 500), .json("{}"),
      ]
    ])
    let waits = Waits()
    let answer = try await Courier.impatient(transport, waits).send(Self.request)
    #expect(answer.status == 200)
    #expect(await waits.seconds == [1, 7, 4])
  }

  @Test("gives up in the end, and when a server asks for too much")
  func givesUp() async throws {
    let busy = FakeTransport([Self.request.url: [.json("", status: 503)]])
    let waits = Waits()
    #expect(try await Courier.impatient(busy, waits).send(Self.request).status == 503)
    #expect(await waits.seconds == [1, 2, 4, 8, 16])
    let slow = FakeTransport([
      Self.request.url: [.json("", status: 429, headers: ["retry-after": "3600"])]
    ])
    let none = Waits()
    #expect(try await Courier.impatient(slow, none).send(Self.request).status == 429)
    #expect(await none.seconds == [])
  }

  @Test("sends no path that servers refuse")
  func longPaths() async {
    let transport = FakeTransport([:])
    let request = HTTPRequest(host: "a.example", path: "/" + String(repeating: "x", count: 8_000))
    await #expect(throws: TransportError.longPath(limit: 8_000)) {
      try await Courier.impatient(transport).send(request)
    }
    #expect(await transport.requests.isEmpty)
  }

  @Test(
    "does not repeat what failed for good",
    arguments: [
      TransportError.unknownHost("x"), .timedOut, .unreachable("no"), .tooLarge(limit: 1),
    ]
  )
  func failures(error: TransportError) async {
    let transport = FakeTransport([Self.request.url: [.failure(error)]])
    await #expect(throws: error) { try await Courier.impatient(transport).send(Self.request) }
    #expect(await transport.requests.count == 1)
  }

  @Test(
    "a host that did not answer gets no further requests, unless it has answered before",
    arguments: [true, false]
  )
  func silentHosts(leavesSilentHosts: Bool) async throws {
    func request(_ host: String, _ path: String) -> HTTPRequest {
      HTTPRequest(host: host, path: path)
    }
    let transport = FakeTransport([
      "https://silent.example/1": [.failure(.timedOut)], "https://silent.example/2": [.json("{}")],
      "https://slow.example/1": [.json("{}")], "https://slow.example/2": [.failure(.timedOut)],
      "https://slow.example/3": [.json("{}")],
    ])
    let courier = Courier(transport, wait: { _ in }, leavesSilentHosts: leavesSilentHosts)
    #expect(await courier.failure(request("silent.example", "/1")) == .timedOut)
    let expected = leavesSilentHosts ? TransportError.silent("silent.example") : nil
    #expect(await courier.failure(request("silent.example", "/2")) == expected)
    #expect(await transport.requests.count == (leavesSilentHosts ? 1 : 2))
    #expect(await courier.failure(request("slow.example", "/1")) == nil)
    #expect(await courier.failure(request("slow.example", "/2")) == .timedOut)
    #expect(await courier.failure(request("slow.example", "/3")) == nil)
  }

  @Test(
    "when it is stopped, requests that are under way, wait for a place or for patience end",
    arguments: [TransportError.cancelled, .outOfTime(limit: 120)]
  )
  func stops(reason: TransportError) async {
    let stuck = StuckTransport()
    let courier = Courier(stuck) { _ in }
    let patient = Courier(
      FakeTransport([Self.request.url: [.json("", status: 503)]]),
      wait: { _ in try await stuck.untilCancelled() }
    )
    await withTaskGroup(of: TransportError?.self) { group in
      for number in 0..<20 {
        group.addTask {
          await courier.failure(HTTPRequest(host: "a.example", path: "/\(number)"))
        }
      }
      group.addTask { await patient.failure(Self.request) }
      // Eight requests and the pause; the other requests wait for a place.
      await stuck.until(9)
      await courier.stop(reason)
      await patient.stop(reason)
      for await failure in group { #expect(failure == reason) }
    }
    #expect(await courier.failure(HTTPRequest(host: "a.example", path: "/late")) == reason)
    #expect(await stuck.count == 9)
  }

  @Test("reports the progress of the work")
  func progress() async throws {
    let log = ProgressLog()
    let courier = Courier(
      FakeTransport([Self.request.url: [.json("{}")]]),
      wait: { _ in },
      report: { progress in log.add(progress) }
    )
    _ = try await courier.send(Self.request)
    _ = try await courier.send(Self.request)
    #expect(log.lines == ["0/1 a.example", "1/1 -"])
  }

  @Test("a credential is shown nowhere")
  func hidden() {
    let credential = AccessToken("eyJhbGciOi")
    var request = Self.request
    request.authorization = .formField("client_assertion", credential)
    for text in ["\(credential)", "\(request)", String(reflecting: request), request.url] {
      #expect(!text.contains("eyJ"))
    }
    var dumped = ""
    dump(request, to: &dumped)
    #expect(!dumped.contains("eyJ"))
  }

  @Test func encoding() {
    #expect(
      PercentEncoding.encode("group/sub group/é@[`{~")
        == "group%2Fsub%20group%2F%C3%A9%40%5B%60%7B~"
    )
  }
}

/// Never answers, until the request is cancelled.
private actor StuckTransport: Transport {
  private(set) var count = 0
  private var observers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    do {
      try await untilCancelled()
    } catch {
      throw .unreachable("the connection was closed")
    }
    throw .timedOut
  }

  func untilCancelled() async throws {
    count += 1
    for observer in observers where observer.count <= count { observer.continuation.resume() }
    observers.removeAll { $0.count <= count }
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in stream {}
    continuation.finish()
    try Task.checkCancellation()
  }

  /// Waits until a number of requests are stuck.
  func until(_ number: Int) async {
    guard count < number else { return }
    await withCheckedContinuation { observers.append((number, $0)) }
  }
}

extension Courier {
  fileprivate func failure(_ request: HTTPRequest) async -> TransportError? {
    do throws(TransportError) {
      _ = try await send(request)
      return nil
    } catch {
      return error
    }
  }
}

private final class ProgressLog: Sendable {
  private let entries = Mutex<[String]>([])

  var lines: [String] { entries.withLock { $0 } }

  func add(_ progress: Courier.Progress) {
    entries.withLock { $0.append("\(progress.done)/\(progress.all) \(progress.host ?? "-")") }
  }
}
