import Reporting

/// What the sandbox answers.
package struct SandboxAnswer: Sendable {
  /// The status code.
  package var status: Int
  /// The headers, in order.
  package var headers: [(name: String, value: String)]
  /// The body.
  package var body: String

  /// An answer with JSON.
  init(
    _ status: Int,
    headers: [(name: String, value: String)] = [],
    _ write: (inout JSONText) -> Void
  ) {
    self.status = status
    self.headers = [("Content-Type", "application/json; charset=utf-8")] + headers
    var text = JSONText()
    write(&text)
    body = text.text
  }

  /// An answer with text.
  init(_ status: Int, type: String, body: String) {
    self.status = status
    headers = [("Content-Type", type)]
    self.body = body
  }
}
