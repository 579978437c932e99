import TextFormats

/// Finds federated credentials in what `terraform show -json` prints, of a state or a plan.
///
/// Source: Terraform's page on its JSON output format; the documentation of the azuread and azurerm
/// providers.
struct TerraformState {
  private static let credentialTypes = [
    "azuread_application_federated_identity_credential",
    "azuread_application_flexible_federated_identity_credential",
    "azurerm_federated_identity_credential",
  ]
  private static let ownerTypes = [
    "azuread_application", "azuread_application_registration", "azurerm_user_assigned_identity",
  ]

  /// A resource or data source.
  private struct Resource {
    var type: String
    var values: DocumentValue
  }

  private let resources: [Resource]

  /// Reads a document; nil when it is none of Terraform's.
  init?(_ document: DocumentValue) {
    guard document["terraform_version"] != nil || document["format_version"] != nil else {
      return nil
    }
    let root = (document["values"] ?? document["planned_values"])?["root_module"]
    resources = root.map { Self.resources(in: $0, depth: 0) } ?? []
  }

  /// All resources of a module and of those that it calls.
  private static func resources(in module: DocumentValue, depth: Int) -> [Resource] {
    guard depth < 100 else { return [] }
    let own = (module["resources"]?.elements ?? []).compactMap { value -> Resource? in
      guard let type = value["type"]?.text, let values = value["values"] else { return nil }
      return Resource(type: type, values: values)
    }
    let children = module["child_modules"]?.elements ?? []
    return own + children.flatMap { resources(in: $0, depth: depth + 1) }
  }

  /// The credentials of an identity, with the keys of Microsoft Graph.
  ///
  /// - Parameter clientID: The identity's client ID; nil when it is not known.
  /// - Returns: The credentials, or why they are not known.
  func credentials(of clientID: String?) -> Result<[DocumentValue], TerraformFault> {
    let credentials = resources.filter { Self.credentialTypes.contains($0.type) }
    let owners = resources.filter { resource in
      guard Self.ownerTypes.contains(resource.type), let clientID,
        let own = (resource.values["client_id"] ?? resource.values["application_id"])?.text
      else { return false }
      return GUID.areEqual(own, clientID)
    }
    let ids = Set(
      owners.flatMap { owner in
        ["id", "object_id"].compactMap { owner.values[$0]?.text.map(Self.ownerKey) }
      }
    )
    let parents = Set(credentials.compactMap(Self.parent))
    let own =
      owners.isEmpty
      ? credentials : credentials.filter { Self.parent($0).map(ids.contains) ?? false }
    guard !own.isEmpty else {
      // They may be managed elsewhere: that they are not in the state proves nothing.
      return .failure(
        TerraformFault(
          message: "the state has no federated credential\(clientID.map { " of \($0)" } ?? "")"
        )
      )
    }
    if !owners.isEmpty { return .success(own.map(Self.graphForm)) }
    guard parents.count <= 1 else {
      return .failure(
        TerraformFault(
          message: "the state has credentials of \(parents.count) applications or identities, and "
            + "none of them is \(clientID ?? "known"); name the file whose state has it"
        )
      )
    }
    return .success(credentials.map(Self.graphForm))
  }

  /// The owner of a credential.
  private static func parent(_ credential: Resource) -> String? {
    let keys = [
      "application_id", "application_object_id", "parent_id", "user_assigned_identity_id",
    ]
    return keys.lazy.compactMap { credential.values[$0]?.text }.first.map(ownerKey)
  }

  /// `/applications/ID` and `ID` are the same; Azure's resource IDs know no case.
  private static func ownerKey(_ id: String) -> String {
    let id = id.lowercased()
    return id.hasPrefix("/applications/") ? String(id.dropFirst("/applications/".count)) : id
  }

  private static func graphForm(_ resource: Resource) -> DocumentValue {
    let values = resource.values
    var members: [DocumentMember] = []
    func add(_ key: String, _ value: DocumentValue?) {
      guard let value else { return }
      members.append(DocumentMember(key: key, keyPlace: value.place, value: value))
    }
    add("name", values["display_name"] ?? values["name"])
    add("issuer", values["issuer"])
    add("subject", values["subject"])
    if let audiences = values["audiences"] ?? values["audience"] {
      let isList = if case .list = audiences.content { true } else { false }
      let list = isList ? audiences.content : .list([audiences])
      add("audiences", DocumentValue(content: list, place: audiences.place))
    }
    if let expression = values["claims_matching_expression"] {
      let members = [
        DocumentMember(
          key: "languageVersion",
          keyPlace: expression.place,
          value: DocumentValue(content: .integer("1"), place: expression.place)
        ), DocumentMember(key: "value", keyPlace: expression.place, value: expression),
      ]
      let mapping = DocumentValue(content: .mapping(members), place: expression.place)
      add("claimsMatchingExpression", mapping)
    }
    return DocumentValue(content: .mapping(members), place: values.place)
  }
}

/// The reason why a state does not contain the credentials of an identity.
struct TerraformFault: Error {
  let message: String
}
