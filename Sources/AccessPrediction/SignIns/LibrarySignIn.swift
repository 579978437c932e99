import ShellSyntax

/// Azure's libraries, which sign in by their environment: `AZURE_FEDERATED_TOKEN_FILE` with
/// `AZURE_CLIENT_ID` and `AZURE_TENANT_ID`; a client secret beats them.
///
/// Source: Azure SDK, `EnvironmentCredential`, `WorkloadIdentityCredential`,
/// `DefaultAzureCredential`.
enum LibrarySignIn {
  static let fileVariable = "AZURE_FEDERATED_TOKEN_FILE"
  static let tool = "Azure SDK"

  /// The sign-in that a program makes with one of the libraries; with an unknown token when the
  /// script does not show what is in the file.
  static func signIn(
    _ environment: ScriptEnvironment,
    tool: String = Self.tool
  ) -> ScriptSignIn? {
    let path = environment.programValue(fileVariable)
    let assertion = environment.contents(ofFile: path)
    let isNamed = path.isSet || path.path != nil && path.path != "${\(fileVariable)}"
    guard assertion.isToken || isNamed && assertion.state == .unknown,
      !environment.programValue("AZURE_CLIENT_SECRET").isSet
    else { return nil }
    let authority = environment.programValue("AZURE_AUTHORITY_HOST")
    var signIn = ScriptSignIn(
      tool,
      assertion: assertion,
      clientID: environment.programValue("AZURE_CLIENT_ID"),
      tenant: environment.programValue("AZURE_TENANT_ID"),
      cloud: authority.state == .unknown ? nil : ScriptCloud(authority: authority)
    )
    signIn.alternative = "another credential of the environment"
    return signIn
  }

  /// Whether a program may use one of the libraries.
  static func mayUse(_ program: String) -> Bool { !others.contains(program.lowercased()) }

  /// Programs that use none, or sign in in a way of their own.
  private static let others: Set<String> = [
    ":", ".", "[", "[[", "alias", "apk", "apt", "apt-get", "ansible", "ansible-galaxy",
    "ansible-inventory", "ansible-lint", "ansible-playbook", "awk", "az", "azd", "base64", "break",
    "bundle", "cat", "chgrp", "chmod", "chown", "continue", "cp", "curl", "cut", "date", "declare",
    "df", "diff", "dnf", "dirname", "docker", "du", "echo", "env", "eval", "exit", "export",
    "false", "find", "gem", "getent", "git", "grep", "gunzip", "gzip", "head", "helm", "http",
    "id", "install", "jq", "kubectl", "kubelogin", "kustomize", "let", "ln", "local", "ls",
    "md5sum",
    "mkdir", "mktemp", "mv", "nc", "nslookup", "openssl", "ping", "pip", "pip3", "podman", "popd",
    "printenv", "printf", "ps", "pulumi", "pushd", "pwd", "read", "readonly", "return", "rm",
    "rmdir", "rsync", "scp", "sed", "set", "sha256sum", "shift", "shopt", "sleep", "sort", "source",
    "ssh", "ssh-add", "stat", "tail", "tar", "tee", "terraform", "test", "tofu", "touch", "tr",
    "trap", "true", "type", "typeset", "ulimit", "umask", "uname", "uniq", "unset", "unzip", "wait",
    "wc", "wget", "which", "whoami", "xargs", "yq", "yum", "zip", "done", "fi", "esac", "}", ")",
    "for", "select", "case",
    "connect-azaccount", "get-childitem", "get-content", "import-module", "install-module",
    "out-file", "set-content", "add-content", "set-location", "write-host", "write-output",
    "remove-item", "new-item", "test-path", "copy-item", "out-null",
  ]
}
