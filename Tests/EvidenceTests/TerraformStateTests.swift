import AzureFederation
import Evidence
import Testing

/// States and plans as `terraform show -json` prints them, with made-up IDs.
@Suite("Terraform's credentials") struct TerraformStateTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let other = "22222222-3333-4444-5555-666666666666"

  private func read(
    _ resources: [String],
    modules: String = "",
    key: String = "values"
  )
    -> Configuration
  {
    let json = """
      {"format_version": "1.0", "terraform_version": "1.9.0", "\(key)": {"root_module": {
        "resources": [\(resources.joined(separator: ","))]\(modules)}}}
      """
    let yaml = "azure: {identities: [{client_id: \(Self.client), credentials: tf.json}]}"
    return configuration(yaml, files: ["tf.json": json])
  }

  private static func resource(_ type: String, _ values: String) -> String {
    "{\"address\": \"\(type).x\", \"mode\": \"managed\", \"type\": \"\(type)\", \"values\": {\(values)}}"
  }

  private static func application(_ client: String, object: String) -> String {
    resource(
      "azuread_application",
      "\"client_id\": \"\(client)\", \"object_id\": \"\(object)\", \"id\": \"/applications/\(object)\""
    )
  }

  private static func classic(_ name: String, owner: String, subject: String = "s") -> String {
    resource(
      "azuread_application_federated_identity_credential",
      "\"application_id\": \"\(owner)\", \"display_name\": \"\(name)\", "
        + "\"issuer\": \"https://gitlab.com\", \"subject\": \"\(subject)\", "
        + "\"audiences\": [\"https://gitlab.com\"], \"description\": null"
    )
  }

  private static let flexible = resource(
    "azuread_application_flexible_federated_identity_credential",
    "\"application_id\": \"/applications/o1\", \"display_name\": \"f\", "
      + "\"issuer\": \"https://gitlab.com\", \"audience\": \"api://AzureADTokenExchange\", "
      + "\"claims_matching_expression\": \"claims['sub'] matches 'project_path:a/*'\""
  )

  private static let managed = resource(
    "azurerm_federated_identity_credential",
    "\"name\": \"m\", \"parent_id\": \"/Subscriptions/S/resourceGroups/R/identity\", "
      + "\"issuer\": \"https://gitlab.com\", \"subject\": \"s\", \"audience\": [\"a\"]"
  )

  private func names(_ read: Configuration) -> [String] {
    read.evidence.identities.first?.credentials?.map(\.name) ?? []
  }

  @Test("of the application that has the client ID")
  func ofTheApplication() {
    let read = read([
      Self.application(Self.other, object: "o2"), Self.application(Self.client, object: "o1"),
      Self.classic("one", owner: "/applications/o1"),
      Self.classic("two", owner: "/applications/o2"),
      Self.flexible,
    ])
    #expect(read.problemLines == [])
    #expect(names(read) == ["one", "f"])
    let credentials = read.evidence.identities[0].credentials ?? []
    #expect(credentials[0].subject == "s")
    #expect(credentials[0].audiences == ["https://gitlab.com"])
    #expect(credentials[0].source?.path == "tf.json")
    #expect(
      credentials[1].claimsMatchingExpression?.value == "claims['sub'] matches 'project_path:a/*'"
    )
    #expect(credentials[1].audiences == ["api://AzureADTokenExchange"])
  }

  @Test("of a managed identity, regardless of the case of its ID")
  func ofAManagedIdentity() {
    let identity = Self.resource(
      "azurerm_user_assigned_identity",
      "\"client_id\": \"\(Self.client)\", \"id\": \"/subscriptions/s/resourcegroups/r/identity\""
    )
    #expect(names(read([identity, Self.managed, Self.classic("x", owner: "o9")])) == ["m"])
  }

  @Test("of the only owner there is, in modules and in plans, too")
  func ofTheOnlyOwner() {
    #expect(
      names(read([Self.classic("a", owner: "o"), Self.classic("b", owner: "o")])) == ["a", "b"]
    )
    let module = ", \"child_modules\": [{\"resources\": [\(Self.classic("c", owner: "o"))]}]"
    #expect(names(read([], modules: module)) == ["c"])
    #expect(names(read([Self.managed], key: "planned_values")) == ["m"])
  }

  @Test("that are not known are a mistake")
  func mistakes() {
    let several = read([Self.classic("a", owner: "o1"), Self.classic("b", owner: "o2")])
    #expect(
      several.problemLines == [
        "tf.json:1:1: $: the state has credentials of 2 applications or identities, and none of "
          + "them is \(Self.client); name the file whose state has it"
      ]
    )
    let none = read([Self.application(Self.client, object: "o1")])
    #expect(
      none.problemLines == [
        "tf.json:1:1: $: the state has no federated credential of \(Self.client)"
      ]
    )
    let incomplete = read([
      Self.resource("azurerm_federated_identity_credential", "\"name\": \"m\", \"issuer\": \"i\"")
    ])
    #expect(!incomplete.problemLines.isEmpty)
  }
}
