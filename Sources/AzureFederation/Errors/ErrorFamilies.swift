import TextFormats

extension ErrorCatalogue {
  /// The entry of an Entra code without one of its own: that of its family.
  ///
  /// Microsoft asks programs to look at the OAuth error first, since codes come and go; without
  /// one the number's first digits show the subject.
  ///
  /// - Parameters:
  ///   - code: The code, such as `AADSTS7002999`.
  ///   - error: The OAuth error beside it, such as `invalid_client`.
  /// - Returns: The family's entry under that code.
  package static func entraFamily(code: String, error: String?) -> FailureEntry {
    let number = code.dropFirst("AADSTS".count)
    let words = families.first { $0.includes(number) }
    let isFederation = federation.includes(number)
    let family = isFederation ? words : errors[error ?? ""] ?? words
    return FailureEntry(
      code,
      .exchange,
      family?.title ?? "Entra ID refused the sign-in",
      (family?.meaning ?? "Entra ID did not accept the sign-in.")
        + " This code is not in akvlint's list, so only its kind is known.",
      remedy: "Read the message in the log; Microsoft's support can look up the trace ID.",
      commands: isFederation ? [.listCredentials] : [.signInLog],
      references: entraReferences,
      isFamily: true
    )
  }

  /// The entry of an answer of Key Vault whose code has none.
  ///
  /// - Parameters:
  ///   - code: The code that the answer has; nil when it has none.
  ///   - status: The HTTP status or that of the outer code; nil when neither is there.
  /// - Returns: The family's entry.
  package static func vaultFamily(code: String?, status: Int?) -> FailureEntry {
    let status = status ?? self.status(of: code ?? "") ?? 0
    let name = code ?? (status == 0 ? "KeyVault" : "HTTP \(status)")
    let words = vaultWords(status)
    return FailureEntry(
      name,
      .vault,
      words.title,
      words.meaning
        + (code == nil
          ? " The answer had no code, so only its status is known."
          : " This code is not in akvlint's list, so only its kind is known."),
      remedy: words.remedy,
      commands: words.commands,
      part: .secretVariable,
      references: vaultReferences,
      isFamily: true
    )
  }

  /// The entry of a failure of Entra ID or the runner that comes without any code.
  ///
  /// - Parameters:
  ///   - stage: The stage that the job reached.
  ///   - status: The HTTP status, when there was an answer.
  /// - Returns: The family's entry.
  package static func uncoded(_ stage: FailureStage, status: Int?) -> FailureEntry {
    if let status, stage == .exchange {
      return FailureEntry(
        "HTTP \(status)",
        .exchange,
        status >= 500 ? "Entra ID has a problem of its own" : "Entra ID refused the sign-in",
        "Entra ID answered with the status \(status) and no code. "
          + (status >= 500
            ? "This is usually a passing failure of the service."
            : "Something between the runner and Entra ID may have answered instead."),
        remedy: status >= 500
          ? "Run the job again after a few minutes." : "Check the proxy of the runner.",
        commands: [.reachHost],
        references: entraReferences,
        isFamily: true
      )
    }
    return FailureEntry(
      "runner_system_failure",
      stage,
      "the runner could not fetch the secrets",
      "The runner stopped before the script, while it fetched the job's secrets. The log does not "
        + "hold an answer that akvlint knows.",
      remedy: "Read the lines around it; akvlint predict shows what it knows about the job.",
      commands: [.predict],
      part: .secretVariable,
      references: gitLabReferences,
      isFamily: true
    )
  }

  // MARK: Words

  private static let outerCodes = [
    "unauthorized": 401, "forbidden": 403, "notfound": 404, "conflict": 409,
    "toomanyrequests": 429, "internalservererror": 500, "internalerror": 500,
    "serviceunavailable": 503, "badrequest": 400,
  ]

  /// The HTTP status that belongs to an outer code of a vault.
  package static func status(of code: String) -> Int? {
    outerCodes[ASCII.lowercased(code)]
  }

  /// Whether a code of a vault is as general as an HTTP status.
  package static func isGeneric(_ code: String) -> Bool {
    outerCodes[ASCII.lowercased(code)] != nil
  }

