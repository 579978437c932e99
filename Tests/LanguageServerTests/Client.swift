import Evidence
import LanguageServer

/// Drives a server as an editor does, message by message.
struct Client {
  var server = ServerSession(version: "0")
  private var number = 0

  /// Sends a notification or, with an ID, a request.
  ///
  /// - Returns: The server's messages, the answer included.
  mutating func send(
    _ method: String,
    _ parameters: String,
    id: Int? = nil
  ) throws
    -> [DocumentValue]
  {
    let identifier = id.map { "\"id\":\($0)," } ?? ""
    return try raw(
      "{\"jsonrpc\":\"2.0\",\(identifier)\"method\":\"\(method)\",\"params\":\(parameters)}"
    )
  }

  /// Sends a body as it is.
  mutating func raw(_ body: String) throws -> [DocumentValue] {
    server.receive(Message(Array(body.utf8)))
    return try answers()
  }

  /// Lets the server lint.
  mutating func settle() throws -> [DocumentValue] {
    server.settle()
    return try answers()
  }

  /// The `start` to `end`, code and severity of each diagnostic of a file.
  static func diagnostics(_ messages: [DocumentValue], of uri: String) -> [String]? {
    let last = messages.last {
      $0["method"]?.text == "textDocument/publishDiagnostics"
        && $0["params"]?["uri"]?.text == uri
    }
    return last?["params"]?["diagnostics"]?.elements.map { item in
      let start = item["range"]?["start"]
      let place = "\(start?["line"]?.integer ?? -1):\(start?["character"]?.integer ?? -1)"
      return "\(place) \(item["code"]?.text ?? "")"
    }
  }

  private mutating func answers() throws -> [DocumentValue] {
    try server.takeOutgoing().map { try JSONDocument.read(Array($0.utf8), path: "") }
  }
}
