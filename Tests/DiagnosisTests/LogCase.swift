import Files
import Foundation
import GitLabCI
import Testing
import YAMLSyntax

@testable import Diagnosis

/// A job log of `Logs` with the codes of the failures in it.
///
/// The answers in them have the shape of the services' own, with IDs of ours.
struct LogCase: Sendable, CustomTestStringConvertible {
  let name: String
  let codes: [String]

  var testDescription: String { name }

  var log: [UInt8] { Self.resource("Logs", name, "log") ?? [] }

  /// The text that people see, which `Expected` holds.
  var expected: String {
    String(decoding: Self.resource("Expected", name, "txt") ?? [], as: UTF8.self)
  }

  static func resource(_ folder: String, _ name: String, _ type: String) -> [UInt8]? {
    Bundle.module.url(forResource: name, withExtension: type, subdirectory: folder)
      .flatMap { try? Data(contentsOf: $0) }.map { Array($0) }
  }

  /// The pipeline whose jobs the logs come from.
  static let pipeline = Pipeline(
    SourceText(
      path: ".gitlab-ci.yml",
      bytes: Array(
        """
        migrate:
          id_tokens:
            AZURE_JWT: {aud: https://gitlab.bakery.example}
          secrets:
            DATABASE_PASSWORD:
              azure_key_vault:
                name: shop-db-password
                version: 5e0c1d7a9b3f48e2a6d4c0b1f7e89a23
              token: $AZURE_JWT
          script: ./migrate.sh

        deploy:
          id_tokens:
            CLOUD_JWT: {aud: api://AzureADTokenExchange}
          secrets:
            API_KEY: {azure_key_vault: {name: shop-api-key}, token: $CLOUD_JWT}
            LATE_SECRET: {azure_key_vault: {name: $LATE_NAME}, token: $CLOUD_JWT}
          script: ./deploy.sh

        """.utf8
      )
    ),
    in: InMemoryFiles([:])
  )

  static let all = table.map { LogCase(name: $0.0, codes: $0.1) }

  private static let table: [(String, [String])] = [
    ("az-access-policy", ["AccessDenied"]),
    ("az-app-mismatch", ["AADSTS700021"]),
    ("az-client-secret", ["AADSTS7000215"]),
    ("az-disabled", ["SecretDisabled"]),
    ("az-empty-token", ["federated_token_empty"]),
    ("az-expired-secret", ["AADSTS7000222"]),
    ("az-firewall", ["ForbiddenByFirewall"]),
    ("az-no-credential", ["AADSTS70025"]),
    ("az-not-found", ["SecretNotFound"]),
    ("az-policy-tenant", ["AADSTS700223"]),
    ("az-rbac", ["ForbiddenByRbac"]),
    ("az-subject", ["AADSTS700213"]),
    ("carriage-returns", ["AADSTS700211"]),
    ("dotnet-escapes", ["AADSTS700213"]),
    ("gitlab-page-malformed", ["AADSTS50027"]),
    ("gitlab-page-rbac", ["ForbiddenByRbac"]),
    ("gitlab-provider", ["secrets_provider_not_found"]),
    ("gitlab-runner-outdated", ["runner_unsupported"]),
    ("hostile-ids", ["AADSTS700213"]),
    ("job-name", ["AADSTS700213"]),
    ("logfmt", ["AccessDenied"]),
    ("masked-ids", ["ForbiddenByRbac"]),
    ("numbers-only", ["AADSTS700213"]),
    ("other-failure", []),
    ("retries", ["AADSTS700212"]),
    ("runner-algorithm", ["AADSTS5002738"]),
    ("runner-app-not-found", ["AADSTS700016"]),
    ("runner-audience", ["AADSTS700212"]),
    ("runner-bad-tenant", ["AADSTS900023"]),
    ("runner-certificate", ["certificate_not_trusted"]),
    ("runner-conditional-access", ["AADSTS53003"]),
    ("runner-custom-domain", ["challenge_resource_mismatch"]),
    ("runner-empty-name", ["secret_name_empty"]),
    ("runner-generic-mismatch", ["AADSTS70021"]),
    ("runner-http", ["vault_url_not_https"]),
    ("runner-issuer", ["AADSTS700211"]),
    ("runner-malformed-token", ["AADSTS50027"]),
    ("runner-missing-audience", ["AADSTS90014"]),
    ("runner-missing-issuer", ["AADSTS90014"]),
    ("runner-no-host", ["vault_host_unknown"]),
    ("runner-no-key", ["AADSTS5002723"]),
    ("runner-no-value", ["secret_without_value"]),
    ("runner-oidc-endpoint", ["AADSTS50166"]),
    ("runner-other-tenant", ["tenant_not_allowed"]),
    ("runner-resource", ["AADSTS500011"]),
    ("runner-sign-in-outage", ["HTTP 503"]),
    ("runner-sign-in-timeout", ["authority_unreachable"]),
    ("runner-subject", ["AADSTS700213"]),
    ("runner-subject-case", ["AADSTS7002138"]),
    ("runner-subject-crlf", ["AADSTS700213"]),
    ("runner-tenant-not-found", ["AADSTS90002"]),
    ("runner-tenant-text", ["tenant_id_invalid"]),
    ("runner-time-range", ["AADSTS700024"]),
    ("runner-timeout", ["vault_unreachable"]),
    ("runner-unknown", ["runner_system_failure"]),
    ("runner-unknown-federation-code", ["AADSTS7002977"]),
    ("runner-unknown-tenant-code", ["AADSTS905511"]),
    ("runner-unreachable-issuer", ["AADSTS501661"]),
    ("several-in-order", ["AADSTS700213", "ForbiddenByRbac", "SecretNotFound"]),
    ("split-lines", ["AADSTS700212"]),
    ("success", []),
    ("token-in-log", ["AADSTS700213", "AADSTS700212"]),
    ("two-secrets", ["SecretNotFound", "SecretNotFound"]),
    ("vault-access-policy", ["AccessDenied"]),
    ("vault-bad-name", ["BadParameter"]),
    ("vault-compound-policy", ["ForbiddenByPolicy"]),
    ("vault-disabled", ["SecretDisabled"]),
    ("vault-firewall", ["ForbiddenByFirewall"]),
    ("vault-government", ["SecretNotFound"]),
    ("vault-no-token", ["AKV10000"]),
    ("vault-no-token-old", ["AKV10000"]),
    ("vault-not-found", ["SecretNotFound"]),
    ("vault-outage", ["HTTP 503"]),
    ("vault-perimeter", ["ForbiddenByFirewall"]),
    ("vault-private", ["ForbiddenByConnection"]),
    ("vault-rbac", ["ForbiddenByRbac"]),
    ("vault-throttled", ["Throttled"]),
    ("vault-unknown-code", ["InternalServerError"]),
    ("vault-unknown-inner-code", ["ForbiddenByTomorrow"]),
    ("vault-wrong-audience", ["AKV10022"]),
    ("vault-wrong-tenant", ["AKV10032"]),
    ("vault-wrong-tenant-of-several", ["AKV10032"]),
  ]
}
