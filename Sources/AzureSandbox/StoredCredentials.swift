import TextFormats

/// The federated credentials of an application or a managed identity, with Entra ID's rules for
/// changing them.
///
/// Source: Microsoft Graph's `federatedIdentityCredential` (v1.0 and beta), and Microsoft's page on
/// the considerations and limits of workload identity federation. Neither names the error codes;
/// these are the general ones of Graph.
struct StoredCredentials: Sendable {
  /// The maximum number of credentials of one application or managed identity.
  static let limit = 20
  private static let nameLimit = 120
  private static let textLimit = 600

  private(set) var credentials: [TrustedCredential]

  init(_ credentials: [TrustedCredential]) {
    self.credentials = credentials
  }

  /// The reason why a change is refused.
  struct Refusal: Error, Hashable {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
      self.status = status
      self.code = code
      self.message = message
    }

    static func badRequest(_ message: String) -> Self {
      Self(400, "Request_BadRequest", message)
    }

    static func missing(_ key: String) -> Self {
      Self(404, "Request_ResourceNotFound", "Resource '\(key)' does not exist.")
    }
  }

  /// The credential of a name or an ID.
  func find(_ key: String) throws(Refusal) -> TrustedCredential {
    credentials[try place(of: key)]
  }

  /// Adds a credential.
  mutating func add(_ change: CredentialChange) throws(Refusal) -> TrustedCredential {
    let credential = try change.applied(to: nil)
    try check(credential, at: credentials.count)
    guard credentials.count < Self.limit else {
      throw .badRequest("An identity has at most \(Self.limit) federated credentials.")
    }
    credentials.append(credential)
    return credential
  }

  /// Changes a credential; what the request does not name stays.
  mutating func update(_ key: String, _ change: CredentialChange) throws(Refusal) {
    let place = try place(of: key)
    let credential = try change.applied(to: credentials[place])
    try check(credential, at: place)
    credentials[place] = credential
  }

  /// Adds a credential with a name, or replaces the one that has it.
  mutating func put(
    _ name: String,
    _ change: CredentialChange
  ) throws(Refusal) -> TrustedCredential {
    let credential = try change.applied(to: nil, named: name)
    let place = credentials.firstIndex { $0.name == name } ?? credentials.count
    try check(credential, at: place)
    guard place < Self.limit else {
      throw .badRequest("An identity has at most \(Self.limit) federated credentials.")
    }
    credentials.replaceSubrange(place..<min(place + 1, credentials.count), with: [credential])
    return credential
  }

  /// Removes a credential.
  mutating func remove(_ key: String) throws(Refusal) {
    credentials.remove(at: try place(of: key))
  }

  private func place(of key: String) throws(Refusal) -> Int {
    let place = credentials.firstIndex { $0.name == key || $0.id == key }
    guard let place else { throw .missing(key) }
    return place
  }

  // MARK: Rules

  private func check(_ credential: TrustedCredential, at place: Int) throws(Refusal) {
    try Self.checkTexts(credential)
    try Self.checkSubject(credential)
    for (index, other) in credentials.enumerated() where index != place {
      if other.name.lowercased() == credential.name.lowercased() {
        throw Refusal(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          "FederatedIdentityCredential with name \(credential.name) already exists."
        )
      }
      if credential.subject != nil, other.issuer == credential.issuer,
        other.subject == credential.subject
      {
        throw Refusal(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          "Issuer and subject combination already exists for this identity."
        )
      }
    }
  }

  private static func checkTexts(_ credential: TrustedCredential) throws(Refusal) {
    let isAddressable = credential.name.utf8.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    guard isAddressable, (1...nameLimit).contains(credential.name.utf8.count) else {
      throw .badRequest("The name must be URL-friendly and at most \(nameLimit) characters long.")
    }
    guard !credential.issuer.isEmpty else { throw .badRequest("The issuer is required.") }
    guard credential.audiences.count == 1, credential.audiences != [""] else {
      throw .badRequest("FederatedIdentityCredential must have exactly one audience.")
    }
    let texts = [credential.issuer, credential.subject ?? ""] + credential.audiences
    guard texts.allSatisfy({ $0.unicodeScalars.count <= textLimit }) else {
      throw .badRequest("Issuer, subject and audience are at most \(textLimit) characters long.")
    }
  }

  private static func checkSubject(_ credential: TrustedCredential) throws(Refusal) {
    guard credential.expression != nil else {
      if credential.subject ?? "" == "" { throw .badRequest("The subject is required.") }
      return
    }
    guard credential.subject ?? "" == "" else {
      throw .badRequest("Of subject and claimsMatchingExpression, exactly one must be set.")
    }
    guard FlexibleCredential.isAccepted(credential) else {
      throw .badRequest("The claimsMatchingExpression is not supported for this issuer.")
    }
  }
}

