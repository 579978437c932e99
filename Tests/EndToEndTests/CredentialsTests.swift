import Files
import Foundation
import Testing

@Suite struct CredentialsTests {
  private static let sample = "samples/trust"
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let resource =
    "/subscriptions/55555555-0000-0000-0000-000000000000/resourcegroups/shop/providers"
    + "/Microsoft.ManagedIdentity/userAssignedIdentities/shop-deploy"

  /// Texts that mean something to a shell, Terraform, Bicep, JSON or a terminal.
  private static let hostile =
    "x'\"; touch pwned; $(touch pwned) `touch pwned` ${HOME} %{if true} \u{1B}[2J\n} resource \""

  /// The formats, each with the file that holds what it must print for the sample.
  @Test(arguments: [
    ("text", "txt"), ("json", "json"), ("az", "sh"), ("terraform", "tf"), ("bicep", "bicep"),
  ])
  func format(name: String, suffix: String) throws {
    let outcome = try Tool.run(
      ["credentials", "--format", name, "--root", Self.sample, "\(Self.sample)/.gitlab-ci.yml"]
    )
    let golden = "\(Tool.packageRoot)/\(Self.sample)/expected-credentials.\(suffix)"
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      try HostSystem.writeFile(outcome.output, to: golden)
      Issue.record("recorded \(golden); look at it and run the tests again")
      return
    }
    #expect(outcome.output == (try String(contentsOfFile: golden, encoding: .utf8)))
    #expect(outcome.status == 0)
  }

  @Test func checkAsksForWhatRemains() throws {
    let place = ["--check", "--root", Self.sample, "\(Self.sample)/.gitlab-ci.yml"]
    #expect(try Tool.run(["credentials"] + place).status == 1)
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": try String(
        contentsOfFile: "\(Tool.packageRoot)/\(Self.sample)/.gitlab-ci.yml",
        encoding: .utf8
      ),
      ".akvlint.yml": Self.configuration(
        """
              - name: main
                issuer: https://gitlab.com
                subject: project_path:acme/shop:ref_type:branch:ref:main
                audiences: [https://gitlab.com]
        """
      ),
    ])
    let one = ["credentials", "--check", "--for"]
    #expect(try Tool.run(one + ["default-branch,schedule"], in: repository.path).status == 0)
    #expect(try Tool.run(one + ["release@tag"], in: repository.path).status == 1)
  }

  private static func configuration(_ credentials: String, kind: String = "application") -> String {
    """
    gitlab:
      url: https://gitlab.com
      project: acme/shop
      project_id: 42
      default_branch: main
      protected: {branches: [main], tags: [v*]}
    azure:
      identities:
        - client_id: \(client)
          kind: \(kind)
          \(kind == "application" ? "" : "resource_id: \(resource)")
          credentials:
    \(credentials)
    variables:
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://acme-shop.vault.azure.net}
      - {key: AZURE_CLIENT_ID, value: \(client)}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}

    """
  }

  @Test(arguments: [
    (
      ["--for", "nothing"],
      "unknown scenario nothing; the scenarios are default-branch"
    ),
    (["--for", "fork-merge-request"], "--for cannot select fork-merge-request"),
    (["--format", "yaml"], "'text', 'az', 'terraform', 'bicep' or 'json'"),
  ])
  func refusesWhatItDoesNotKnow(options: [String], message: String) throws {
    let place = ["--root", Self.sample, "\(Self.sample)/.gitlab-ci.yml"]
    let outcome = try Tool.run(["credentials"] + options + place)
    #expect(outcome.status == 2 || outcome.status == 64)
    let words = message.split(separator: " ")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
  }

  @Test func writesAFile() throws {
    let repository = try TemporaryRepository(text: [:])
    let file = "\(repository.path)/plan.json"
    let place = ["--root", Self.sample, "\(Self.sample)/.gitlab-ci.yml"]
    let outcome = try Tool.run(["credentials", "--format", "json", "-o", file] + place)
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{\"schema\":1,"))
  }

  // MARK: Hostile texts

  /// A repository whose names and subjects mean something to a shell, for an application or a managed
  /// identity.
  private static func hostileRepository(_ kind: String) throws -> TemporaryRepository {
    let name = Self.yaml(hostile)
    let credentials = """
            - {name: \(name), issuer: https://gitlab.com, subject: 'project_path:acme/shop', audiences: [a]}
            - {name: broad, issuer: https://gitlab.com, audiences: [https://gitlab.com],
               claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:acme/shop:*'"}}
      """
    return try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      deploy:
        script: x
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
      """,
      ".akvlint.yml": configuration(credentials, kind: kind)
        + "scenarios:\n  - {name: hostile, ref: \(name)}\n  - {name: plain, ref: v1}\n",
    ])
  }

  private static func yaml(_ text: String) -> String {
    let escapes = [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\u{1B}", "\\e")]
    let escaped = escapes.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    return "\"\(escaped)\""
  }

  @Test(arguments: ["application", "managed_identity"])
  func aScriptPassesTextsOnAsTheyAre(kind: String) throws {
    let repository = try Self.hostileRepository(kind)
    let outcome = try Tool.run(
      ["credentials", "--for", "hostile,plain", "--format", "az"],
      in: repository.path
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.unicodeScalars.contains("\u{1B}"))
    let script = "\(repository.path)/plan.sh"
    // Shows what az would get, one argument a line.
    let wrapped = "az() { printf '%s\\n' \"${@@Q}\"; }\n" + outcome.output
    try HostSystem.writeFile(wrapped, to: script)
    let syntax = try Self.bash(["-n", script], in: repository.path)
    #expect(syntax.status == 0, "\(syntax.errors)\n\(outcome.output)")
    let run = try Self.bash([script], in: repository.path)
    #expect(run.status == 0, "\(run.errors)\n\(outcome.output)")
    #expect(HostSystem.kind("\(repository.path)/pwned") == nil)
    #expect(run.output.contains("touch pwned"), "\(run.output)")
  }

  private static func bash(_ arguments: [String], in folder: String) throws -> Tool.Outcome {
    try Tool.run("/bin/bash", arguments, in: folder, environment: ["PATH": "/usr/bin:/bin"])
  }

  @Test(arguments: ["terraform", "bicep"], ["application", "managed_identity"])
  func nothingIsInterpolated(format: String, kind: String) throws {
    let repository = try Self.hostileRepository(kind)
    let outcome = try Tool.run(
      ["credentials", "--for", "hostile,plain", "--format", format],
      in: repository.path
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.unicodeScalars.contains("\u{1B}"))
    let code = outcome.output.split(separator: "\n").filter { line in
      !line.hasPrefix("#") && !line.hasPrefix("//")
    }.joined(separator: "\n")
    #expect(code.contains("touch pwned"))
    // Only the references that akvlint writes itself are interpolated.
    let escaped = format == "terraform" ? "$${" : "\\${"
    #expect(code.contains("\(escaped)HOME}"))
    #expect(!code.replacingOccurrences(of: escaped, with: "").contains("${HOME}"))
    #expect(!code.contains("\n} resource"))
  }
}
