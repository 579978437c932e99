import TextFormats

/// Writes what was sent, one JSON object a line.
package enum RecordingText {
  /// The requests as text.
  package static func render(_ requests: [SandboxRequest]) -> String {
    requests.map { request in
      var json = JSONText()
      json.object { json in
        json.member("host", request.host)
        json.member("method", request.method)
        json.member("target", request.target)
        json.key("headers")
        json.object { json in
          for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) {
            json.member(name, value)
          }
        }
        json.member("body", String(decoding: request.body, as: UTF8.self))
      }
      return json.text + "\n"
    }.joined()
  }
}
