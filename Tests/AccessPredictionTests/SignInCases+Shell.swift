/// Shells inside scripts, their functions and arguments, and files that scripts write or read.
extension SignInCase {
  private static func script(
    _ title: String,
    _ lines: String,
    _ expected: String,
    extra: String = "",
    files: [String: String] = [:]
  ) -> SignInCase {
    let rule = expected == refused ? "AKV402" : nil
    return script(title, lines, expected, rule, extra: extra, files: files)
  }

  private static let refused = "fails AADSTS700213"
  private static let right = login("$MAIN")
  private static let wrong = login("$RELEASE")

  private static func login(_ client: String) -> String {
    "az login --service-principal -u \"\(client)\" -t $TENANT --federated-token $T"
  }

  private static let shells = [
    script("a variable of a subshell", "A=$MAIN\n(A=$RELEASE; x)\n" + login("$A"), "works"),
    script(
      "the folder of a subshell",
      "(cd a; . ./b.sh)\n. ./b.sh",
      "works",
      files: [
        "a/b.sh": ":\n", "b.sh": right,
      ]
    ),
    script("exit in a subshell skips its rest", "(exit 0; \(wrong))\n\(right)", "works"),
    script("a file of a subshell", "(echo $T > t)\n" + right.replacing("$T", "@t"), "works"),
    script("a function that is replaced", "f() { \(wrong); }\nf() { \(right); }\nf", "works"),
    script(
      "a function that may be replaced",
      "f() { \(wrong); }\nif ./ask; then f() { \(right); }; fi\nf",
      refused
    ),
    script("all arguments as a command", "try() { \"$@\" || \"$@\"; }\ntry \(wrong)", refused),
    script(
      "shift",
      "f() { a=$1; shift; \(login("$1")); }\nf \"$RELEASE\" \"$MAIN\"",
      "works"
    ),
    script("printf", "J=$(printf '%s%s' \"$RELEASE\" '')\n" + login("$J"), refused),
    script("a token of printenv", right.replacing("$T", "\"$(printenv T)\""), "works"),
    script("no tenant", "az login --service-principal -u $MAIN --federated-token $T", "unknown"),
    script(
      "options in a variable",
      "OPTIONS=$(./options)\naz login --service-principal $OPTIONS --federated-token $T",
      "unknown"
    ),
  ]

  private static let readFiles = [
    script(
      "variables of a file",
      "set -a; . ci/ids.env\n" + login("$A"),
      refused,
      files: [
        "ci/ids.env": "# ours\nA=22222222-2222-3333-4444-555555555555\n"
      ]
    ),
    script("a file that is not there", ". /etc/ids\n" + login("$A"), "unknown"),
    script("the output of a program", "eval \"$(./ids)\"\n" + login("$A"), "unknown"),
    script("exported output", "export $(./ids)\n" + login("$A"), "unknown"),
    script(
      "a script without an ending",
      "./ci/login",
      refused,
      files: [
        "ci/login": "#!/usr/bin/env bash\n\(wrong)\n"
      ]
    ),
    script(
      "a program without an ending",
      "./ci/login",
      "none",
      files: [
        "ci/login": "#!/usr/bin/env python3\n\(wrong)\n"
      ]
    ),
    script("a script that the job writes", "cat > a.sh <<'END'\n\(wrong)\nEND\nsh a.sh", refused),
    script("a script in parts", "echo 'A=$RELEASE' > a\necho '\(login("$A"))' >> a\n. a", refused),
  ]

  private static let provider = [
    "main.tf": """
    variable "app" {}
    provider "azurerm" {
      features {}
      client_id = var.app
    }
    """
  ]
  private static let usesToken =
    "variables: {ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, ARM_TENANT_ID: $TENANT, "
    + "ARM_CLIENT_ID: $MAIN}\n"

  private static let terraform = [
    script(
      "Terraform: variables that the job writes",
      "cat > terraform.tfvars <<END\napp = \"$RELEASE\"\nEND\nterraform plan",
      refused,
      extra: usesToken,
      files: provider
    ),
    script(
      "Terraform: variables in JSON",
      "terraform plan -var-file=a.json",
      refused,
      extra: usesToken,
      files: provider.merging(["a.json": "{\"app\": \"22222222-2222-3333-4444-555555555555\"}"]) {
        $1
      }
    ),
    script(
      "Terraform: a provider that the job writes",
      "echo 'provider \"azurerm\" { client_id = \"22222222-2222-3333-4444-555555555555\" }' > a.tf\n"
        + "terraform plan",
      refused,
      extra: usesToken
    ),
    script(
      "Terraform: JSON",
      "terraform plan",
      refused,
      extra: usesToken,
      files: [
        "main.tf.json": """
        {"variable": {"app": {"default": "22222222-2222-3333-4444-555555555555"}},
         "provider": {"azurerm": [{"features": {}, "client_id": "${var.app}"}]}}
        """
      ]
    ),
    script(
      "Terraform: a backend in JSON",
      "terraform init",
      refused,
      extra: usesToken,
      files: [
        "main.tf.json": """
        {"terraform": {"backend": {"azurerm": {"storage_account_name": "s", "use_oidc": true,
         "client_id": "22222222-2222-3333-4444-555555555555"}}}}
        """
      ]
    ),
    script(
      "Terraform: the key of the backend's account",
      "ARM_ACCESS_KEY=x terraform init",
      "none",
      extra: usesToken,
      files: ["main.tf": "terraform {\n  backend \"azurerm\" {}\n}\n"]
    ),
    script(
      "Terraform: TF_CLI_ARGS_plan",
      "export TF_CLI_ARGS_plan=\"-var app=$RELEASE\"\nterraform plan",
      refused,
      extra: usesToken,
      files: provider
    ),
    script(
      "Terraform: a certificate is used first",
      "ARM_CLIENT_CERTIFICATE_PATH=a.pfx terraform plan",
      "none",
      extra: usesToken
    ),
    script(
      "Terraform: an unknown folder of several",
      "terraform -chdir=$(./folder) plan",
      "unknown",
      extra: usesToken,
      files: provider
    ),
    script(
      "Terraform: an unknown folder, and no file names an application",
      "terraform -chdir=$(./folder) plan",
      "works",
      extra: usesToken,
      files: ["a/main.tf": "provider \"azurerm\" {\n  features {}\n}\n"]
    ),
  ]

  private static let others = [
    script(
      "Ansible: nothing runs",
      "ansible-playbook --syntax-check a.yml",
      "none",
      extra: ansible
    ),
    script("Ansible: a play runs", "ansible-playbook a.yml", refused, extra: ansible),
    script(
      "wget: a body in a file",
      "printf 'client_id=%s&client_assertion=%s' $RELEASE $T > body\nwget --post-file=body "
        + "https://login.microsoftonline.com/$TENANT/oauth2/v2.0/token",
      refused
    ),
  ]
  private static let ansible =
    "variables: {AZURE_FEDERATED_TOKEN: $T, AZURE_TENANT: $TENANT, AZURE_CLIENT_ID: $RELEASE}\n"

  static let shell: [SignInCase] = shells + readFiles + terraform + others
}

extension String {
  fileprivate func replacing(_ text: String, _ other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
