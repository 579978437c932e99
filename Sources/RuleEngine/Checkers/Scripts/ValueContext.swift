import ShellSyntax
import TextFormats

/// The places of a command line that take a password or a token itself.
enum ValueContext {
  /// The program or option that takes the value at a position, as the subject and verb of a
  /// sentence; nil if a path may be right.
  ///
  /// - Parameters:
  ///   - word: The word that holds the variable.
  ///   - part: The variable.
  ///   - previous: The word before.
  ///   - line: The command line.
  ///   - visited: The command.
  /// - Returns: The program that takes the value.
  static func taker(
    _ word: ShellWord,
    _ part: ShellPart,
    _ previous: ShellWord?,
    _ line: ShellCommandLine,
    _ visited: VisitedCommand
  ) -> String? {
    let program = line.program
    if word.onlyVariable != nil {
      if let option = previous?.literal, OptionName.takesValue(option, of: line) {
        return "\(option) takes the value"
      }
      if program == "vault", line.arguments.first?.literal == "login" {
        return "vault login takes the value"
      }
    }
    if word.parts.last?.range == part.range, word.parts.count == 2,
      let prefix = word.parts.first?.literal
    {
      if let taker = attached(prefix, previous, line) { return taker }
    }
    if let taker = content(word, part, previous, program) { return taker }
    if program == "curl", word.parts.last?.range == part.range {
      let before = ShellWord.outline(word.parts.dropLast())
      let isUser = ["-u", "--user", "--proxy-user", "-U"].contains(previous?.literal ?? "")
      if before.hasSuffix(":"),
        isUser && !before.hasPrefix("-") || before.hasPrefix("-u") || before.hasPrefix("--user=")
      {
        return "curl \(isUser ? previous?.literal ?? "-u" : "-u") takes the password"
      }
    }
    if ["echo", "printf"].contains(program), word.onlyVariable != nil,
      let next = visited.reader.flatMap(ShellCommandLine.init), let reader = reader(next)
    {
      return "\(reader) reads the value"
    }
    return nil
  }

  /// `psql "$DSN"`, `sed "s/x/$PW/"`.
  private static func content(
    _ word: ShellWord,
    _ part: ShellPart,
    _ previous: ShellWord?,
    _ program: String
  ) -> String? {
    if word.onlyVariable != nil {
      if previous?.literal?.hasSuffix(":_authToken") ?? false {
        return "_authToken takes the value"
      }
      if ASCII.lowercased(program) == "convertto-securestring" {
        return "ConvertTo-SecureString takes the value"
      }
    }
    let isOperand = previous?.literal.map { !$0.hasPrefix("-") } ?? false
    if word.onlyVariable != nil, isOperand, connecting.contains(program) {
      return "\(program) takes a connection string"
    }
    guard program == "sed", word.parts.count > 1, word.parts[0].range != part.range,
      let text = word.parts[0].literal?.utf8, text.count > 2, text.first == UInt8(ascii: "s"),
      text.dropFirst().first.map({ "/|#,@~!".utf8.contains($0) }) ?? false
    else { return nil }
    return "sed inserts the text"
  }

  private static let connecting: Set<String> = [
    "psql", "pg_dump", "pg_isready", "mongosh", "mongo", "mongodump", "usql",
  ]

  /// `--password=$PW`, `-p$PW`, `--from-literal=key=$PW`, `-Dapp.password=$PW`, `pass:$PW`.
  private static func attached(
    _ prefix: String,
    _ previous: ShellWord?,
    _ line: ShellCommandLine
  ) -> String? {
    if line.program == "openssl", prefix == "pass:" { return "pass: takes the value" }
    if prefix.hasPrefix("/"), prefix.hasSuffix(":"), OptionName.isValueName(prefix) {
      // SqlPackage, MSBuild and other programs of Windows: `/TargetPassword:VALUE`.
      return "\(prefix) takes the value"
    }
    if OptionName.isShort(prefix, of: line, isAttached: true) { return "\(prefix) takes the value" }
    guard prefix.hasSuffix("=") else { return nil }
    let name = String(prefix.dropLast())
    if prefix.hasPrefix("-") {
      if name.hasPrefix("--from-literal=") { return "--from-literal takes the value" }
      return OptionName.takesValue(name, of: line) ? "\(name) takes the value" : nil
    }
    switch previous?.literal {
    case "--from-literal": return "--from-literal takes the value"
    case "--set", "--set-string", "-e", "--env", "--build-arg", "-var":
      guard OptionName.isValueName(name) || WellKnownVariables.takeValues(name) else { return nil }
      return "\(name) takes the value"
    default: break
    }
    guard line.program == "vault", OptionName.isValueName(name) else { return nil }
    return "vault takes the value (NAME=@FILE reads a file)"
  }

  /// An assignment to a variable that programs take a value from, or to a header of a request.
  static func taker(_ assignment: ShellAssignment, _ isRead: (String) -> Bool) -> String? {
    let name = assignment.name
    if name.hasPrefix("$"), let key = name.split(separator: ".").dropFirst().last.map(String.init) {
      // An entry of PowerShell's hash tables: headers, the fields of a body, parameters.
      if key == "authorization" { return "the HTTP header takes the value" }
      return OptionName.isValueName(key) ? "\(key) takes the value" : nil
    }
    guard let variable = assignment.value.onlyVariable else { return nil }
    // Under its own name it is exported for a program that may well open the file.
    if variable.name == name {
      return WellKnownVariables.takeValues(name) ? "\(name) takes the value" : nil
    }
    let takes =
      WellKnownVariables.takeValues(name)
      || !name.hasPrefix("$") && OptionName.isValueName(name) && !isRead(name)
    return takes ? "\(name) takes the value" : nil
  }

