/// A request that reached the sandbox.
package struct SandboxRequest: Sendable {
  /// The host that the connection was for.
  package let host: String
  /// The method.
  package let method: String
  /// The path with its query, as it was sent.
  package let target: String
  /// The headers, by name in lower case.
  package let headers: [String: String]
  /// The body.
  package let body: [UInt8]

  /// A request.
  package init(
    host: String,
    method: String,
    target: String,
    headers: [String: String],
    body: [UInt8]
  ) {
    self.host = host
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The path, percent-encoded.
  package var path: String {
    String(target.prefix { $0 != "?" })
  }

  /// The parts of the path between the slashes, decoded.
  var parts: [String] {
    path.split(separator: "/").map { Self.decode(String($0)) }
  }

  /// The fields of the query.
  var query: [String: String] {
    Self.fields(target.drop { $0 != "?" }.dropFirst())
  }

  /// The fields of a posted form.
  var form: [String: String] {
    Self.fields(String(decoding: body, as: UTF8.self)[...])
  }

  /// The token after `Authorization: Bearer`.
  var bearer: String? {
    let prefix = "bearer "
    guard let value = headers["authorization"], value.lowercased().hasPrefix(prefix) else {
      return nil
    }
    return String(value.dropFirst(prefix.count))
  }

  private static func fields(_ text: Substring) -> [String: String] {
    var result: [String: String] = [:]
    for field in text.split(separator: "&") {
      let sides = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = sides.count > 1 ? String(sides[1]) : ""
      result[decode(String(sides[0]))] = decode(value.replacing("+", with: " "))
    }
    return result
  }

  private static func decode(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
