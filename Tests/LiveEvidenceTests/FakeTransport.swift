import LiveEvidence

/// Answers from a table, and remembers what was asked.
actor FakeTransport: Transport {
  /// The answers to a request, one after the other; the last one repeats.
  typealias Answers = [Result<HTTPAnswer, TransportError>]

  private var table: [String: Answers]
  private(set) var requests: [HTTPRequest] = []
  private(set) var mostAtOnce = 0
  private var underWay = 0
  private let yields: Int

  init(_ table: [String: Answers], yields: Int = 0) {
    self.table = table
    self.yields = yields
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    requests.append(request)
    underWay += 1
    mostAtOnce = max(mostAtOnce, underWay)
    for _ in 0..<yields { await Task.yield() }
    underWay -= 1
    guard var answers = table[request.url] else { throw .unknownHost(request.host) }
    let first = answers[0]
    if answers.count > 1 {
      answers.removeFirst()
      table[request.url] = answers
    }
    return try first.get()
  }
}

extension Result<HTTPAnswer, TransportError> {
  static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Self {
    .success(HTTPAnswer(status: status, headers: headers, body: Array(text.utf8)))
  }
}

extension Courier {
  /// A courier that never waits, and notes how long it would have.
  static func impatient(_ transport: FakeTransport, _ waits: Waits = Waits()) -> Courier {
    Courier(transport) { await waits.add($0) }
  }
}

actor Waits {
  private(set) var seconds: [Int] = []
  func add(_ number: Int) { seconds.append(number) }
}
