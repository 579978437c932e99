import Evidence

extension Courier {
  /// The maximum number of pages that are read.
  private static let pageLimit = 50

  /// The elements of all pages of a list.
  ///
  /// - Parameters:
  ///   - first: The request for the first page.
  ///   - limit: The maximum number of pages that are read; nil for the usual one.
  ///   - elements: The elements of a page's document.
  ///   - next: The request for the next page; nil when there is none.
  /// - Returns: The elements in order.
  /// - Throws: The reason why there is no answer; a list that is not all there is none.
  func pages(
    _ first: HTTPRequest,
    limit: Int? = nil,
    elements: (DocumentValue) -> [DocumentValue],
    next: (HTTPAnswer, DocumentValue) throws(Undecidable) -> HTTPRequest?
  ) async throws(Undecidable) -> [DocumentValue] {
    var result: [DocumentValue] = []
    var request: HTTPRequest? = first
    let limit = limit ?? Self.pageLimit
    for _ in 0..<limit {
      guard let current = request else { return result }
      let answer = try await answer(current)
      guard answer.status == 200 else {
        throw Undecidable(question: current.question, reason: answer.refusal)
      }
      guard let document = answer.document else {
        throw Undecidable(question: current.question, reason: "the answer is not valid JSON")
      }
      result += elements(document)
      request = try next(answer, document)
    }
    throw Undecidable(
      question: first.question,
      reason: "the list has more than \(limit) pages"
    )
  }
}

extension Courier {
  /// The elements of `value` on all pages that a link chains.
  ///
  /// - Parameters:
  ///   - first: The request for the first page.
  ///   - link: The key under which a page names the next one.
  /// - Returns: The elements in order.
  /// - Throws: The reason why there is no answer, or that a link leads to another host.
  func values(
    _ first: HTTPRequest,
    link: String
  ) async throws(Undecidable) -> [DocumentValue] {
    try await pages(
      first,
      elements: { $0["value"]?.elements ?? [] },
      next: { _, document throws(Undecidable) in
        guard let text = document[link]?.text else { return nil }
        return try NextLink.request(text, after: first)
      }
    )
  }
}

/// A link to the next page: only to the same host, with the same credential.
enum NextLink {
  /// The request for a link.
  ///
  /// - Parameters:
  ///   - link: The link as the server wrote it.
  ///   - request: The request for the page that has the link.
  /// - Returns: The request.
  /// - Throws: That the link leads to another host.
  static func request(
    _ link: String,
    after request: HTTPRequest
  ) throws(Undecidable) -> HTTPRequest {
    let prefix = "https://"
    let rest = link.dropFirst(prefix.count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var host = rest[..<slash].lowercased()
    // Key Vault writes the port that HTTPS has anyway.
    if host.hasSuffix(":443") { host.removeLast(":443".count) }
    guard link.hasPrefix(prefix), host == request.host else {
      throw Undecidable(
        question: request.question,
        reason: "the link to the next page leads to another host and is not followed"
      )
    }
    var next = HTTPRequest(host: host, path: slash < rest.endIndex ? String(rest[slash...]) : "/")
    next.authorization = request.authorization
    return next
  }
}
