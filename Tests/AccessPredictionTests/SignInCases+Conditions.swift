/// Conditions and ends of scripts, and values that only the shell or a program shows.
extension SignInCase {
  private static func script(
    _ title: String,
    _ lines: [String],
    _ expected: String,
    _ rule: String? = nil,
    extra: String = "",
    files: [String: String] = [:]
  ) -> SignInCase {
    script(
      title,
      lines.joined(separator: "\n"),
      expected,
      rule,
      extra: extra,
      files: files
    )
  }

  private static let main = login("MAIN")
  private static let release = login("RELEASE")
  private static let refused = "fails AADSTS700213"

  private static func login(_ client: String) -> String {
    "az login --service-principal -u $\(client) -t $TENANT --federated-token $T"
  }

  private static func choice(_ test: String, _ expected: String) -> SignInCase {
    script(
      test,
      ["if \(test); then", release, "fi"],
      expected,
      expected == "none" ? nil : "AKV402"
    )
  }

  /// The branch is `main`, and the job signs in only if the test holds.
  private static let tests: [SignInCase] = [
    choice("[[ $CI_COMMIT_BRANCH == main && -n $T ]]", refused),
    choice("[[ $CI_COMMIT_BRANCH == main && -z $T ]]", "none"),
    choice("[[ $CI_COMMIT_BRANCH == dev || $CI_COMMIT_BRANCH == main ]]", refused),
    choice("[[ $CI_COMMIT_BRANCH == dev || $CI_COMMIT_BRANCH == test ]]", "none"),
    choice("[ $CI_COMMIT_BRANCH = main -a -n \"$T\" ]", refused),
    choice("[ $CI_COMMIT_BRANCH = dev -o -z \"$T\" ]", "none"),
    choice("[ $CI_COMMIT_BRANCH = main ] && [ -z \"$T\" ]", "none"),
    choice("[ $CI_COMMIT_BRANCH = dev ] || [ -n \"$T\" ]", refused),
    choice("[ $CI_COMMIT_BRANCH = dev ] && ./ask.sh", "none"),
    choice("[[ $CI_COMMIT_BRANCH =~ ^(main|master)$ ]]", refused),
    choice("[[ $CI_COMMIT_BRANCH =~ ^v[0-9]+\\.[0-9]+$ ]]", "none"),
    choice("! [[ $CI_COMMIT_BRANCH =~ ^ma ]]", "none"),
    choice("[[ ! $CI_COMMIT_BRANCH =~ ^ma ]]", "none"),
    choice("[ 3 -gt 2 ]", refused), choice("[ 2 -ge 3 ]", "none"),
    choice("[ \"$CI_COMMIT_BRANCH\" = \"-a\" ]", "none"),
  ]

  private static let ends: [SignInCase] = [
    script(
      "return before",
      ["f() {", "[ -n \"$CI_COMMIT_TAG\" ] || return 0", release, "}", "f"],
      "none"
    ),
    script(
      "return ends the function alone",
      ["f() {", "return 0", "}", "f", release],
      refused,
      "AKV402"
    ),
    script("exit in a function", ["f() {", "exit 0", "}", "f", release], "none"),
    script("exit in a subshell", ["( exit 0 )", release], refused, "AKV402"),
    script("exit of another shell", ["sh -c 'exit 0'", release], refused, "AKV402"),
    script(
      "an unknown end without an error",
      ["if ./ask.sh; then exit 0; fi", release],
      "unknown"
    ),
    script(
      "an end with an error",
      ["if ./ask.sh; then exit 1; fi", release],
      refused,
      "AKV402"
    ),
    script(
      "return of a sourced file",
      [". ./a.sh", release],
      refused,
      "AKV402",
      files: ["a.sh": "return 0\n"]
    ),
  ]

  private static let values: [SignInCase] = [
    script("a command in a variable", ["L=\"\(release)\"", "$L"], refused, "AKV402"),
    script(
      "pwsh: the outer shell expands",
      [
        "pwsh -c \"Connect-AzAccount -ServicePrincipal -ApplicationId $RELEASE -Tenant $TENANT "
          + "-FederatedToken $T\""
      ],
      refused,
      "AKV402"
    ),
    script(
      "SDK: a file that the script does not show",
      ["./token.sh", "python app.py"],
      "unknown",
      extra: "variables: {AZURE_FEDERATED_TOKEN_FILE: /tmp/t}\n"
    ),
    script(
      "SDK: the file is removed",
      ["echo $T > t", "rm -f t", "python app.py"],
      "unknown",
      extra: "variables: {AZURE_FEDERATED_TOKEN_FILE: t}\n"
    ),
    script(
      "Terraform: the state in a backend",
      ["terraform output"],
      refused,
      "AKV402",
      extra: "variables: {ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT, ARM_CLIENT_ID: $RELEASE}\n",
      files: [
        "main.tf":
          "terraform {\n  backend \"azurerm\" {\n    storage_account_name = \"s\"\n"
          + "    use_oidc = true\n  }\n}\n"
      ]
    ),
    script(
      "gitlab-tofu: the project's own folder",
      ["gitlab-tofu init"],
      refused,
      "AKV402",
      extra: "variables: {ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT, ARM_CLIENT_ID: $RELEASE}\n",
      files: [
        "main.tf":
          "terraform {\n  backend \"azurerm\" {\n    storage_account_name = \"s\"\n"
          + "    use_oidc = true\n  }\n}\n"
      ]
    ),
    script("text that doubles", ["A=\(exchange)"] + doubling + [login("A")], "unknown"),
  ]
  private static let doubling = Array(repeating: "A=$A$A", count: 60)

  /// The name of the token in GitLab's documentation.
  private static let named = [
    SignInCase(
      title: "GITLAB_OIDC_TOKEN",
      job: "id_tokens: {GITLAB_OIDC_TOKEN: {aud: \(exchange)}}\nscript:\n  - "
        + "az login --service-principal -u $MAIN -t $TENANT --federated-token $GITLAB_OIDC_TOKEN",
      expected: "works"
    ),
    SignInCase(
      title: "GITLAB_OIDC_TOKEN, passed on",
      job: "id_tokens: {GITLAB_OIDC_TOKEN: {aud: https://x}}\n"
        + "variables: {ARM_USE_OIDC: '1', ARM_OIDC_TOKEN: $GITLAB_OIDC_TOKEN, "
        + "ARM_CLIENT_ID: $MAIN, ARM_TENANT_ID: $TENANT}\nscript: [terraform plan]",
      expected: "fails AADSTS700212",
      rule: "AKV401"
    ),
  ]

  static let conditions: [SignInCase] = tests + ends + values + named
}
