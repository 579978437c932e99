import TextFormats

/// The resource ID of a user-assigned managed identity, taken apart.
struct ManagedIdentityResource {
  /// The whole of it.
  let id: String
  /// The ID of its subscription.
  let subscription: String
  /// The name of its resource group.
  let group: String
  /// Its name.
  let name: String

  /// Reads `/subscriptions/S/resourceGroups/G/providers/Microsoft.ManagedIdentity/
  /// userAssignedIdentities/N`; nil for another text.
  init?(_ id: String) {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let keys = ["", "subscriptions", "resourcegroups", "providers"]
    guard parts.count == 9,
      keys.enumerated().allSatisfy({ place, key in
        ASCII.lowercased(parts[place == 0 ? 0 : place * 2 - 1]) == key
      }), ASCII.lowercased(parts[6]) == "microsoft.managedidentity",
      ASCII.lowercased(parts[7]) == "userassignedidentities",
      parts.dropFirst().allSatisfy({ !$0.isEmpty })
    else { return nil }
    // Terraform's provider reads the names of the parts letter for letter.
    self.id =
      "/subscriptions/\(parts[2])/resourceGroups/\(parts[4])/providers/Microsoft.ManagedIdentity"
      + "/userAssignedIdentities/\(parts[8])"
    subscription = parts[2]
    group = parts[4]
    name = parts[8]
  }
}
