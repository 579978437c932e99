#if Sandbox
import TextFormats

/// An error as Entra ID's token endpoint words it.
///
/// Source: Microsoft's error code reference and the form of recorded answers: status codes do not
/// distinguish errors, the number does.
struct EntraError: Error, Sendable {
  /// The number after `AADSTS`.
  let code: Int
  /// OAuth's word for the family.
  let family: String
  /// The first sentence.
  let message: String
  /// The status code.
  var status: Int { family == "invalid_client" ? 401 : 400 }

  /// The answer.
  var answer: SandboxAnswer {
    let moment = CalendarDay.timestamp(secondsSince1970: SandboxClock.now)
      .replacing("T", with: " ")
    let trace = "5a6d0000-0000-4000-8000-000000000001"
    let correlation = "5a6d0000-0000-4000-8000-000000000002"
    let text =
      "AADSTS\(code): \(message) Trace ID: \(trace) Correlation ID: \(correlation) "
      + "Timestamp: \(moment)"
    return SandboxAnswer(status) { json in
      json.object { json in
        json.member("error", family)
        json.member("error_description", text)
        json.key("error_codes")
        json.array([code]) { $0.value($1) }
        json.member("timestamp", moment)
        json.member("trace_id", trace)
        json.member("correlation_id", correlation)
        json.member("error_uri", "https://login.microsoftonline.com/error?code=\(code)")
      }
    }
  }

  // MARK: Requests

  static func tenantNotFound(_ tenant: String) -> Self {
    Self(
      code: 90_002,
      family: "invalid_tenant",
      message: "Tenant '\(tenant)' not found. Check the tenant ID."
    )
  }

  static func badTenant(_ tenant: String) -> Self {
    Self(
      code: 900_023,
      family: "invalid_request",
      message: "Specified tenant identifier '\(tenant)' is neither a valid DNS name, nor a valid "
        + "external domain."
    )
  }

  static func missingParameter(_ name: String) -> Self {
    Self(
      code: 900_144,
      family: "invalid_request",
      message: "The request body must contain the following parameter: '\(name)'."
    )
  }

  static func badScope(_ scope: String) -> Self {
    Self(
      code: 1_002_012,
      family: "invalid_scope",
      message: "The provided value for scope \(scope) is not valid."
    )
  }

  static func unknownResource(_ resource: String, _ tenant: String) -> Self {
    Self(
      code: 500_011,
      family: "invalid_resource",
      message: "The resource principal named \(resource) was not found in the tenant named "
        + "\(tenant)."
    )
  }

  static func applicationNotFound(_ clientID: String, _ tenant: String) -> Self {
    Self(
      code: 700_016,
      family: "unauthorized_client",
      message: "Application with identifier '\(clientID)' was not found in the directory "
        + "'\(tenant)'."
    )
  }

  // MARK: Assertions

  static let malformed = Self(
    code: 50_027,
    family: "invalid_request",
    message: "JWT token is invalid or malformed."
  )

  static let noKeyID = Self(
    code: 5_002_723,
    family: "invalid_client",
    message: "Invalid JWT token. No certificate thumbprint, certificate, nor keyId specified in "
      + "token header."
  )

  static func badAlgorithm(_ algorithm: String) -> Self {
    Self(
      code: 5_002_738,
      family: "invalid_client",
      message: "Invalid JWT token. '\(algorithm)' is not a supported signature algorithm."
    )
  }

  static func missingClaim(_ name: String) -> Self {
    Self(
      code: 90_014,
      family: "invalid_request",
      message: "The required field '\(name)' is missing from the credential."
    )
  }

  static let badSignature = Self(
    code: 700_027,
    family: "invalid_client",
    message: "The certificate with identifier used to sign the client assertion is not registered "
      + "on application."
  )

  static let outsideItsTime = Self(
    code: 700_024,
    family: "invalid_client",
    message: "Client assertion is not within its valid time range."
  )

  static let unreachableIssuer = Self(
    code: 501_661,
    family: "invalid_request",
    message: "Request to External OIDC endpoint failed."
  )

  /// The application trusts no tokens at all.
  static let noCredentials = Self(
    code: 70_025,
    family: "invalid_client",
    message: "The client has no configured federated identity credentials."
  )

  /// No federated credential fits.
  static func noMatch(_ code: Int, _ token: PresentedToken) -> Self {
    if code == noCredentials.code { return noCredentials }
    let (what, value) =
      switch code {
      case 700_211: ("issuer", token.issuer)
      case 700_212: ("audience", token.audiences.first ?? "")
      default: ("subject", token.subject)
      }
    let twin =
      code == 7_002_138
      ? "The subject matches with case-insensitive comparison, but not with case-sensitive "
        + "comparison. " : ""
    return Self(
      code: code,
      family: "invalid_client",
      message: "No matching federated identity record found for presented assertion \(what) "
        + "'\(value)'. \(twin)Check your federated identity credential Subject, Audience and "
        + "Issuer against the presented assertion."
    )
  }
}
#endif
