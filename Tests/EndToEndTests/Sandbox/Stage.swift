#if Live && Sandbox
@testable import AzureSandbox
import Foundation
import GitLabCI
import Testing

/// A sandbox behind its proxy, and a repository that depends on what it plays.
struct Stage {
  static let tenant = "66666666-7777-8888-9999-000000000000"
  static let otherTenant = "77777777-8888-9999-0000-111111111111"
  static let client = "11111111-2222-3333-4444-555555555555"
  static let caller = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
  static let instance = "https://gitlab.example.com"
  static let version = "0123456789abcdef0123456789abcdef"
  /// Made once: making RSA keys takes longest of all.
  private static let keys = Task { try await TokenKeys() }

  /// The result of a run.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
    /// The requests that reached the sandbox.
    let requests: [SandboxRequest]
    /// From when to when they waited.
    let spans: [Sandbox.Span]
    /// The maximum number of requests at the same time.
    let mostAtOnce: Int

    /// The rules of the findings, when it printed a JSON report.
    func rules() throws -> [String] { try Stage.rules(output) }
  }

  /// The rules of the findings in a JSON report.
  static func rules(_ report: String) throws -> [String] {
    struct Report: Decodable {
      struct Finding: Decodable { let rule: String }
      let findings: [Finding]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(report.utf8))
    return Set(report.findings.map(\.rule)).sorted()
  }

  /// A setup without mistakes.
  static var scenario: SandboxSetup {
    var project = SandboxSetup.Project(path: "acme/shop")
    project.protectedBranches = ["main"]
    project.variables = [
      variable("AZURE_CLIENT_ID", client), variable("AZURE_TENANT_ID", tenant),
      variable("AZURE_KEY_VAULT_SERVER_URL", "https://acme-shop.vault.azure.net"),
    ]
    var scenario = SandboxSetup()
    scenario.gitLab.token = "glpat-sandbox-made-up"
    scenario.gitLab.projects = [project]
    scenario.operatorAccess = SandboxSetup.OperatorAccess(clientID: caller, tenantID: tenant)
    scenario.job = SandboxSetup.Job(
      project: "acme/shop",
      tokens: [
        SandboxSetup.IDToken(
          name: "AZURE_JWT",
          audience: instance,
          subject: "project_path:acme/shop:ref_type:branch:ref:main"
        )
      ]
    )
    var application = SandboxSetup.Application(clientID: client)
    application.credentials = [
      TrustedCredential(
        name: "main",
        issuer: instance,
        subject: "project_path:acme/shop:ref_type:branch:ref:main",
        audiences: [instance]
      )
    ]
    scenario.tenants = [
      SandboxSetup.Tenant(id: tenant, applications: [application]),
      SandboxSetup.Tenant(id: otherTenant),
    ]
    scenario.vaults = [
      SandboxSetup.StoredVault(
        name: "acme-shop",
        tenantID: tenant,
        access: .roles([client: .secretsUser, caller: .reader]),
        secrets: [
          SandboxSetup.Secret(
            name: "database-password",
            versions: [SandboxSetup.Version(id: version)]
          )
        ]
      )
    ]
    return scenario
  }

  /// A CI/CD variable for all runs.
  static func variable(_ key: String, _ value: String) -> SandboxSetup.Variable {
    SandboxSetup.Variable(key: key, value: value, isProtected: false, environmentScope: "*")
  }

  /// A pipeline that reads one secret.
  static let pipeline = """
    deploy:
      rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
      script: ./deploy.sh
      id_tokens: {AZURE_JWT: {aud: https://gitlab.example.com}}
      secrets:
        PASSWORD:
          azure_key_vault:
            name: database-password
            version: \(version)
          token: $AZURE_JWT
    """

  /// The configuration of the pipeline's repository.
  static let configuration = """
    gitlab:
      url: https://gitlab.example.com
      project: acme/shop
    """

  /// Runs akvlint in a repository, with a sandbox.
  ///
  /// - Parameters:
  ///   - scenario: The sandbox's setup.
  ///   - files: The repository.
  ///   - arguments: akvlint's arguments.
  ///   - environment: Its environment beside the sandbox's own; an empty value removes a variable.
  /// - Returns: Its outcome, and the requests that reached the sandbox.
  /// - Throws: That nothing could be run.
  static func run(
    _ scenario: SandboxSetup,
    files: [String: String] = [".gitlab-ci.yml": pipeline, ".akvlint.yml": configuration],
    arguments: [String] = ["--live", "--format", "json"],
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let repository = try TemporaryRepository(text: files)
    return try await with(scenario) { sandbox, variables in
      let variables = variables.merging(environment) { $1 }.filter { !$0.value.isEmpty }
      let result = try await Tool.runBeside(
        arguments,
        in: repository.path,
        environment: variables
      )
      for secret in hidden(variables) {
        #expect(!result.output.contains(secret), "a token was printed")
        #expect(!result.errors.contains(secret), "a token was printed")
      }
      return Outcome(
        status: result.status,
        output: result.output,
        errors: result.errors,
        requests: sandbox.requests,
        spans: sandbox.spans,
        mostAtOnce: sandbox.mostAtOnce
      )
    }
  }

  /// Does something with a sandbox.
  ///
  /// - Parameters:
  ///   - scenario: The sandbox's setup.
  ///   - body: The action, with the sandbox and the environment that leads there.
  /// - Returns: The result.
  /// - Throws: The mistake.
  static func with<Result>(
    _ scenario: SandboxSetup,
    _ body: (Sandbox, [String: String]) async throws -> Result
  ) async throws -> Result {
    let sandbox = Sandbox(scenario, keys: try await keys.value)
    let proxy = try await SandboxProxy(sandbox)
    let certificate = try TemporaryRepository(text: ["ca.pem": proxy.certificatePEM])
    var variables = try await sandbox.environment()
    variables.merge(proxy.environment(certificateFile: "\(certificate.path)/ca.pem")) { $1 }
    let server = Task { try await proxy.run() }
    defer { server.cancel() }
    return try await body(sandbox, variables)
  }

  /// The texts that must never be printed: tokens, their payloads, and their signatures.
  static func hidden(_ environment: [String: String]) -> [String] {
    environment.filter { $0.key.contains("TOKEN") || $0.key.hasSuffix("JWT") }.values
      .flatMap { [$0] + $0.split(separator: ".").dropFirst().map(String.init) }
      .filter { $0.count > 8 }
  }
}

extension Tool {
  /// Runs a program on a thread of its own, so that the sandbox in this process can answer it.
  static func runBeside(
    _ arguments: [String],
    of program: String = path,
    in folder: String,
    environment: [String: String]
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      Thread {
        continuation.resume(
          with: Result { try run(program, arguments, in: folder, environment: environment) }
        )
      }.start()
    }
  }
}
#endif
