/// Something that goes wrong with the requests to some host.
package struct Fault: Sendable {
  /// A kind of fault.
  package enum Kind: Hashable, Sendable {
    /// 429, with or without `Retry-After` in seconds.
    case throttled(retryAfter: Int?)
    /// 500.
    case serverError
    /// No answer at all.
    case silence
    /// The connection ends in the middle of the answer.
    case reset
    /// A body of this number of bytes.
    case huge(Int)
    /// 302 to a URL.
    case redirect(String)
    /// 200 with a page for people.
    case page
    /// The link to the next page leads to another host.
    case foreignLink(String)
    /// The certificate has run out.
    case expiredCertificate
    /// The proxy cannot reach the host.
    case unreachable
  }

  /// The host.
  package let host: String
  /// The prefix of the path.
  package let path: String
  /// The kind of the fault.
  package let kind: Kind
  /// The number of requests that fail; nil for all.
  package let times: Int?

  /// A fault.
  package init(host: String, path: String = "/", kind: Kind, times: Int? = nil) {
    self.host = host
    self.path = path
    self.kind = kind
    self.times = times
  }

  /// Whether it happens before any request: to the connection.
  var isOfConnection: Bool { kind == .expiredCertificate || kind == .unreachable }
}
