import Evidence
import TextFormats

/// Hides credentials in what servers answer: a server that repeats a token must not have it printed
/// in a job's log.
struct Redaction: Sendable {
  private static let replacement = "(hidden)"
  /// The start of every JSON web token: `{"` in Base64.
  private static let tokenStart = "eyJ"
  /// Shorter credentials would hide ordinary words.
  private static let shortest = 8

  private var credentials: Set<String> = []

  /// Takes a credential that was sent.
  mutating func add(_ authorization: HTTPRequest.Authorization) {
    let token =
      switch authorization {
      case .bearer(let token), .privateToken(let token), .jobToken(let token),
        .formField(_, let token):
        token
      }
    if token.text.utf8.count >= Self.shortest { credentials.insert(token.text) }
  }

  /// A text without credentials and JSON web tokens.
  func masked(_ text: String) -> String {
    var result = text
    for credential in credentials {
      // Bytes, because an accent after a letter makes another character of it.
      let places = ByteText.places(of: credential, in: result, limit: .max)
      result = ByteText.replace(places, of: credential, by: Self.replacement, in: result)
    }
    return result.contains(Self.tokenStart) ? Self.withoutTokens(result) : result
  }

  private static func withoutTokens(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: tokenStart)?.lowerBound {
      let token = rest[start...].prefix(while: isPart)
      result += rest[..<start]
      // A header, a payload and a signature.
      result += token.utf8.count { $0 == UInt8(ascii: ".") } >= 1 ? replacement[...] : token
      rest = rest[token.endIndex...]
    }
    return result + rest
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.=".contains(character))
  }

  /// A document without credentials in its texts.
  func masked(_ value: DocumentValue) -> DocumentValue {
    // The answer to an exchange is the token, which goes to the vault and nowhere else.
    value.mappingTexts(except: "access_token", masked)
  }
}
