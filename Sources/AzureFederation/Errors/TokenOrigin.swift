import TextFormats

/// The issuer of a token that is not GitLab's, recognized by its issuer or subject.
///
/// Source: AKS' and azure-workload-identity's pages on issuers; GitHub's, HashiCorp's and Azure
/// DevOps' pages on workload identities; AWS' and Google's documents of their clusters' issuers.
package enum TokenOrigin: Hashable, Sendable {
  /// A Kubernetes cluster: the pod's service account has the token.
  case kubernetes(String)
  /// Another service that runs pipelines.
  case service(String)
  /// Entra ID itself.
  case entra

  /// The origin of a token; nil when it may be GitLab's.
  ///
  /// - Parameters:
  ///   - issuer: The token's `iss`, when it is known.
  ///   - subject: The token's `sub`, when it is known.
  ///   - audience: The token's `aud`, when it is known.
  package init?(issuer: String?, subject: String?, audience: String? = nil) {
    if let issuer, let origin = Self.byIssuer(issuer) {
      self = origin
    } else if let subject, let origin = Self.bySubject(subject) {
      self = origin
    } else if let host = audience.flatMap(ResourceName.host), host.hasPrefix("kubernetes.default") {
      self = .kubernetes("a Kubernetes cluster")
    } else {
      return nil
    }
  }

  /// The issuer in words, with an article where needed.
  package var words: String {
    switch self {
    case .kubernetes(let name), .service(let name): name
    case .entra: "Entra ID"
    }
  }

  private static func byIssuer(_ issuer: String) -> Self? {
    let issuer = ASCII.lowercased(issuer)
    guard let host = ResourceName.host(of: issuer) else { return nil }
    if Cloud(authorityHost: host) != nil { return .entra }
    if host.hasPrefix("oic.prod-aks.") || host.contains(".oic.prod-aks.") {
      return .kubernetes("an AKS cluster")
    }
    if host.hasPrefix("oidc.eks.") || host.hasPrefix("oidc-eks.") {
      return .kubernetes("an EKS cluster")
    }
    if host == "container.googleapis.com" { return .kubernetes("a GKE cluster") }
    if host == "kubernetes" || host.hasPrefix("kubernetes.default") {
      return .kubernetes("a Kubernetes cluster")
    }
    if host.hasSuffix(".ghe.com") || issuer.hasSuffix("/_services/token") {
      return .service("GitHub Actions")
    }
    return services.first { host == $0.host || host.hasSuffix(".\($0.host)") }.map {
      .service($0.name)
    }
  }

  private static let services: [(host: String, name: String)] = [
    ("token.actions.githubusercontent.com", "GitHub Actions"),
    ("app.terraform.io", "Terraform Cloud"), ("app.eu.terraform.io", "Terraform Cloud"),
    ("vstoken.dev.azure.com", "Azure DevOps"), ("vstoken.actions.githubusercontent.com", "GitHub"),
    ("accounts.google.com", "Google"), ("cognito-identity.amazonaws.com", "Amazon Cognito"),
    ("api.bitbucket.org", "Bitbucket"), ("oidc.circleci.com", "CircleCI"),
    ("agent.buildkite.com", "Buildkite"), ("app.spacelift.io", "Spacelift"),
    ("api.pulumi.com", "Pulumi Cloud"), ("oidc.codefresh.io", "Codefresh"),
    ("scalr.io", "Scalr"), ("oidc.vercel.com", "Vercel"),
  ]

  private static func bySubject(_ subject: String) -> Self? {
    if subject.hasPrefix("system:serviceaccount:") { return .kubernetes("a Kubernetes cluster") }
    if subject.hasPrefix("repo:") || subject.hasPrefix("repository_owner_id:") {
      return .service("GitHub Actions")
    }
    if subject.hasPrefix("organization:"), subject.contains(":workspace:") {
      return .service("Terraform Cloud")
    }
    if subject.hasPrefix("sc://") || subject.hasPrefix("p://") || subject.hasPrefix("/eid1/") {
      return .service("Azure DevOps")
    }
    if subject.hasPrefix("pulumi:") { return .service("Pulumi Cloud") }
    if subject.hasPrefix("spiffe://") { return .service("a SPIFFE trust domain") }
    return nil
  }
}
