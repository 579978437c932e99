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
  /// The number of a vault's code follows, such as the rest of `AKV10032:`.
  case vaultNumber
  /// The vault does not accept the token's audience; the resources follow.
  case wrongAudience
  /// The access policy lacks a permission, whose name follows.
  case deniedPermission
  /// The name of a secret follows that Terraform does not find.
  case terraformSecret
  /// The failure may be this one, when nothing is more specific.
  case hint(String)
  /// The name of one of Microsoft's clouds follows.
  case nationalCloud
  /// The resource of the caller's managed identity follows.
  case managedIdentity
  /// The times of an ID token follow.
  case lifetime
  /// The present time follows, then the times between which the token is valid.
  case validity
  /// The runner's version follows.
  case runnerVersion
  /// The name of the runner's resolver follows.
  case resolver
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
  /// A value follows, up to a quote, that may be anything.
  case text(FailureFact)
  /// A value follows, up to white space or punctuation.
  case word(FailureFact)
  /// The name of a host follows.
  case host
  /// The path of an Azure resource follows.
  case vaultPath
  /// The name and version of a secret follow, after a host that GitLab has masked.
  case secretPath

  /// All phrases.
  static let phrases: [(text: String, mark: LogMark)] =
    [
      ("AADSTS", .entraCode), ("\"error_codes\":", .entraNumbers), ("\"error\":", .body),
      ("\"code\":", .jsonCode), ("Code: ", .plainCode), ("ERROR CODE: ", .printedCode),
      ("RESPONSE ", .status), ("ERROR: (", .codedMessage), ("ERROR: ", .message),
      ("Resolving secret \"", .secretBegins), ("Executing \"", .stageBegins),
      ("Preparing environment", .stageBegins), ("https://", .url),
    ] + certain + hints + runner + network + facts

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
    ("does not have secrets ", .deniedPermission), ("KeyVault Secret \"", .terraformSecret),
    ("Caller was not found on any access policy", .certain("AccessDenied")),
    ("is not allowed on a disabled secret", .certain("SecretDisabled")),
    ("A secret with (name/id) ", .certain("SecretNotFound")),
    ("The request URI contains an invalid name: ", .certain("BadParameter")),
    ("VaultRequestTypeLimitReached", .certain("Throttled")), ("AKV1", .vaultNumber),
    ("Request is missing a Bearer or PoP token", .certain("AKV10000")),
    ("[TokenExpired]", .certain("TokenExpired")), ("S2S12086", .certain("TokenExpired")),
    ("The secrets provider can not be found", .certain("secrets_provider_not_found")),
    ("secrets_provider_not_found", .certain("secrets_provider_not_found")),
    ("Your runner is outdated, please upgrade", .certain("runner_unsupported")),
    ("No runners support the requirements to run", .certain("runner_unsupported")),
    ("runner_unsupported", .certain("runner_unsupported")),
    ("ID token issuance is disabled", .certain("id_token_burned_project_path")),
    ("id_token_burned_project_path", .certain("id_token_burned_project_path")),
    ("does not have access to GitLab Secrets Manager", .certain("secrets_manager_access_denied")),
    ("secrets_manager_access_denied", .certain("secrets_manager_access_denied")),
    ("no resolver that can handle the secret", .certain("secret_resolver_missing")),
    ("challenge resource \"", .certain("challenge_resource_mismatch")),
    ("not permitted for non TLS protected (https)", .certain("vault_url_not_https")),
    ("configured to acquire tokens for tenant ", .certain("tenant_not_allowed")),
    ("invalid tenantID", .certain("tenant_id_invalid")),
    ("--federated-token: expected one argument", .certain("federated_token_empty")),
    ("No subscriptions found for ", .certain("no_subscriptions_found")),
  ]

  private static let hints: [(text: String, mark: LogMark)] = [
    // Some programs print Entra's message without its code.
    ("record found for presented assertion issuer '", .hint("AADSTS700211")),
    ("record found for presented assertion audience '", .hint("AADSTS700212")),
    ("record found for presented assertion subject '", .hint("AADSTS700213")),
    ("has no configured federated identity credentials", .hint("AADSTS70025")),
    ("Invalid client secret provided", .hint("AADSTS7000215")),
    ("provided client secret keys for app '", .hint("AADSTS7000222")),
    ("Unable to get authority configuration for ", .hint("authority_configuration")),
    ("no Authorizer could be configured", .hint("oidc_not_configured")),
    ("could not configure AzureCli Authorizer", .hint("oidc_not_configured")),
    ("could not configure MSI Authorizer", .hint("managed_identity_requested")),
    (
      "Authenticating using the Azure CLI is only supported as a User", .hint("oidc_not_configured")
    ),
    ("must be configured when authenticating as a Service Principal", .hint("oidc_not_configured")),
    ("must be configured when authenticating with OIDC", .hint("oidc_not_configured")),
    ("could not configure GitHubOIDC Authorizer", .hint("oidc_not_configured")),
    ("githubAssertion: cannot request token", .hint("oidc_not_configured")),
    ("but no token and/or request URL were configured", .hint("oidc_not_configured")),
    ("between supplied OIDC token and OIDC token file", .hint("oidc_not_configured")),
    ("reading OIDC Token from file", .hint("oidc_not_configured")),
    ("azure-identity-token: no such file", .hint("federated_token_file_missing")),
    ("directory: '/var/run/secrets/azure/tokens", .hint("federated_token_file_missing")),
    ("No subscription found. Run 'az account set'", .hint("no_subscriptions_found")),
    ("doesn't exist in cloud 'Azure", .hint("no_subscriptions_found")),
    ("no token file specified. Check pod configuration", .hint("sdk_credentials_unavailable")),
    ("no client ID specified. Check pod configuration", .hint("sdk_credentials_unavailable")),
    ("no tenant ID specified. Check pod configuration", .hint("sdk_credentials_unavailable")),
    ("http://169.254.169.254/metadata/identity", .hint("managed_identity_requested")),
    ("DefaultAzureCredential failed to retrieve", .hint("sdk_credentials_unavailable")),
    ("DefaultAzureCredential: failed to acquire", .hint("sdk_credentials_unavailable")),
    ("ManagedIdentityCredential authentication unavailable", .hint("sdk_credentials_unavailable")),
    ("EnvironmentCredential authentication unavailable", .hint("sdk_credentials_unavailable")),
    ("WorkloadIdentityCredential authentication unavailable", .hint("sdk_credentials_unavailable")),
    ("EnvironmentCredential is unavailable", .hint("sdk_credentials_unavailable")),
    ("ChainedTokenCredential authentication failed", .hint("sdk_credentials_unavailable")),
    ("Failed to connect to MSI", .hint("managed_identity_requested")),
    ("parsing json result from the Azure CLI", .hint("oidc_not_configured")),
    ("argument --tenant/-t: expected one argument", .hint("az_argument_empty")),
    ("argument --username/-u: expected one argument", .hint("az_argument_empty")),
    ("not logged in, run `azd auth login`", .hint("az_login_required")),
    ("Please login using Connect-AzAccount", .hint("az_login_required")),
    ("Please run 'az login' to", .hint("az_login_required")),
    ("Run Connect-AzAccount to login", .hint("az_login_required")),
  ]

  private static let runner: [(text: String, mark: LogMark)] = [
    ("parameter name cannot be empty", .runner("secret_name_empty")),
    ("secret not found", .runner("secret_without_value")),
    ("unsupported protocol scheme", .runner("vault_url_not_https")),
    ("resolving secrets: ", .resolving), ("getting secret failed: ", .resolving),
    ("initializing azure key Vault service: ", .resolving),
    ("ClientAssertionCredential authentication failed", .signingIn),
  ]

  private static let network: [(text: String, mark: LogMark)] = [
    // Before the others: a message about a proxy often ends with what happened to it.
    ("proxyconnect tcp", .network("proxy_refused")),
    ("Proxy Authentication Required", .network("proxy_refused")),
    ("Tunnel connection failed", .network("proxy_refused")),
    ("from proxy after CONNECT", .network("proxy_refused")),
    ("Could not resolve proxy", .network("proxy_refused")),
    ("Cannot connect to proxy", .network("proxy_refused")),
    ("ProxyError(", .network("proxy_refused")),
    (": no such host", .network("host_unknown")),
    ("No such host is known", .network("host_unknown")),
    ("Name or service not known", .network("host_unknown")),
    ("Temporary failure in name resolution", .network("host_unknown")),
    ("nodename nor servname provided", .network("host_unknown")),
    ("Name does not resolve", .network("host_unknown")),
    (": server misbehaving", .network("host_unknown")),
    ("Failed to resolve '", .network("host_unknown")),
    ("Could not resolve host: ", .network("host_unknown")),
    ("getaddrinfo ENOTFOUND ", .network("host_unknown")),
    ("getaddrinfo EAI_AGAIN ", .network("host_unknown")),
    ("UnknownHostException: ", .network("host_unknown")),
    ("i/o timeout", .network("unreachable")), ("onnection refused", .network("unreachable")),
    ("context deadline exceeded", .network("unreachable")),
    ("onnection timed out", .network("unreachable")),
    ("onnection reset by peer", .network("unreachable")),
    ("TLS handshake timeout", .network("unreachable")),
    ("no route to host", .network("unreachable")),
    ("etwork is unreachable", .network("unreachable")),
    ("Failed to connect to ", .network("unreachable")),
    ("x509: ", .network("certificate_not_trusted")),
    ("CERTIFICATE_VERIFY_FAILED", .network("certificate_not_trusted")),
    ("SSL certificate problem", .network("certificate_not_trusted")),
    ("unable to get local issuer certificate", .network("certificate_not_trusted")),
    ("self-signed certificate in certificate chain", .network("certificate_not_trusted")),
    ("remote certificate is invalid", .network("certificate_not_trusted")),
    ("PKIX path building failed", .network("certificate_not_trusted")),
    ("lookup ", .host), ("Failed to resolve '", .host), ("host='", .host),
    ("Could not resolve host: ", .host), ("getaddrinfo ENOTFOUND ", .host),
    ("getaddrinfo EAI_AGAIN ", .host), ("UnknownHostException: ", .host),
    ("Failed to connect to ", .host), ("No such host is known. (", .host), ("dial tcp: ", .host),
  ]

  private static let facts: [(text: String, mark: LogMark)] =
    [
      ("assertion issuer '", .claim(.issuer)), ("Assertion Issuer: '", .claim(.issuer)),
      ("assertion subject '", .claim(.subject)), ("Assertion Subject: '", .claim(.subject)),
      ("assertion audience '", .claim(.audience)), ("Assertion Audience: '", .claim(.audience)),
      ("identity provider ", .word(.issuer)), ("certificate with identifier ", .word(.signingKey)),
      ("Thumbprint of key used by client: '", .quoted(.signingKey)),
      ("National Cloud '", .nationalCloud), ("Token issued at ", .lifetime),
      ("Current time: ", .validity),
      ("xms_mirid=", .managedIdentity),
      ("Running with gitlab-runner ", .runnerVersion), ("Using \"", .resolver),
      ("oid=", .word(.objectID)),
      ("with object id '", .quoted(.objectID)), ("iss=https://sts.windows.net/", .word(.tenant)),
      ("Tenant '", .quoted(.tenant)), ("90002: Tenant ", .word(.tenant)),
      ("enant identifier '", .text(.tenant)),
      ("in the directory '", .quoted(.tenant)), ("principal in the tenant ", .word(.tenant)),
      ("found in the tenant named ", .word(.tenant)), ("does not exist in the ", .word(.tenant)),
      ("for tenant \"", .quoted(.vaultTenant)), ("Client address: ", .word(.address)),
      ("resource principal named ", .word(.resource)),
      ("Resource value from request: ", .word(.resource)),
      ("principal for resource '", .quoted(.resource)),
      ("Invalid audience. Expected ", .wrongAudience),
      ("challenge resource \"", .quoted(.acceptedResource)),
      ("required field '", .quoted(.parameter)), ("following parameter: '", .quoted(.parameter)),
      ("key vault '", .quoted(.vault)), ("Vault: ", .word(.vault)), ("/vaults/", .vaultPath),
      ("[MASKED]/secrets/", .secretPath),
      ("(name/id) ", .word(.secret)), ("invalid name: ", .word(.secret)),
      ("Trace ID: ", .word(.traceID)), ("\"trace_id\":\"", .quoted(.traceID)),
      ("\"trace_id\": \"", .quoted(.traceID)), ("Correlation ID: ", .word(.correlationID)),
      ("\"correlation_id\":\"", .quoted(.correlationID)),
      ("\"correlation_id\": \"", .quoted(.correlationID)), ("Timestamp: ", .word(.timestamp)),
      ("CI_JOB_NAME=", .word(.job)), ("key vault", .vaultContext), ("Key Vault", .vaultContext),
      ("innererror", .innerError), ("Inner error", .innerError),
    ] + applications

  /// Phrases before an application's ID.
  private static let applications: [(text: String, mark: LogMark)] =
    [
      "pplication with identifier '", "pplication with ID '", "Application '", "The application '",
      "The client '", "for the app '", "added to app '", "keys for app '", "app Id '",
      "service principal named '",
    ].map { ($0, .quoted(.application)) }
    + [
      "client_id=", "appid=", "Client app ID: ", "The client application ",
      "No subscriptions found for ",
    ].map { ($0, .word(.application)) }
}
