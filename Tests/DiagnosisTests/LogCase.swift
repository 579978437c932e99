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
}
