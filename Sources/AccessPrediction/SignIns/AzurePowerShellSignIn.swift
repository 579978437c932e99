/// `Connect-AzAccount -ServicePrincipal -ApplicationId -Tenant -FederatedToken`.
///
/// Source: Az.Accounts, Connect-AzAccount.
enum AzurePowerShellSignIn {
  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    let hasTable = call.splats.contains { !call.environment.hasEntries($0) }
    let assertion = call.parameter(["-federatedtoken", "-clientassertion"])
    guard assertion != nil || hasTable else { return [] }
    return [
      ScriptSignIn(
        "Connect-AzAccount",
        assertion: assertion ?? .unknown,
        clientID: call.parameter(["-applicationid"]) ?? .unknown,
        tenant: call.parameter(["-tenant", "-tenantid", "-domain"]) ?? .unknown,
        cloud: ScriptCloud(name: call.parameter(["-environment", "-environmentname"]))
      )
    ]
  }
}