  private struct Family {
    var prefix: Substring
    /// The number of digits of the numbers; nil for any.
    var length: Int?
    var title: String
    var meaning: String

    func includes(_ number: Substring) -> Bool {
      number.hasPrefix(prefix) && (length.map { number.utf8.count >= $0 } ?? true)
    }
  }

  /// Numbers of five digits such as 70023 are about other things.
  private static let federation = Family(
    prefix: "7002",
    length: 6,
    title: "the token does not match the identity's federated credentials",
    meaning: "Entra ID compared the token with the identity's federated credentials and refused it."
  )
  private static let client = Family(
    prefix: "70",
    title: "Entra ID refused the application or its token",
    meaning:
      "Entra ID did not accept the way in which the application signs in: the client ID, the "
      + "token or the credential may be wrong."
  )
  private static let request = Family(
    prefix: "90",
    title: "Entra ID could not make sense of the request",
    meaning: "A parameter of the sign-in is missing or malformed, most often the tenant."
  )
  private static let policy = Family(
    prefix: "53",
    title: "a policy of the tenant stops the sign-in",
    meaning: "The tenant's rules do not allow this sign-in, even with a right token."
  )

  /// By the first digits of the number, longer ones first.
  private static let families = [
    federation, client, request, policy,
    Family(
      prefix: "50",
      title: "Entra ID could not accept the sign-in or its token",
      meaning: "The sign-in itself failed; the token, the issuer, the resource or the account may "
        + "be the cause."
    ),
    Family(
      prefix: "65",
      title: "the application is not set up for this tenant",
      meaning: "The application lacks consent or a registration that this sign-in needs."
    ),
    Family(
      prefix: "100",
      title: "the request asks for something that Entra ID does not offer",
      meaning: "A scope or an option of the request is not one that this sign-in can have."
    ),
  ]

  /// By the OAuth error.
  private static let errors: [String: Family] = [
    "invalid_client": client, "invalid_request": request, "invalid_grant": policy,
    "unauthorized_client": Family(
      prefix: "",
      title: "the tenant does not let this application sign in",
      meaning: "The application or the tenant is not the right one."
    ),
    "invalid_tenant": Family(
      prefix: "",
      title: "the tenant is not the right one",
      meaning: "Entra ID cannot use the tenant that AZURE_TENANT_ID names."
    ),
    "invalid_resource": Family(
      prefix: "",
      title: "the resource is not the right one",
      meaning: "The tenant does not know the resource for which a token was asked."
    ),
    "invalid_scope": Family(
      prefix: "",
      title: "the scope is not the right one",
      meaning: "Entra ID cannot use the scope for which a token was asked."
    ),
    "temporarily_unavailable": Family(
      prefix: "",
      title: "Entra ID has a problem of its own",
      meaning: "The service could not answer at that moment, and another run may work."
    ),
  ]

  private static func vaultWords(
    _ status: Int
  ) -> (title: String, meaning: String, remedy: String, commands: [CommandTemplate]) {
    switch status {
    case 401:
      (
        "the vault does not accept the access token",
        "The token is missing, expired, or made for another tenant or resource.",
        "Compare AZURE_TENANT_ID with the vault's tenant.", [.vaultTenant]
      )
    case 403:
      (
        "the vault refuses the caller",
        "Its roles, its access policies or its network rules do not allow the request; the answer "
          + "does not show whether the secret exists.",
        "Find out whether the vault uses roles or policies, then give the identity the right to get "
          + "secrets.",
        [.showVaultMode, .grantRole]
      )
    case 404:
      (
        "the vault does not have the secret",
        "It has nothing with the name and version of the request.",
        "Compare name and version with what the vault holds.", [.listSecrets]
      )
    case 429:
      (
        "the vault received too many requests",
        "The vault answers a limited number of requests at a time.",
        "Run the job again after a while.", [.runAgain]
      )
    case 500...:
      (
        "the vault has a problem of its own",
        "The service could not answer at that moment, and another run may work.",
        "Run the job again after a few minutes.", [.runAgain]
      )
    default:
      (
        "the vault refused the request", "Key Vault did not accept the request.",
        "Read the message in the log.", [.showSecret]
      )
    }
  }
}
