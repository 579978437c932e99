import AzureFederation
import TextFormats

/// A first `.akvlint.yml`, with a comment on each part: what was found, and what to add.
package struct ConfigurationDraft {
  /// One thing that was found, and where.
  package struct Discovery: Sendable {
    /// The value.
    package let value: String
    /// Where it comes from, as a sentence without a full stop.
    package let origin: String

    /// A discovery.
    package init(_ value: String, from origin: String) {
      self.value = value
      self.origin = origin
    }
  }

  /// A federated credential that an application has.
  package struct Credential: Sendable {
    let name: String
    let issuer: String
    let subject: String
    let audience: String

    /// A credential.
    package init(name: String, issuer: String, subject: String, audience: String) {
      self.name = name
      self.issuer = issuer
      self.subject = subject
      self.audience = audience
    }
  }

  /// The instance.
  package var url: Discovery?
  /// The project's full path.
  package var project: Discovery?
  /// The default branch.
  package var defaultBranch: Discovery?
  /// The dependencies of the jobs that read secrets.
  package var targets = LiveTargets()
  /// The tenant of the signed-in user, when the pipeline names none.
  package var tenant: Discovery?
  /// The federated credentials of applications, by their client IDs, as far as they are known.
  package var credentials: [String: [Credential]] = [:]
  /// Entries of the list of CI/CD variables, as YAML.
  package var projectVariables: [String] = []
  /// The queries that got no answer.
  package var gaps: [String] = []
  /// Variables of the provider that some jobs that read secrets do not have in the YAML.
  package var missingVariables: Set<String> = []
  /// The names of the jobs that read secrets.
  package var jobs: [String] = []
  /// The names of the jobs whose scripts sign in to Azure.
  package var signIns: [String] = []

  /// No facts.
  package init() {}

  /// The file.
  package func render() -> String {
    """
    # yaml-language-server: $schema=\(ConfigurationJSONSchema.address)
    # What akvlint cannot see in the pipeline itself. It works without this file; with it, it judges more.
    gitlab:
    \(line("url", url, "https://gitlab.com", "the instance; it issues the ID tokens"))
    \(line("project", project, "group/project", "the project's full path"))
    \(line("default_branch", defaultBranch, "main", "the default branch"))
      # What only some refs get depends on what is protected:
      # protected: {branches: [main], tags: [v*]}
      # version: "18.9"

    \(identities)
    \(variables)
    # Live evidence stored by "akvlint snapshot" needs no entry: .akvlint.snapshot.json is always read.
    \(gaps.map { "# Not answered: \(Self.comment($0))\n" }.joined())
    """
  }

  private func line(
    _ key: String,
    _ found: Discovery?,
    _ example: String,
    _ meaning: String
  ) -> String {
    guard let found else { return "  # \(key): \(example) # \(meaning)" }
    return "  \(key): \(Self.scalar(found.value)) # \(Self.comment(found.origin))"
  }

  private var identities: String {
    let uses = [
      Self.list("Jobs that read Azure secrets", jobs),
      Self.list("Jobs whose scripts sign in to Azure", signIns),
    ].compactMap(\.self)
    let reading =
      uses.isEmpty
      ? "# No job of the pipeline uses Azure so far." : uses.joined(separator: "\n")
    let example = "00000000-0000-0000-0000-000000000000"
    let clients = targets.clients.sorted()
    let named = targets.tenants.count == 1 ? targets.tenants.first : nil
    let tenant = named ?? (targets.tenants.isEmpty ? self.tenant?.value : nil)
    let origin = named == nil ? self.tenant.map { " # \(Self.comment($0.origin))" } ?? "" : ""
    let credentials =
      "az rest --method get --url \"https://graph.microsoft.com/beta/applications"
      + "(appId='\(clients.first ?? example)')/federatedIdentityCredentials\""
    // One is enough for the example; those in the pipeline are all listed, or the others would be
    // unknown.
    let mark = clients.isEmpty ? "# " : ""
    let list = (clients.isEmpty ? [example] : clients).map { client in
      """
      \(mark)    - client_id: \(client)
      \(mark)      \(tenant == nil ? "# " : "")tenant_id: \(tenant ?? example)\(origin)
      \(credentialList(of: client) ?? "\(mark)      # credentials: credentials.json")
      """
    }
    return """
      \(reading)
      # With what an application trusts, akvlint predicts Entra ID's answer. Export it with
      #   \(credentials) > credentials.json
      # and name the file below. akvlint credentials then plans what the application must trust.
      \(mark)azure:
      \(mark)  identities:
      \(list.joined(separator: "\n"))

      """
  }

  /// A comment that names jobs; nil for none.
  private static func list(_ title: String, _ jobs: [String]) -> String? {
    guard !jobs.isEmpty else { return nil }
    let more = jobs.count > 8 ? " and \(jobs.count - 8) more" : ""
    return "# \(title): \(comment(jobs.prefix(8).joined(separator: ", ")))\(more)."
  }

  /// The credentials of an application, when they are known.
  private func credentialList(of client: String) -> String? {
    guard let known = credentials[client] else { return nil }
    guard !known.isEmpty else { return "      credentials: [] # from az" }
    let entries = known.map { credential in
      """
              - name: \(Self.scalar(credential.name))
                issuer: \(Self.scalar(credential.issuer))
                subject: \(Self.scalar(credential.subject))
                audiences: [\(Self.scalar(credential.audience))]
      """
    }
    return "      credentials: # from az\n" + entries.joined(separator: "\n")
  }

  /// One of the project's CI/CD variables as an entry of the list.
  package static func variable(key: String, scope: String, isProtected: Bool) -> String {
    var fields = ["key: \(scalar(key))"]
    if scope != "*" { fields.append("environment_scope: \(scalar(scope))") }
    if isProtected { fields.append("protected: true") }
    return fields.count == 1 ? scalar(key) : "{\(fields.joined(separator: ", "))}"
  }

  private var variables: String {
    guard projectVariables.isEmpty else {
      let list = projectVariables.map { "#   - \(Self.comment($0))" }.joined(separator: "\n")
      return """
        # CI/CD variables of the project, from glab; those of its groups and of the instance are not
        # included. Listing any declares that there are no others: add them, then uncomment the list.
        # variables:
        \(list)

        """
    }
    let names =
      jobs.isEmpty ? AzureVariables.all : AzureVariables.all.filter(missingVariables.contains)
    let list = names.map { name in
      name == AzureVariables.vaultURL ? "#   - \(name)" : "#   - {key: \(name), protected: true}"
    }
    return """
      # CI/CD variables that live in the project's settings. Listing any declares that there are no others.
      # variables:
      \((list.isEmpty ? ["#   - NAME"] : list).joined(separator: "\n"))

      """
  }

  /// Words that YAML 1.1 takes for something else than text.
  private static let keywords = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

  /// A text as a YAML scalar that is always a string.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-_./:".unicodeScalars.contains(scalar))
    }
    let startsWithLetter = text.unicodeScalars.first?.properties.isAlphabetic ?? false
    let isKeyword = keywords.contains(text.lowercased())
    if isPlain, startsWithLetter, !isKeyword, !text.hasSuffix(":") { return text }
    var json = JSONText()
    json.value(text)
    return json.text
  }

  /// A text for a comment: without anything that would end it.
  private static func comment(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      let endsLine = ["\u{7F}", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
      return scalar.value < 0x20 || endsLine ? " " : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
