/// Sends each distinct request once, a few at a time, again when a server asks for patience.
package actor Courier {
  /// How many requests are under way at most.
  private static let limit = 8
  /// How long is waited before a request is repeated, in seconds.
  private static let delays = [1, 2, 4, 8, 16]
  /// A server that asks for more patience than this is taken to be down.
  private static let patience = 60

  private let transport: any Transport
  private let wait: @Sendable (Int) async throws -> Void
  private var answers: [HTTPRequest: Task<Result<HTTPAnswer, TransportError>, Never>] = [:]
  private var underWay = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// A courier.
  ///
  /// - Parameters:
  ///   - transport: What sends.
  ///   - wait: Waits some seconds; throws when the work is cancelled.
  package init(
    _ transport: any Transport,
    wait: @escaping @Sendable (Int) async throws -> Void
  ) {
    self.transport = transport
    self.wait = wait
  }

  /// The answer to a request.
  ///
  /// - Throws: Why there is none.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    let task: Task<Result<HTTPAnswer, TransportError>, Never>
    if let known = answers[request] {
      task = known
    } else {
      task = Task { await self.patiently(request) }
      answers[request] = task
    }
    return try await task.value.get()
  }

  private func patiently(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportError> {
    await enter()
    defer { leave() }
    var outcome = await once(request)
    for delay in Self.delays {
      guard let pause = Self.pause(outcome, delay) else { break }
      do {
        try await wait(pause)
      } catch {
        return .failure(.cancelled)
      }
      outcome = await once(request)
    }
    return outcome
  }

  private func once(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportError> {
    do throws(TransportError) {
      return .success(try await transport.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// How long to wait before asking again; nil when the outcome stands.
  private static func pause(
    _ outcome: Result<HTTPAnswer, TransportError>,
    _ delay: Int
  ) -> Int? {
    guard case .success(let answer) = outcome,
      answer.status == 429 || (500...599).contains(answer.status)
    else { return nil }
    guard let asked = answer.headers["retry-after"].flatMap({ Int($0) }) else { return delay }
    return asked <= patience ? max(asked, 0) : nil
  }

  private func enter() async {
    if underWay < Self.limit {
      underWay += 1
    } else {
      // Whoever leaves hands its place over.
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      underWay -= 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
