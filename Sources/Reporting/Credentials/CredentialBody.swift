import AzureFederation
import TextFormats

/// The JSON with which credentials are made and changed.
enum CredentialBody {
  /// Whether a name can be part of a URL as it is.
  static func isAddressable(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "_")
      }
  }

  /// A new credential of an application.
  static func graph(_ credential: FederatedCredential) -> String {
    object { json in
      json.member("name", credential.name)
      fields(credential, &json, withNull: false)
    }
  }

  /// A change of a credential of an application: one of subject and expression must be null.
  static func graphUpdate(_ credential: FederatedCredential) -> String {
    object { fields(credential, &$0, withNull: true) }
  }

  /// A credential of a managed identity.
  static func resourceManager(_ credential: FederatedCredential) -> String {
    object { json in
      json.key("properties")
      json.object { fields(credential, &$0, withNull: false) }
    }
  }

  private static func object(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    json.object(write)
    return json.text
  }

  private static func fields(
    _ credential: FederatedCredential,
    _ json: inout JSONText,
    withNull: Bool
  ) {
    json.member("issuer", credential.issuer)
    if credential.subject != nil || withNull { json.member("subject", credential.subject) }
    json.key("audiences")
    json.array(credential.audiences)
    guard let expression = credential.claimsMatchingExpression else {
      if withNull { json.member("claimsMatchingExpression", nil as String?) }
      return
    }
    json.key("claimsMatchingExpression")
    json.object { json in
      json.member("languageVersion", expression.languageVersion)
      json.member("value", expression.value)
    }
  }
}
