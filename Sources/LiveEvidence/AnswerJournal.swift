/// Keeps answers, so that work that was broken off does not ask for them again.
protocol AnswerJournal: Sendable {
  /// The answer that is kept; nil when there is none.
  func answer(to request: HTTPRequest) -> HTTPAnswer?

  /// Keeps an answer, if it is one that would be the same again.
  func keep(_ answer: HTTPAnswer, to request: HTTPRequest)

  /// Drops the answer to a request.
  func forget(_ request: HTTPRequest)
}
