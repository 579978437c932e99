import AzureFederation
import TextFormats

/// Names of new credentials: the same for the same content, and legal for both kinds of identities.
///
/// Source: the pattern `^[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}$` of Azure Resource Manager and its
/// command line; Microsoft Graph, `federatedIdentityCredential`.
package enum CredentialName {
  /// The number of the digest's digits in a name.
  private static let digits = 8

  /// The name of a credential.
  ///
  /// - Parameters:
  ///   - issuer: The issuer.
  ///   - audience: The audience.
  ///   - subject: The subject, or the expression.
  ///   - topic: The part that people recognise it by: the subject, or the pattern instead of it.
  ///   - taken: The names that the application has already, in lower case.
  /// - Returns: The name; when it is taken, the first free one with a number.
  package static func name(
    issuer: String,
    audience: String,
    subject: String,
    topic: String,
    taken: Set<String> = []
  ) -> String {
    let content = [issuer, audience, subject].joined(separator: "\n")
    let digest = SHA256.hex(Array(content.utf8)).prefix(digits)
    let room = CredentialLimits.maximumNameLength - "gitlab--".count - digits - "-99".count
    let words = slug(topic).prefix(room)
    let name = ["gitlab", String(words), String(digest)].filter { !$0.isEmpty }
      .joined(separator: "-")
    guard taken.contains(ASCII.lowercased(name)) else { return name }
    for number in 2... where !taken.contains(ASCII.lowercased("\(name)-\(number)")) {
      return "\(name)-\(number)"
    }
    return name
  }

  /// The values in a subject, joined by hyphens: `project_path:g/p:ref_type:tag:ref:v*` is
  /// `g-p-tag-v`.
  private static func slug(_ subject: String) -> String {
    let parts = subject.split(separator: ":", omittingEmptySubsequences: false)
    let values =
      parts.count > 1 ? parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element) : parts
    var result: [UInt8] = []
    for byte in values.joined(separator: "-").utf8 {
      let isPlain = ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_")
      if isPlain {
        result.append(byte)
      } else if let last = result.last, last != UInt8(ascii: "-") {
        result.append(UInt8(ascii: "-"))
      }
    }
    while result.last == UInt8(ascii: "-") { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }
}
