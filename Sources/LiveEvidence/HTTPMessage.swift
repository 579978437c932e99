/// Something that must never be printed: a token or an assertion.
package struct AccessToken: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text that is sent.
  let text: String

  /// A credential.
  package init(_ text: String) {
    self.text = text
  }

  /// A placeholder wherever it might be shown.
  package var description: String { "(hidden)" }
  /// The same.
  package var debugDescription: String { "(hidden)" }
  /// Nothing of it.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A request over HTTPS.
package struct HTTPRequest: Hashable, Sendable {
  /// The method.
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// The way in which a credential is sent.
  package enum Authorization: Hashable, Sendable {
    /// `Authorization: Bearer …`
    case bearer(AccessToken)
    /// `PRIVATE-TOKEN: …`, which GitLab wants for personal, project and group tokens.
    case privateToken(AccessToken)
    /// GitLab's own header for the token of a CI job.
    case jobToken(AccessToken)
    /// A field of the form that is posted.
    case formField(String, AccessToken)
  }

  /// The method.
  package var method = Method.get
  /// The host; the port is always 443.
  package let host: String
  /// The path with its query, percent-encoded, from the slash on.
  package let path: String
  /// The form to post, in order.
  package var form: [FormField] = []
  /// The authorization of the request; nil for an anonymous one.
  package var authorization: Authorization?
  /// The maximum number of bytes of an answer that are read.
  package var sizeLimit = 8 * 1_048_576

  /// One field of a form.
  package struct FormField: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value; no credential.
    package let value: String
  }

  /// A request.
  package init(host: String, path: String) {
    self.host = host
    self.path = path
  }

  /// The URL, for messages: nothing of it is a credential.
  package var url: String { "https://\(host)\(path)" }
}

/// An answer.
package struct HTTPAnswer: Sendable {
  /// The status code.
  package let status: Int
  /// The headers, by name in lower case.
  package let headers: [String: String]
  /// The body.
  package let body: [UInt8]
  /// Hides the credentials that were sent, in the texts of the answer.
  var redaction = Redaction()

  /// An answer.
  package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// The reason why there is no answer.
package enum TransportError: Error, Hashable, Sendable {
  /// The host's name does not resolve.
  case unknownHost(String)
  /// The connection or its encryption failed, as a clause.
  case unreachable(String)
  /// It took too long.
  case timedOut
  /// The host did not answer an earlier request in time.
  case silent(String)
  /// The path is longer than servers take; the limit in bytes.
  case longPath(limit: Int)
  /// The body is larger than what is read; the limit in bytes.
  case tooLarge(limit: Int)
  /// All answers together are larger than what is read; the limit in bytes.
  case tooMuch(limit: Int)
  /// The work was cancelled.
  case cancelled
  /// All queries together exceeded the time limit, in seconds.
  case outOfTime(limit: Int)
}

/// Sends requests.
///
/// Implementations follow no redirects, accept HTTPS only, and limit times and sizes.
package protocol Transport: Sendable {
  /// Sends one request.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer
}

/// Percent-encoding as RFC 3986 has it.
package enum PercentEncoding {
  /// A text in which nothing but unreserved characters is left as it is.
  package static func encode(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let isUnreserved =
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      if isUnreserved {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}
