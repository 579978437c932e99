import AzureFederation
import TextFormats

/// Reads the values after phrases, and accepts only those with the right form.
struct FactReader {
  /// The longest value; Entra ID takes no longer issuers, subjects and audiences.
  static let limit = 600
  /// The longest name, host or path: the URL of a secret's version has about 250 bytes.
  private static let wordLimit = 300

  // By the value of a byte: logs may hold millions of phrases.
  private static let quoteEnds = table("'\";")
  private static let wordEnds = table(" '\",;()<>[]{}")
  private static let pathEnds = table(" '\",;()<>[]{}?#")
  private static let hostEnds = table(" '\",;()<>[]{}?#/:")

  private static func table(_ ends: StaticString) -> [Bool] {
    var table = [Bool](repeating: false, count: 256)
    for byte in ends.description.utf8 { table[Int(byte)] = true }
    return table
  }

  let text: [UInt8]
  /// Where the line ends.
  let lineEnd: Int

  /// A value up to an apostrophe with a full stop after it, or up to the first apostrophe.
  ///
  /// Branches may have apostrophes in their names.
  func claim(at start: Int) -> String {
    let window = window(at: start)
    let quote = UInt8(ascii: "'")
    var first: Int?
    for index in window.indices where window[index] == quote {
      first = first ?? index
      guard index + 1 < window.endIndex, window[index + 1] == UInt8(ascii: ".") else { continue }
      let next = index + 2
      if next >= window.endIndex || window[next] == 0x20 || window[next] == UInt8(ascii: "\"") {
        return string(window[..<index])
      }
    }
    return string(window[..<(first ?? window.endIndex)])
  }

  /// A value up to a quote or a semicolon.
  func quoted(at start: Int) -> String {
    string(window(at: start).prefix { !Self.quoteEnds[Int($0)] })
  }

  /// A value up to white space or what ends a word.
  func word(at start: Int) -> String {
    string(window(at: start, limit: Self.wordLimit).prefix { !Self.wordEnds[Int($0)] })
  }

  /// The host at the start of a URL without its scheme.
  func host(at start: Int) -> String {
    string(window(at: start, limit: Self.wordLimit).prefix { !Self.hostEnds[Int($0)] })
  }

  /// The first components of a path, which may begin with a slash.
  func path(at start: Int) -> [String] {
    let path = window(at: start, limit: Self.wordLimit).prefix { !Self.pathEnds[Int($0)] }
    return path.split(separator: UInt8(ascii: "/"), maxSplits: 3).map(string)
  }

  /// The rest of the line.
  func rest(at start: Int) -> String {
    string(window(at: start))
  }

  /// The letters and digits that follow, after a space and a quote.
  func identifier(at start: Int) -> String {
    let body = window(at: start).drop { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
    return string(body.prefix(64).prefix { Self.isWordByte($0) })
  }

  /// The digits that follow, after spaces and brackets.
  func digits(at start: Int) -> String {
    let body = window(at: start).prefix(80).drop { $0 == 0x20 || $0 == UInt8(ascii: "[") }
    return string(body.prefix(9).prefix { Self.isDigit($0) })
  }

  /// The value, when it can be one of its kind.
  static func checked(_ value: String, as fact: FailureFact) -> String? {
    let value = endsSentence(fact) ? withoutFullStop(value) : value
    switch fact {
    case .application, .objectID, .traceID, .correlationID, .vaultTenant:
      return GUID.isValid(value) ? value : nil
    case .tenant:
      let isWord = value.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") }
      let isDomain = isWord && value.contains(".") && value.utf8.count <= 253
      return GUID.isValid(value) || isDomain && !FailureReport.isPath(value) ? value : nil
    case .vault: return VaultName.isValid(value) ? value : nil
    case .version: return SecretVersion.isValid(value) ? value : nil
    case .secret: return value.isEmpty || value.utf8.count > SecretName.maximumLength ? nil : value
    case .address:
      let isAddress = value.utf8.allSatisfy { isWordByte($0) || ".:/".utf8.contains($0) }
      return isAddress && (3...64).contains(value.utf8.count) && value.contains(where: \.isNumber)
        ? value : nil
    case .issuer: return value.hasPrefix("https://") || value.hasPrefix("http://") ? value : nil
    case .host:
      let isHost = value.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") }
      return isHost && value.contains(".") && value.utf8.count <= 253 ? value : nil
    case .permission, .parameter, .idToken, .runnerVersion, .tokenLifetime:
      let isWord = value.utf8.allSatisfy { isWordByte($0) || ". ".utf8.contains($0) }
      return isWord && (1...64).contains(value.utf8.count) ? value : nil
    case .signingKey:
      return (16...64).contains(value.utf8.count) && value.utf8.allSatisfy(isWordByte) ? value : nil
    case .subject, .audience, .credentialName, .variable, .job, .timestamp, .resource,
      .acceptedResource, .identityName, .resourceGroup:
      return value.isEmpty ? nil : value
    }
  }

  /// Whether messages write a value of this kind without quotes, so that the full stop of the
  /// sentence may follow it.
  private static func endsSentence(_ fact: FailureFact) -> Bool {
    switch fact {
    case .subject, .audience, .credentialName, .variable, .job, .timestamp, .secret: false
    default: true
    }
  }

  private static func withoutFullStop(_ value: String) -> String {
    value.utf8.last.map { ".:".utf8.contains($0) } == true ? String(value.dropLast()) : value
  }

  /// Whether GitLab or a program has masked a value.
  static func isMasked(_ value: String) -> Bool {
    value.contains("[MASKED]") || value.contains("***")
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: isDigit(byte)
    }
  }

  private func window(at start: Int, limit: Int = limit) -> ArraySlice<UInt8> {
    text[min(start, lineEnd)..<min(lineEnd, start + limit)]
  }

  private func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
