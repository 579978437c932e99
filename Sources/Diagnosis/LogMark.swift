import AzureFederation

/// A phrase in a log that means something.
enum LogMark: Hashable {
  /// An Entra code follows.
  case entraCode
  /// The numbers of Entra codes follow.
  case entraNumbers
  /// An error body begins: an object of a vault, or the word of an OAuth error.
  case body
  /// The code of a JSON error follows.
  case jsonCode
  /// The code of a printed error follows.
  case printedCode
  /// The code of an error that az prints follows, or what other programs call a code.
  case plainCode
  /// An HTTP status follows.
  case status
  /// A new message begins.
  case message
  /// A message of az with a code in parentheses begins.
  case codedMessage
  /// The runner turns to a secret.
  case secretBegins
  /// The runner turns to something else than secrets.
  case stageBegins
  /// A URL follows.
  case url
  /// The failure can only be this one.
  case certain(String)
  /// The failure is this one, when the runner reports it while fetching secrets.
  case runner(String)
  /// A network failure of Azure's hosts, when one is named near it.
  case network(String)
  /// The vault does not accept the token's issuer; the tenants follow.
  case wrongIssuer
  /// Something failed while the secrets were fetched.
  case resolving
  /// Something failed while signing in to Entra ID.
  case signingIn
  /// The text is about a vault.
  case vaultContext
  /// An error within an error, as vaults answer.
  case innerError
  /// A value follows, up to an apostrophe and a full stop.
  case claim(FailureFact)
  /// A value follows, up to a quote.
  case quoted(FailureFact)
  /// A value follows, up to white space or punctuation.
  case word(FailureFact)
  /// The name of a host follows.
  case host
  /// The path of an Azure resource follows.
  case vaultPath

  /// All phrases.
  static let phrases: [(text: String, mark: LogMark)] =
    [
      ("AADSTS", .entraCode), ("\"error_codes\":", .entraNumbers), ("\"error\":", .body),
      ("\"code\":", .jsonCode), ("Code: ", .plainCode), ("ERROR CODE: ", .printedCode),
      ("RESPONSE ", .status), ("ERROR: (", .codedMessage), ("ERROR: ", .message),
      ("Resolving secret \"", .secretBegins), ("Executing \"", .stageBegins),
      ("Preparing environment", .stageBegins), ("https://", .url),
    ] + certain + runner + facts

  private static let certain: [(text: String, mark: LogMark)] = [
    ("ForbiddenByRbac", .certain("ForbiddenByRbac")),
    ("Caller is not authorized to perform action on resource", .certain("ForbiddenByRbac")),
    ("ForbiddenByPolicy", .certain("ForbiddenByPolicy")),
    ("to use on-behalf-of (OBO) flow", .certain("ForbiddenByPolicy")),
    ("ForbiddenByFirewall", .certain("ForbiddenByFirewall")),
    ("Client address is not authorized", .certain("ForbiddenByFirewall")),
    ("Request was not allowed by NSP rules", .certain("ForbiddenByFirewall")),
    ("ForbiddenByConnection", .certain("ForbiddenByConnection")),
    ("Public network access is disabled", .certain("ForbiddenByConnection")),
    ("does not have secrets get permission on key vault", .certain("AccessDenied")),
    ("Caller was not found on any access policy", .certain("AccessDenied")),
    ("is not allowed on a disabled secret", .certain("SecretDisabled")),
    ("A secret with (name/id) ", .certain("SecretNotFound")),
    ("The request URI contains an invalid name: ", .certain("BadParameter")),
    ("VaultRequestTypeLimitReached", .certain("Throttled")),
    ("AKV10000:", .certain("AKV10000")), ("AKV10022:", .certain("AKV10022")),
    ("Request is missing a Bearer or PoP token", .certain("AKV10000")),
    ("AKV10032:", .wrongIssuer), ("[TokenExpired]", .certain("TokenExpired")),
    ("S2S12086", .certain("TokenExpired")),
    ("The secrets provider can not be found", .certain("secrets_provider_not_found")),
    ("secrets_provider_not_found", .certain("secrets_provider_not_found")),
    ("Your runner is outdated, please upgrade", .certain("runner_unsupported")),
    ("runner_unsupported", .certain("runner_unsupported")),
    ("challenge resource \"", .certain("challenge_resource_mismatch")),
    ("not permitted for non TLS protected (https)", .certain("vault_url_not_https")),
    ("configured to acquire tokens for tenant ", .certain("tenant_not_allowed")),
    ("invalid tenantID", .certain("tenant_id_invalid")),
    ("--federated-token: expected one argument", .certain("federated_token_empty")),
  ]

  private static let runner: [(text: String, mark: LogMark)] = [
    ("parameter name cannot be empty", .runner("secret_name_empty")),
    ("secret not found", .runner("secret_without_value")),
    (": no such host", .network("host_unknown")),
    ("Name or service not known", .network("host_unknown")),
    ("Failed to resolve '", .network("host_unknown")),
    ("i/o timeout", .network("unreachable")), ("connection refused", .network("unreachable")),
    ("context deadline exceeded", .network("unreachable")),
    ("x509: certificate signed by unknown authority", .network("certificate_not_trusted")),
    ("CERTIFICATE_VERIFY_FAILED", .network("certificate_not_trusted")),
    ("resolving secrets: ", .resolving), ("getting secret failed: ", .resolving),
    ("initializing azure key Vault service: ", .resolving),
    ("ClientAssertionCredential authentication failed", .signingIn),
  ]

  private static let facts: [(text: String, mark: LogMark)] = [
    ("assertion issuer '", .claim(.issuer)), ("Assertion Issuer: '", .claim(.issuer)),
    ("assertion subject '", .claim(.subject)), ("Assertion Subject: '", .claim(.subject)),
    ("assertion audience '", .claim(.audience)), ("Assertion Audience: '", .claim(.audience)),
    ("Application with identifier '", .quoted(.application)),
    ("application with identifier '", .quoted(.application)),
    ("The client '", .quoted(.application)), ("client_id=", .word(.application)),
    ("appid=", .word(.application)), ("for the app '", .quoted(.application)),
    ("service principal named '", .quoted(.application)), ("oid=", .word(.objectID)),
    ("iss=https://sts.windows.net/", .word(.tenant)), ("Tenant '", .quoted(.tenant)),
    ("tenant identifier '", .quoted(.tenant)), ("in the directory '", .quoted(.tenant)),
    ("for tenant \"", .quoted(.vaultTenant)), ("Client address: ", .word(.address)),
    ("key vault '", .quoted(.vault)), ("Vault: ", .word(.vault)), ("/vaults/", .vaultPath),
    ("(name/id) ", .word(.secret)), ("invalid name: ", .word(.secret)),
    ("lookup ", .host), ("Failed to resolve '", .host), ("host='", .host),
    ("Trace ID: ", .word(.traceID)), ("\"trace_id\":\"", .quoted(.traceID)),
    ("\"trace_id\": \"", .quoted(.traceID)), ("Correlation ID: ", .word(.correlationID)),
    ("\"correlation_id\":\"", .quoted(.correlationID)),
    ("\"correlation_id\": \"", .quoted(.correlationID)), ("Timestamp: ", .word(.timestamp)),
    ("CI_JOB_NAME=", .word(.job)), ("key vault", .vaultContext), ("Key Vault", .vaultContext),
    ("innererror", .innerError), ("Inner error", .innerError),
  ]
}
