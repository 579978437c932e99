import Evidence

/// The reason why something that was asked is not known.
package struct Undecidable: Error, Hashable, Sendable {
  /// The query, such as `GET https://gitlab.example.com/api/v4/projects/1`.
  package let question: String
  /// The reason why there is no answer, as a clause.
  package let reason: String

  /// A question without an answer.
  package init(question: String, reason: String) {
    self.question = question
    self.reason = reason
  }
}

extension HTTPRequest {
  /// The request as messages name it.
  var question: String { "\(method.rawValue) \(url)" }
}

extension Courier {
  /// An answer of any status.
  func answer(_ request: HTTPRequest) async throws(Undecidable) -> HTTPAnswer {
    do throws(TransportError) {
      return try await send(request)
    } catch {
      throw Undecidable(question: request.question, reason: error.words)
    }
  }

  /// The JSON of an answer.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - statuses: The status codes that have an answer worth reading; others are a reason.
  /// - Returns: The status and the document.
  /// - Throws: The reason why there is no answer.
  func document(
    _ request: HTTPRequest,
    statuses: Set<Int> = [200]
  ) async throws(Undecidable) -> (status: Int, document: DocumentValue) {
    let answer = try await answer(request)
    guard statuses.contains(answer.status) else {
      throw Undecidable(question: request.question, reason: answer.refusal)
    }
    guard let document = answer.document else {
      throw Undecidable(question: request.question, reason: "the answer is not valid JSON")
    }
    return (answer.status, document)
  }
}

extension HTTPAnswer {
  /// The body as JSON; nil when it is none.
  var document: DocumentValue? {
    (try? JSONDocument.read(body, path: "")).map(redaction.masked)
  }

  /// The reason why an answer is a refusal, as a clause.
  var refusal: String {
    if (300...399).contains(status) {
      return "the server answers with a redirect (\(status)), which is not followed"
    }
    let words = document.flatMap { value -> String? in
      value["error_description"]?.text ?? value["error"]?["message"]?.text ?? value["message"]?.text
        ?? value["error"]?.text
    }
    let firstLine = words?.split(whereSeparator: \.isNewline).first.map(String.init)
    return "the server answers \(status)\(firstLine.map { ": \($0.prefix(300))" } ?? "")"
  }
}

extension TransportError {
  /// The reason why there is no answer, as a clause.
  var words: String {
    switch self {
    case .unknownHost(let host): "the name \(host) does not resolve"
    case .unreachable(let reason): reason
    case .timedOut: "it took too long"
    case .silent(let host): "\(host) did not answer an earlier request in time"
    case .tooLarge(let limit): "the answer is larger than \(limit / 1_048_576) MiB"
    case .tooMuch(let limit): "all answers are larger than \(limit / 1_048_576) MiB"
    case .cancelled: "it was cancelled"
    case .longPath(let limit): "its address is longer than \(limit) bytes"
    case .outOfTime(let limit): "live mode had \(limit) seconds, which are over"
    }
  }
}
