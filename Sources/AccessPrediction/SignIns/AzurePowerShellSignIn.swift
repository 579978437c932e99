/// `Connect-AzAccount -ServicePrincipal -ApplicationId -Tenant -FederatedToken`.
///
/// Source: Az.Accounts, Connect-AzAccount.
enum AzurePowerShellSignIn {
  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    let hasTable = call.splats.contains { !call.environment.hasEntries($0) }
    let assertion = call.parameter(["-federatedtoken", "-clientassertion"])
    guard assertion != nil || hasTable else { return [] }
    // Without a hash table, a parameter that is not there has no value.
    let none = hasTable ? ScriptValue.unknown : ScriptValue(state: .undefined, path: nil)
    return [
      ScriptSignIn(
        "Connect-AzAccount",
        assertion: assertion ?? .unknown,
        clientID: call.parameter(["-applicationid"]) ?? none,
        tenant: call.parameter(["-tenant", "-tenantid", "-domain"]) ?? none,
        cloud: ScriptCloud(name: call.parameter(["-environment", "-environmentname"]))
      )
    ]
  }
}
