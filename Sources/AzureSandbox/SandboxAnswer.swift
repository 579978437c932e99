import TextFormats

/// An answer of the sandbox.
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

  /// A refusal as Graph, Azure Resource Manager and vaults word it.
  static func refusal(
    _ status: Int,
    _ code: String,
    _ message: String,
    inner: String? = nil,
    headers: [(name: String, value: String)] = []
  ) -> Self {
    Self(status, headers: headers) { json in
      json.object { json in
        json.key("error")
        json.object { json in
          json.member("code", code)
          json.member("message", message)
          if let inner {
            json.key("innererror")
            json.object { $0.member("code", inner) }
          }
        }
      }
    }
  }

  /// An answer with text.
  init(_ status: Int, type: String, body: String) {
    self.status = status
    headers = [("Content-Type", type)]
    self.body = body
  }
}