/// The properties that a request sets; null takes a property away.
struct CredentialChange: Sendable {
  private static let properties: Set<String> = [
    "name", "issuer", "subject", "audiences", "description",
  ]

  private let members: [String: JSONValue]

  /// Reads the body of a request.
  ///
  /// - Parameters:
  ///   - body: The JSON document.
  ///   - allowsExpressions: Whether the service knows flexible credentials: Graph's v1.0 does not.
  /// - Throws: That it is not an object of known properties.
  init(_ body: [UInt8], allowsExpressions: Bool) throws(StoredCredentials.Refusal) {
    try self.init(JSONValue(reading: body), allowsExpressions: allowsExpressions)
  }

  /// Reads the `properties` of a body for Azure Resource Manager.
  init(resource body: [UInt8]) throws(StoredCredentials.Refusal) {
    guard case .mapping(let members)? = JSONValue(reading: body) else {
      throw .badRequest("The body is not a JSON object.")
    }
    try self.init(members["properties"], allowsExpressions: true)
  }

  private init(_ value: JSONValue?, allowsExpressions: Bool) throws(StoredCredentials.Refusal) {
    guard case .mapping(let members)? = value else {
      throw .badRequest("The body is not a JSON object.")
    }
    let known = Self.properties.union(allowsExpressions ? ["claimsMatchingExpression"] : [])
    if let other = members.keys.sorted().first(where: { !known.contains($0) }) {
      throw .badRequest("Invalid property '\(other)'.")
    }
    self.members = members
  }

  /// The credential with the properties of the request.
  ///
  /// - Parameters:
  ///   - credential: The credential as it is; nil for a new one.
  ///   - name: Its name, when the address has it.
  /// - Returns: The credential.
  /// - Throws: That a property has another type, or that the name would change.
  func applied(
    to credential: TrustedCredential?,
    named name: String? = nil
  ) throws(StoredCredentials.Refusal) -> TrustedCredential {
    let written = try text("name", credential?.name)
    let name = name ?? written ?? ""
    if let credential, credential.name != name {
      throw .badRequest("The name cannot be changed.")
    }
    return TrustedCredential(
      name: name,
      issuer: try text("issuer", credential?.issuer) ?? "",
      subject: try text("subject", credential?.subject),
      audiences: try audiences(credential?.audiences ?? []),
      expression: try expression(credential?.expression)
    )
  }

  private func text(_ key: String, _ old: String?) throws(StoredCredentials.Refusal) -> String? {
    switch members[key] {
    case nil: return old
    case .null: return nil
    case .text(let text): return text
    default: throw .badRequest("Invalid value for '\(key)'.")
    }
  }

  private func audiences(_ old: [String]) throws(StoredCredentials.Refusal) -> [String] {
    guard let value = members["audiences"] else { return old }
    guard case .list(let items) = value else {
      throw .badRequest("Invalid value for 'audiences'.")
    }
    var texts: [String] = []
    for item in items {
      guard case .text(let text) = item else { throw .badRequest("Invalid value for 'audiences'.") }
      texts.append(text)
    }
    return texts
  }

  private func expression(
    _ old: TrustedCredential.Expression?
  ) throws(StoredCredentials.Refusal) -> TrustedCredential.Expression? {
    switch members["claimsMatchingExpression"] {
    case nil: return old
    case .null: return nil
    case .mapping(let parts):
      guard case .text(let value)? = parts["value"],
        case .integer(let version)? = parts["languageVersion"]
      else { throw .badRequest("Invalid value for 'claimsMatchingExpression'.") }
      return TrustedCredential.Expression(value: value, languageVersion: version)
    default: throw .badRequest("Invalid value for 'claimsMatchingExpression'.")
    }
  }
}

extension TrustedCredential {
  /// Its ID in the directory; it follows from its name, so that it is the same in every run.
  var id: String {
    let hash = SHA256.hex(name.utf8)
    let ends = [8, 12, 16, 20, 32]
    let parts = zip([0] + ends, ends).map { start, end in
      String(hash.dropFirst(start).prefix(end - start))
    }
    return parts.joined(separator: "-")
  }
}
