import Evidence
import TextFormats

/// Writes the messages that are not about findings.
enum ResponseText {
  /// The error codes of the protocol.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case notInitialized = -32002
    case cancelled = -32800
    case contentModified = -32801
    case requestFailed = -32803
  }

  /// The answer to a request.
  static func result(_ id: DocumentValue, _ write: (inout JSONText) -> Void) -> String {
    message { json in
      json.key("id")
      self.id(id, &json)
      json.key("result")
      write(&json)
    }
  }

  /// The answer to a request that cannot be answered, or to an invalid one.
  static func error(_ id: DocumentValue?, _ code: Code, _ text: String) -> String {
    message { json in
      json.key("id")
      self.id(id, &json)
      json.key("error")
      json.object { json in
        json.member("code", code.rawValue)
        json.member("message", text)
      }
    }
  }

  /// A notification.
  static func notification(_ method: String, _ write: (inout JSONText) -> Void) -> String {
    message { json in
      json.member("method", method)
      json.key("params")
      json.object(write)
    }
  }

  /// A line for the client's log.
  static func logMessage(_ text: String) -> String {
    notification("window/logMessage") { json in
      json.member("type", 1)
      json.member("message", text)
    }
  }

  /// The server's capabilities.
  static func initialized(
    _ id: DocumentValue,
    _ encoding: PositionEncoding,
    version: String,
    answersDiagnostics: Bool
  ) -> String {
    result(id) { json in
      json.object { json in
        json.key("capabilities")
        json.object { json in
          json.member("positionEncoding", encoding.rawValue)
          json.key("textDocumentSync")
          json.object { json in
            json.member("openClose", true)
            json.member("change", 2)
            json.member("save", true)
          }
          json.key("codeActionProvider")
          json.object { json in
            json.key("codeActionKinds")
            json.array([CodeAction.quickFix, CodeAction.fixAll])
          }
          json.key("renameProvider")
          json.object { $0.member("prepareProvider", true) }
          json.member("workspaceSymbolProvider", true)
          for feature in Feature.allCases where feature != .diagnostic || answersDiagnostics {
            guard let capability = feature.capability else { continue }
            json.key(capability)
            feature.writeOptions(&json)
          }
        }
        json.key("serverInfo")
        json.object { json in
          json.member("name", "akvlint")
          json.member("version", version)
        }
      }
    }
  }

  /// Asks the client to ask for the diagnostics of its files again.
  static var diagnosticRefresh: String {
    message { json in
      json.member("id", "akvlint-refresh")
      json.member("method", "workspace/diagnostic/refresh")
    }
  }

  /// Asks the client to report changed files.
  static var watchRegistration: String {
    message { json in
      json.member("id", "akvlint-watch")
      json.member("method", "client/registerCapability")
      json.key("params")
      json.object { json in
        json.key("registrations")
        json.array(["workspace/didChangeWatchedFiles"]) { json, method in
          json.object { json in
            json.member("id", "akvlint-watch")
            json.member("method", method)
            json.key("registerOptions")
            json.object { json in
              json.key("watchers")
              json.array(["**/*.{yml,yaml,json,tfstate}"]) { json, pattern in
                json.object { $0.member("globPattern", pattern) }
              }
            }
          }
        }
      }
    }
  }

  private static func message(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    json.object { json in
      json.member("jsonrpc", "2.0")
      write(&json)
    }
    return json.text
  }

  private static func id(_ id: DocumentValue?, _ json: inout JSONText) {
    switch id?.content {
    case .integer(let number)?: json.literal(number)
    case .text(let text)?: json.value(text)
    default: json.value(nil)
    }
  }
}
