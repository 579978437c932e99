import TextFormats

/// Programs of Microsoft's own as which users sign in.
///
/// A vault names the program in `appid` when a user's session reads a secret. No role and no policy
/// may go to such a program: it belongs to Microsoft and is the same for all of its users.
///
/// Source: Microsoft's list of first-party applications; Azure/azure-cli `_constants.py`.
package enum MicrosoftClient {
  private static let names = [
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46": "Azure CLI",
    "1950a258-227b-4e31-a9cf-717495945fc2": "Azure PowerShell",
    "aebc6443-996d-45c2-90f0-388ff96faa56": "Visual Studio Code",
    "872cd9fa-d31f-45e0-9eab-6e460a02d1f1": "Visual Studio",
    "c44b4083-3bb0-49c1-b47d-974e53cbdf3c": "the Azure portal",
  ]

  /// The name of the program that has an application ID; nil when it is not one of these.
  package static func name(_ applicationID: String) -> String? {
    names[ASCII.lowercased(applicationID)]
  }

  /// The tenants of Microsoft's own services that vaults name among those they trust.
  ///
  /// Source: MicrosoftDocs/azure-docs issue 75410, Azure/azure-cli issue 11871; they are the same
  /// for vaults of all customers.
  package static let serviceTenants: Set<String> = [
    "72f988bf-86f1-41af-91ab-2d7cd011db47", "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
    "e2d54eb5-3869-4f70-8578-dee5fc7331f4", "33e01921-4d64-4f8c-a055-5bdaffd5e33d",
    "975f013f-7f24-47e8-a7d3-abc4752bf346",
  ]
}
