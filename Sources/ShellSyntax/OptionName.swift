/// The meaning of options, by their names.
package enum OptionName {
  /// Whether an option takes a password, a token or the like as its value.
  package static func takesValue(_ option: String, of line: ShellCommandLine) -> Bool {
    guard option.hasPrefix("-") else { return false }
    if option.utf8.count == 2 { return isShort(option, of: line, isAttached: false) }
    // Takes a token or the path of a file that holds one.
    if line.program == "cosign", option == "--identity-token" { return false }
    var name = option.drop { $0 == "-" }
    if !option.hasPrefix("--"), option.hasPrefix("-D") { name = option.dropFirst(2) }
    if option == "--value" { return line.program == "az" }
    // A project's own script may well take the path of a token; GitLab's tutorial shows one.
    if option == "--token", line.isScript { return false }
    return isValueName(String(name))
  }

  /// Whether a name is that of a password, a token or the like: `client-secret`, `dbPassword`.
  package static func isValueName(_ name: String) -> Bool {
    let words = words(of: name)
    guard let last = words.last else { return false }
    let isValue =
      valueWords.contains(last)
      || words.count > 1 && valuePairs.contains("\(words[words.count - 2]) \(last)")
    return isValue && !words.contains(where: others.contains)
  }

  /// Whether a short option takes a password in this program.
  ///
  /// - Parameters:
  ///   - option: The option, with its dash.
  ///   - line: The command line.
  ///   - isAttached: Whether the value follows without a blank; some programs want that.
  /// - Returns: Whether it takes a password.
  package static func isShort(_ option: String, of line: ShellCommandLine, isAttached: Bool) -> Bool
  {
    let program = line.program
    switch option {
    case "-p":
      if signingIn.contains(program) { return line.has("login") }
      return passwordPrograms.contains(program) || isAttached && attachedOnly.contains(program)
    case "-P": return ["sqlcmd", "bcp", "zip", "unzip"].contains(program)
    case "-a": return program == "redis-cli"
    case "-w": return program.hasPrefix("ldap")
    default: return false
    }
  }

  /// Programs whose `login` takes a password with `-p`; `az login -p` takes a certificate's path,
  /// too.
  private static let signingIn: Set<String> = [
    "docker", "podman", "buildah", "skopeo", "nerdctl", "helm", "oras", "crane", "oc", "cf",
  ]
  private static let passwordPrograms: Set<String> = [
    "sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "twine",
  ]
  /// `-p` alone asks for the password; the next word is something else.
  private static let attachedOnly: Set<String> = [
    "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "mariadb-admin",
    "7z",
  ]
  private static let valueWords: Set<String> = [
    "password", "passwd", "pwd", "pass", "passphrase", "token", "apikey", "bearer", "authtoken",
    "storepass", "keypass", "pw", "dsn", "connection",
  ]
  private static let valuePairs: Set<String> = [
    "client secret", "app secret", "api key", "access key", "secret key", "account key",
    "shared key", "auth key", "secret access", "connection string",
  ]
  private static let others: Set<String> = [
    "file", "path", "dir", "stdin", "env", "from", "id", "name", "type", "length", "policy", "url",
    "endpoint", "prompt", "fd", "ref", "no", "with",
  ]

  /// The words of a name, in lower case.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var wasLower = false
    for byte in name.utf8 {
      let isUpper = byte &- UInt8(ascii: "A") < 26
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
      if !isLetter || isUpper && wasLower, !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
      if isLetter { word.append(byte | 0x20) }
      wasLower = isLetter && !isUpper
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}

/// Environment variables from which well-known programs take a password or a token itself.
package enum WellKnownVariables {
  /// Whether a variable is one of them.
  package static func takeValues(_ name: String) -> Bool {
    if names.contains(name) { return true }
    guard name.hasPrefix("TF_VAR_") else { return false }
    return OptionName.isValueName(String(name.dropFirst("TF_VAR_".count)))
  }

  private static let names: Set<String> = [
    "ARM_ACCESS_KEY", "ARM_CLIENT_SECRET", "ARM_OIDC_TOKEN", "ARM_SAS_TOKEN",
    "AZURE_STORAGE_CONNECTION_STRING", "AZURE_FEDERATED_TOKEN", "DATABASE_URL",
    "APPLICATIONINSIGHTS_CONNECTION_STRING", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_CLIENT_SECRET", "AZURE_DEVOPS_EXT_PAT", "AZURE_STORAGE_KEY", "BORG_PASSPHRASE",
    "CLOUDFLARE_API_TOKEN", "CODECOV_TOKEN", "COSIGN_PASSWORD", "DD_API_KEY",
    "DIGITALOCEAN_ACCESS_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "HCLOUD_TOKEN",
    "MYSQL_PWD", "NODE_AUTH_TOKEN", "NPM_TOKEN", "PGPASSWORD", "PULUMI_ACCESS_TOKEN",
    "REDISCLI_AUTH", "RESTIC_PASSWORD", "SENTRY_AUTH_TOKEN", "SNYK_TOKEN", "SONAR_TOKEN",
    "SQLCMDPASSWORD", "SSHPASS", "TWINE_PASSWORD", "VAULT_TOKEN",
  ]
}
