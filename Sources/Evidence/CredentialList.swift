import AzureFederation
import TextFormats

/// Makes credentials of values that have the shape of credentials.
struct CredentialList {
  private(set) var reader: SchemaReader

  /// The credentials in a list, without those that are incomplete.
  mutating func credentials(
    _ values: [DocumentValue],
    source: (DocumentValue) -> EvidenceSource
  ) -> [FederatedCredential] {
    values.compactMap { credential($0, source: source) }
  }

  private mutating func credential(
    _ value: DocumentValue,
    source: (DocumentValue) -> EvidenceSource
  ) -> FederatedCredential? {
    let body = value["properties"] ?? value
    guard let issuer = body["issuer"]?.text, let audiences = body["audiences"] else { return nil }
    let expression = body["claimsMatchingExpression"].flatMap(Self.expression)
    // Some answers have an empty subject where there is an expression.
    let subject = body["subject"]?.text.flatMap { expression != nil && $0.isEmpty ? nil : $0 }
    if subject == nil, body["claimsMatchingExpression"] == nil {
      reader.report(
        "a federated credential needs \"subject\" or \"claimsMatchingExpression\"",
        at: body.place
      )
      return nil
    }
    if subject != nil, let both = body["claimsMatchingExpression"] {
      reader.report(
        "a federated credential has \"subject\" or \"claimsMatchingExpression\", never both",
        at: both.place
      )
    }
    return FederatedCredential(
      name: (value["name"] ?? body["name"])?.text ?? "",
      issuer: issuer,
      subject: subject,
      audiences: audiences.texts,
      claimsMatchingExpression: expression,
      // Resource Manager's IDs are paths, which follow from the name.
      id: value["id"]?.text.flatMap { GUID.isValid($0) ? $0 : nil },
      source: source(value),
      subjectSource: body["subject"].map(source).flatMap { $0.line == nil ? nil : $0 }
    )
  }

  private static func expression(_ value: DocumentValue) -> ClaimsMatchingExpression? {
    value["value"]?.text.map { text in
      ClaimsMatchingExpression(
        languageVersion: value["languageVersion"]?.integer ?? 1,
        value: text
      )
    }
  }
}
