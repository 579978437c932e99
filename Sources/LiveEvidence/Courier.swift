/// Sends each distinct request once, a few at a time, again when a server asks for patience.
package actor Courier {
  /// The progress of the work.
  package struct Progress: Sendable {
    /// The number of requests that are finished, with an answer or without.
    package let done: Int
    /// The number of requests so far.
    package let all: Int
    /// The host that is asked; nil when a request was answered.
    package let host: String?

    /// A state of the work.
    package init(done: Int, all: Int, host: String?) {
      self.done = done
      self.all = all
      self.host = host
    }
  }

  /// The maximum number of requests at the same time.
  private static let limit = 8
  /// The delay before a request is repeated, in seconds.
  private static let delays = [1, 2, 4, 8, 16]
  /// A server that asks for more patience than this is taken to be down.
  private static let patience = 60

  /// The maximum size of all answers that are kept, in bytes.
  private static let totalLimit = 64 * 1_048_576

  /// The maximum length of a path: servers refuse longer lines.
  private static let pathLimit = 8_000

  private let transport: any Transport
  private let wait: @Sendable (Int) async throws -> Void
  private let report: @Sendable (Progress) -> Void
  private let now: @Sendable () -> Int?
  private var journal: (any AnswerJournal)?
  private var answers: [HTTPRequest: Task<Result<HTTPAnswer, TransportError>, Never>] = [:]
  private var done = 0
  private var underWay = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// When hosts take requests again, in seconds since 1970.
  private var holds: [String: Int] = [:]
  /// Whether each host has answered; one whose first request timed out gets no further ones.
  private var hasAnswered: [String: Bool] = [:]
  private let leavesSilentHosts: Bool
  /// The reason why nothing more is asked.
  private var end: TransportError?
  /// The sizes of the answers that are kept, in bytes.
  private var sizes: [HTTPRequest: Int] = [:]
  private var keptBytes = 0
  private var redaction = Redaction()

  /// A courier.
  ///
  /// - Parameters:
  ///   - transport: The transport.
  ///   - wait: Waits some seconds; throws when the work is cancelled.
  ///   - report: Called with the progress of the work.
  ///   - now: The present time in seconds since 1970; nil where a host's rate limit is not awaited.
  ///   - leavesSilentHosts: Whether a host whose first request timed out gets no further ones, so that
  ///     other hosts are asked before the time is over.
  package init(
    _ transport: any Transport,
    wait: @escaping @Sendable (Int) async throws -> Void,
    report: @escaping @Sendable (Progress) -> Void = { _ in },
    now: @escaping @Sendable () -> Int? = { nil },
    leavesSilentHosts: Bool = false
  ) {
    self.leavesSilentHosts = leavesSilentHosts
    self.transport = transport
    self.wait = wait
    self.report = report
    self.now = now
  }

  /// The answer to a request.
  ///
  /// - Throws: The reason why there is none.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    guard request.path.utf8.count <= Self.pathLimit else { throw .longPath(limit: Self.pathLimit) }
    let task: Task<Result<HTTPAnswer, TransportError>, Never>
    if let known = answers[request] {
      task = known
    } else {
      task = Task { await self.patiently(request) }
      answers[request] = task
    }
    return try await task.value.get()
  }

  /// Keeps answers in a journal, and takes those that it has instead of asking.
  func use(_ journal: any AnswerJournal) { self.journal = journal }

  /// Whether nothing more is asked.
  package var isStopped: Bool { end != nil }

  /// Drops the answers to some requests: they are not needed any more.
  func forget(_ isForgotten: @Sendable (HTTPRequest) -> Bool) {
    for request in release(isForgotten) { journal?.forget(request) }
  }

  /// Drops the answers to some requests from memory; a journal keeps them.
  ///
  /// - Returns: The requests.
  @discardableResult
  func release(_ isReleased: @Sendable (HTTPRequest) -> Bool) -> [HTTPRequest] {
    let released = sizes.keys.filter(isReleased)
    for request in released {
      answers[request] = nil
      keptBytes -= sizes[request] ?? 0
      sizes[request] = nil
    }
    return released
  }

  /// Stops all queries: running requests are broken off, waiting ones give up.
  ///
  /// - Parameter reason: The reason why all further requests have no answer.
  package func stop(_ reason: TransportError) {
    guard end == nil else { return }
    end = reason
    for task in answers.values { task.cancel() }
    // Each takes a place, finds that all is over, and leaves.
    underWay += waiting.count
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  private func patiently(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportError> {
    if var known = journal?.answer(to: request) {
      known.redaction = redaction
      keep(known, to: request)
      return .success(known)
    }
    let outcome = await asked(request)
    if case .success(let answer) = outcome { journal?.keep(answer, to: request) }
    return outcome
  }

  private func asked(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportError> {
    await enter()
    defer {
      done += 1
      leave()
      report(Progress(done: done, all: answers.count, host: nil))
    }
    report(Progress(done: done, all: answers.count, host: request.host))
    var outcome = await once(request)
    for delay in Self.delays {
      guard let pause = Self.pause(outcome, delay) else { break }
      do {
        try await wait(pause)
      } catch {
        return .failure(end ?? .cancelled)
      }
      outcome = await once(request)
    }
    return outcome
  }

  private func once(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportError> {
    if let pause = hold(request.host) {
      do {
        try await wait(pause)
      } catch {
        return .failure(end ?? .cancelled)
      }
    }
    if let end { return .failure(end) }
    if let authorization = request.authorization { redaction.add(authorization) }
    guard keptBytes <= Self.totalLimit else {
      return .failure(.tooMuch(limit: Self.totalLimit))
    }
    if leavesSilentHosts, hasAnswered[request.host] == false {
      return .failure(.silent(request.host))
    }
    do throws(TransportError) {
      var answer = try await transport.send(request)
      hasAnswered[request.host] = true
      keep(answer, to: request)
      answer.redaction = redaction
      note(answer, of: request.host)
      return .success(answer)
    } catch {
      if error == .timedOut, hasAnswered[request.host] == nil { hasAnswered[request.host] = false }
      // The reason for every connection that was broken off.
      return .failure(end ?? error)
    }
  }

  /// Counts an answer that is kept.
  private func keep(_ answer: HTTPAnswer, to request: HTTPRequest) {
    guard answers[request] != nil else { return }
    keptBytes += answer.body.count - (sizes[request] ?? 0)
    sizes[request] = answer.body.count
  }

  /// The time for which a host accepts no requests; nil when it does.
  private func hold(_ host: String) -> Int? {
    guard let until = holds[host], let now = now() else { return nil }
    if until > now { return until - now }
    holds[host] = nil
    return nil
  }

  /// Notes that a host's rate limit is used up.
  ///
  /// Source: GitLab, "Rate limits": `RateLimit-Remaining`, and `RateLimit-Reset` in seconds since 1970.
  private func note(_ answer: HTTPAnswer, of host: String) {
    guard answer.headers["ratelimit-remaining"].flatMap({ Int($0) }) == 0,
      let reset = answer.headers["ratelimit-reset"].flatMap({ Int($0) }), let now = now(),
      (1...Self.patience).contains(reset - now)
    else { return }
    holds[host] = reset
  }

  /// The delay before the next attempt; nil when the outcome is final.
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
      // A finished request passes its slot to the next.
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