  /// The setting that the last line of a text begins: `DB_PASSWORD=` or `password: ` in a file.
  static func setting(_ before: String) -> String? {
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    var text = line.drop { " \t-".contains($0) }
    while text.last.map({ " \"'".contains($0) }) ?? false { text.removeLast() }
    guard let sign = text.popLast(), sign == "=" || sign == ":",
      let name = text.split(separator: " ").last.map(String.init),
      sign == "=" || name == text && name.allSatisfy({ $0 == "_" || isHeaderCharacter($0) })
    else { return nil }
    let takes = OptionName.isValueName(name) || WellKnownVariables.takeValues(name)
    return takes && !name.hasPrefix("-") ? "\(name) takes the value" : nil
  }

  /// The program that reads a value from its input; nil when it may as well want a path.
  static func reader(_ line: ShellCommandLine) -> String? {
    if line.arguments.contains(where: { $0.literal?.hasSuffix("-stdin") ?? false }) {
      return line.program
    }
    return readers.contains(line.program) ? line.program : nil
  }

  private static let readers: Set<String> = [
    "base64", "base32", "openssl", "gpg", "gpg2", "sudo", "su", "passwd", "chpasswd", "docker",
    "podman", "buildah", "skopeo", "nerdctl", "helm", "oras", "crane", "cosign", "vault", "gh",
    "glab", "kubectl", "oc", "aws", "az", "gcloud", "jq", "sha256sum", "sha1sum", "md5sum",
    "sha512sum", "htpasswd", "ssh-add", "kinit", "cryptsetup", "npm", "mysql", "psql",
    "mysql_config_editor", "curl", "age", "sops", "ansible-vault", "restic", "xxd",
  ]

  // MARK: Anywhere

  /// The context that takes a value anywhere in a word: a header, the credentials of a URL.
  ///
  /// - Parameters:
  ///   - before: The word before the value, replacement characters for what is not literal.
  ///   - after: The word after it.
  /// - Returns: The program that takes the value.
  static func inside(before: String, after: String) -> String? {
    if isHeader(before) { return "the HTTP header takes the value" }
    if isCredential(before: before, after: after) { return "the URL takes the value" }
    if before.hasSuffix(":_authToken=") { return "_authToken takes the value" }
    if let field = field(before) { return "the field \(field) takes the value" }
    return isConnection(before: before, after: after)
      ? "the connection string takes the value" : nil
  }

  /// Whether the value is the password of `Server=db;Password=…` or `host=db password=…`.
  ///
  /// Source: SqlClient, "Connection strings"; libpq, "Keyword/Value Connection Strings".
  private static func isConnection(before: String, after: String) -> Bool {
    let text = ASCII.lowercased(before)
    guard let key = ["password=", "pwd="].first(where: text.hasSuffix),
      after.utf8.first.map({ "; '\"".utf8.contains($0) }) ?? true
    else { return false }
    let others = text.dropLast(key.utf8.count)
    return others.hasSuffix(";") || others.hasSuffix("; ")
      || others.hasSuffix(" ") && ["host=", "dbname=", "user="].contains(where: others.contains)
  }

  /// The field of a JSON object whose value comes next: `{"password": "`.
  private static func field(_ before: String) -> String? {
    func isQuote(_ character: Character) -> Bool { "\"'\\".contains(character) }
    var text = before[...]
    while text.last.map({ isQuote($0) || $0 == " " }) ?? false { text.removeLast() }
    guard text.popLast() == ":" else { return nil }
    while text.last == " " { text.removeLast() }
    let quotes = text.reversed().prefix(while: isQuote).count
    text = text.dropLast(quotes)
    let name = String(text.reversed().prefix { $0 == "_" || isHeaderCharacter($0) }.reversed())
    guard quotes > 0, text.dropLast(name.count).last.map(isQuote) ?? false,
      OptionName.isValueName(name)
    else { return nil }
    return name
  }

  private static func isHeader(_ before: String) -> Bool {
    // The end of the text, up to the header's name: `Authorization: Bearer `.
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let text = ASCII.lowercased(String(line))
    guard let colon = text.lastIndex(of: ":") else { return false }
    let scheme = ByteText.trimmed(String(text[text.index(after: colon)...]))
    guard ["", "bearer", "token", "basic", "apikey", "key", "splunk", "genie-key"].contains(scheme)
    else { return false }
    let name = text[..<colon].split { !isHeaderCharacter($0) }.last.map(String.init) ?? ""
    let isName = text[..<colon].hasSuffix(name)
    guard isName, name.utf8.count >= 5 else { return false }
    return name == "authorization" || name == "proxy-authorization"
      || name.contains("-")
        && ["-token", "-key", "-secret", "-password"].contains(where: name.hasSuffix)
        && !name.hasPrefix("-")
  }

  private static func isHeaderCharacter(_ character: Character) -> Bool {
    character == "-" || character.isASCII && (character.isLetter || character.isNumber)
  }

  private static func isCredential(before: String, after: String) -> Bool {
    guard after.utf8.first == UInt8(ascii: "@") else { return false }
    let bytes = Array(before.utf8)
    guard bytes.last == UInt8(ascii: ":") || bytes.last == UInt8(ascii: "/") else { return false }
    // Between `://` and the value there is at most `user:`.
    var place = bytes.count - 1
    while place >= 2 {
      if bytes[place] == UInt8(ascii: "/") {
        return bytes[place - 1] == UInt8(ascii: "/") && bytes[place - 2] == UInt8(ascii: ":")
      }
      if bytes[place] == UInt8(ascii: "@") || bytes[place] == 0x20 { return false }
      place -= 1
    }
    return false
  }
}
