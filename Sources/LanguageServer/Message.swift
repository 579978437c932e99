import Evidence

/// One message of the client, as far as it can be read.
package struct Message: Sendable {
  /// Its content; nil if it is not JSON.
  let value: DocumentValue?
  /// The reason why it is not valid JSON.
  let problem: String
  /// Whether it is a request that the client has cancelled since.
  var isCancelled = false

  /// Reads the body of a message.
  package init(_ body: [UInt8]) {
    do throws(ConfigurationProblem) {
      value = try JSONDocument.read(body, path: "")
      problem = ""
    } catch {
      value = nil
      problem = error.message
    }
  }

  /// Creates a message for invalid bytes in the stream.
  package init(problem: String) {
    value = nil
    self.problem = problem
  }

  /// The method.
  var method: String? { value?["method"]?.text }
  /// The ID of a request; nil for a notification.
  var id: DocumentValue? { value?["id"] }

  /// The request that it cancels.
  var cancelled: DocumentValue.Content? {
    method == "$/cancelRequest" ? value?["params"]?["id"]?.content : nil
  }

  /// Whether what was linted before is old news.
  var isChange: Bool {
    switch method {
    case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose",
      "textDocument/didSave", "workspace/didChangeWatchedFiles":
      true
    default: false
    }
  }
}
