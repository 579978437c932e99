import TextFormats

/// A shell command with places for the values in the report of a failure.
///
/// Places are facts in braces, such as `{vault}`, and names of a cloud, such as `{vault_suffix}`;
/// `{credential}` is the body of a federated credential, `{new issuer}` and the like are the part
/// of such a body that changes, and `{name}` is a name for a new credential.
package struct CommandTemplate: Hashable, Sendable {
  /// A command ready to paste, but for what is missing.
  package struct Filled: Hashable, Sendable {
    /// The command.
    package let text: String
    /// Facts that are not known, for which the command has a word in capitals.
    package let missing: [FailureFact]
    /// The kind of identity for which the command is, when there is another for the other kind.
    package let kind: IdentityKind?
  }

  /// The command with its places, then those that do with other facts, best first.
  package let alternatives: [String]
  /// The same for managed identities; empty when the command serves both kinds.
  package let managedIdentity: [String]

  /// A command from its text.
  package init(_ text: String) {
    self.init([text])
  }

  /// A command from several texts: the first one whose facts are all known is used.
  package init(_ alternatives: [String], managedIdentity: [String] = []) {
    self.alternatives = alternatives
    self.managedIdentity = managedIdentity
  }

  /// The command for an identity of a kind, or one for each kind when that is not known.
  ///
  /// - Parameters:
  ///   - facts: The values.
  ///   - cloud: The cloud whose names are used.
  ///   - kind: The kind of the identity; nil when it is not known.
  /// - Returns: The commands, each with what is missing in it.
  package func filled(
    with facts: [FailureFact: String],
    in cloud: Cloud,
    for kind: IdentityKind?
  ) -> [Filled] {
    guard !managedIdentity.isEmpty else { return [filled(with: facts, in: cloud)] }
    return IdentityKind.allCases.filter { kind == nil || $0 == kind }.map { kind in
      let texts = kind == .application ? alternatives : managedIdentity
      return Self.best(of: texts, facts, cloud, kind)
    }
  }

  /// The command with values in its places.
  ///
  /// Values come from job logs, which are not trusted: they are quoted for the shell, and one that
  /// would be taken for an option is left out.
  package func filled(
    with facts: [FailureFact: String],
    in cloud: Cloud = .public
  ) -> Filled {
    Self.best(of: alternatives, facts, cloud, nil)
  }

  private static func best(
    of texts: [String],
    _ facts: [FailureFact: String],
    _ cloud: Cloud,
    _ kind: IdentityKind?
  ) -> Filled {
    let all = texts.map { filled($0, facts, cloud, kind) }
    return all.first { $0.missing.isEmpty } ?? all[0]
  }

  private static func filled(
    _ text: String,
    _ facts: [FailureFact: String],
    _ cloud: Cloud,
    _ kind: IdentityKind?
  ) -> Filled {
    var result = ""
    var missing: [FailureFact] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      if let body = body(name, facts, &missing) {
        result += ShellText.word(body)
      } else if let value = cloud.value(of: name) {
        result += value
      } else if let fact = FailureFact(rawValue: String(name)) {
        result += value(fact, facts, &missing).map(ShellText.word) ?? fact.placeholder
      } else {
        result += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return Filled(text: result + rest, missing: missing, kind: kind)
  }

  private static func value(
    _ fact: FailureFact,
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String? {
    if let value = facts[fact], !value.hasPrefix("-") { return value }
    if !missing.contains(fact) { missing.append(fact) }
    return nil
  }

  /// The JSON that `az ad app federated-credential` takes; nil for the names of facts.
  private static func body(
    _ name: Substring,
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String? {
    if name == "credential" { return credential(facts, &missing) }
    if name == "name" { return self.name(for: facts[.subject]) }
    guard name.hasPrefix("new "), let fact = FailureFact(rawValue: String(name.dropFirst(4)))
    else { return nil }
    let value = json(value(fact, facts, &missing) ?? fact.placeholder)
    return fact == .audience ? "{\"audiences\":[\(value)]}" : "{\"\(fact.rawValue)\":\(value)}"
  }

  /// The JSON of a whole credential.
  private static func credential(
    _ facts: [FailureFact: String],
    _ missing: inout [FailureFact]
  ) -> String {
    let values = [FailureFact.issuer, .subject, .audience].map { fact in
      json(value(fact, facts, &missing) ?? fact.placeholder)
    }
    return "{\"name\":\(json(name(for: facts[.subject]))),\"issuer\":\(values[0]),"
      + "\"subject\":\(values[1]),\"audiences\":[\(values[2])]}"
  }

  /// A name for the credential of a subject: Entra ID takes 3 to 120 letters, digits, hyphens and
  /// underscores.
  private static func name(for subject: String?) -> String {
    let last = subject?.split(separator: ":").last ?? ""
    let letters = last.utf8.prefix(100).map { byte in
      ASCII.isLetter(byte) || ASCII.isDigit(byte) ? byte : UInt8(ascii: "-")
    }
    return letters.isEmpty ? "gitlab-job" : "gitlab-\(String(decoding: letters, as: UTF8.self))"
  }

  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
