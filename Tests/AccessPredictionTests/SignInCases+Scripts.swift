/// Scripts whose course decides whether and how they sign in.
extension SignInCase {
  private static func script(
    _ title: String,
    _ lines: [String],
    _ expected: String,
    _ rule: String? = nil,
    variables: String = "{}",
    files: [String: String] = [:]
  ) -> SignInCase {
    var job = "id_tokens: {T: {aud: \(exchange)}, X: {aud: https://x}}\nvariables: \(variables)\n"
    job += "script:\n  - |\n"
    for line in lines { job += "    \(line)\n" }
    return SignInCase(title: title, job: job, files: files, expected: expected, rule: rule)
  }

  private static func login(_ client: String, _ token: String = "$T") -> String {
    "az login --service-principal -u \"$\(client)\" -t $TENANT --federated-token \"\(token)\""
  }

  static let scripts: [SignInCase] = [
    script("the token is overwritten", ["T=\"$(./token.sh)\"", login("MAIN")], "unknown"),
    script("the function is never called", ["f() {", login("RELEASE"), "}"], "none"),
    script(
      "the function is called",
      ["f() {", login("RELEASE"), "}", "f"],
      "fails AADSTS700213",
      "AKV402"
    ),
    script(
      "its argument is the application",
      ["f() {", login("1"), "}", "f \"$RELEASE\""],
      "fails AADSTS700213",
      "AKV402"
    ),
    script(
      "case for another ref",
      [
        "case \"$CI_COMMIT_BRANCH\" in", "  main) A=$MAIN ;;", "  rel*|x) A=$RELEASE ;;", "esac",
        login("A"),
      ],
      "works"
    ),
    script(
      "if for another ref",
      ["if [ \"$CI_COMMIT_BRANCH\" != \"main\" ]; then", login("RELEASE"), "fi"],
      "none"
    ),
    script(
      "not, inverted",
      ["if ! [ \"$CI_COMMIT_BRANCH\" = main ]; then", login("RELEASE"), "fi"],
      "none"
    ),
    script(
      "elif",
      ["if test x = y; then :", "elif [ -n \"$T\" ]; then", login("MAIN"), "fi"],
      "works"
    ),
    script("an unknown test", ["if ./ask.sh; then", login("RELEASE"), "fi"], "unknown"),
    script(
      "both branches fail",
      ["if ./ask.sh; then", login("RELEASE"), "else", login("RELEASE"), "fi"],
      "fails AADSTS700213",
      "AKV402"
    ),
    script("and", ["[ -n \"$NOBODY\" ] && " + login("RELEASE"), "true"], "none"),
    script("exit", ["exit 0", login("RELEASE")], "none"),
    script("a guard before", ["[ -n \"$T\" ] || { echo none; exit 1; }", login("MAIN")], "works"),
    script("managed identity", ["az login --identity --federated-token $X"], "none"),
    script("only words", ["echo az login --federated-token \"$X\""], "none"),
    script(
      "each login counts",
      [login("MAIN"), login("MAIN", "$X")],
      "fails AADSTS700212",
      "AKV401"
    ),
    script(
      "export replaces a variable",
      ["export A=$MAIN", login("A")],
      "works",
      variables: "{A: $RELEASE}"
    ),
    script(
      "a variable that is not exported",
      ["ARM_OIDC_TOKEN=$X", "ARM_USE_OIDC=true", "terraform plan"],
      "none"
    ),
    script(
      "Terraform that signs in to nothing of Azure",
      ["terraform init", "terraform plan"],
      "none",
      variables: "{ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $X}",
      files: ["main.tf": "provider \"aws\" {}\n"]
    ),
    script(
      "Terraform that only looks",
      ["terraform fmt", "terraform init -backend=false", "terraform validate"],
      "none",
      variables: "{ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $X}"
    ),
    script(
      "an SDK without a tenant",
      ["echo $T > t", "export AZURE_FEDERATED_TOKEN_FILE=t AZURE_CLIENT_ID=$MAIN", "python x.py"],
      "unknown"
    ),
    script(
      "azd with GitHub's provider",
      ["azd auth login --federated-credential-provider github"],
      "unknown"
    ),
    script(
      "another file",
      ["echo $T > t", login("MAIN", "$(cat u)")],
      "unknown"
    ),
    script(
      "a file",
      ["umask 077; echo -n $X | tee t >/dev/null", login("MAIN", "$(<t)")],
      "fails AADSTS700212",
      "AKV401"
    ),
  ]
}
