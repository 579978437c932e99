package import AzureFederation
import Evidence

/// A service of Azure that takes tokens of its own.
package enum AzureService: String, CaseIterable, Sendable {
  case graph
  case resourceManager
  case vault

  /// The resource that a token for it is asked for; nil where the cloud's is not known.
  package func resource(in cloud: Cloud) -> String? {
    switch self {
    case .graph: "https://\(cloud.graphHost)"
    case .resourceManager: cloud.managementHost.map { "https://\($0)" }
    case .vault: cloud.vaultResource
    }
  }

  /// The ID of its application, which tokens contain instead of the resource.
  ///
  /// Source: Microsoft's list of its first-party applications.
  private var applicationID: String {
    switch self {
    case .graph: "00000003-0000-0000-c000-000000000000"
    case .resourceManager: "797f4846-ba00-4fd7-ba43-dac1f8f63013"
    case .vault: "cfa8b339-82a2-471a-a3c9-0fc0be7a4093"
    }
  }

  /// The service that a token is for, by its `aud` claim; nil when it is for none of these.
  ///
  /// The signature is not looked at: who gave the token trusts it, and only the service's own host
  /// gets it.
  package init?(of token: AccessToken, in cloud: Cloud) {
    guard var audience = token.payload?["aud"]?.text?.lowercased() else { return nil }
    if audience.hasSuffix("/") { audience.removeLast() }
    // The old name of the public cloud's Resource Manager, which tokens still have.
    if cloud == .public, audience == "https://management.core.windows.net" {
      self = .resourceManager
      return
    }
    guard
      let service = Self.allCases.first(where: {
        $0.applicationID == audience || $0.resource(in: cloud) == audience
      })
    else { return nil }
    self = service
  }
}

extension AccessToken {
  /// Whether a token may be for a service.
  ///
  /// Not when its `aud` claim names another service or another cloud; one that cannot be read may.
  package func mayBe(for service: AzureService, in cloud: Cloud) -> Bool {
    guard payload?["aud"]?.text != nil else { return true }
    return AzureService(of: self, in: cloud) == service
  }
}

extension LiveAccess {
  /// The token for a service.
  package subscript(service: AzureService) -> AccessToken? {
    get {
      switch service {
      case .graph: graphToken
      case .resourceManager: managementToken
      case .vault: vaultToken
      }
    }
    set {
      switch service {
      case .graph: graphToken = newValue
      case .resourceManager: managementToken = newValue
      case .vault: vaultToken = newValue
      }
    }
  }

  /// Keeps a token for the service of its audience, unless there is one for that service.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - cloud: Microsoft's cloud.
  /// - Returns: Whether it is for a service that is asked.
  package mutating func take(_ token: AccessToken, in cloud: Cloud) -> Bool {
    guard let service = AzureService(of: token, in: cloud) else { return false }
    self[service] = self[service] ?? token
    return true
  }
}

extension LiveAccess {
  /// Asks Azure's command line for the tokens that are not there.
  ///
  /// - Parameters:
  ///   - services: For what tokens are wanted.
  ///   - commandLine: Azure's command line.
  ///   - cloud: Microsoft's cloud.
  package mutating func complete(
    _ services: Set<AzureService>,
    with commandLine: AzureCLI,
    in cloud: Cloud
  ) async {
    let missing = services.filter { self[$0] == nil && $0.resource(in: cloud) != nil }
    let answers = await withTaskGroup(
      of: (AzureService, Result<AccessToken, Undecidable>).self
    ) { group in
      for service in missing {
        group.addTask { (service, await commandLine.answer(for: service, in: cloud)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (service, answer) in answers {
      switch answer {
      case .success(let token): self[service] = token
      case .failure(let reason): absences[service] = reason.reason
      }
    }
  }

  /// The reason why there is no token for a service, as a clause.
  func absence(of service: AzureService) -> String {
    let (name, variable) =
      switch service {
      case .graph: ("Microsoft Graph", "GRAPH")
      case .resourceManager: ("Azure Resource Manager", "ARM")
      case .vault: ("vaults", "VAULT")
      }
    let asked = absences[service].map { "; \($0)" } ?? ""
    return "no token for \(name); set AKVLINT_AZURE_TOKEN_\(variable)\(asked)"
  }
}
