import Foundation
import TestSupport

extension GitRepository {
  /// An environment in which akvlint finds Git.
  static let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]

  /// A repository with one commit on `main`.
  convenience init(committed files: [String: String]) throws {
    try self.init(files)
    try commit()
  }

  /// Runs akvlint in it.
  func akvlint(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> Tool.Outcome {
    try Tool.run(
      arguments,
      in: path,
      environment: Self.environment.merging(environment) { $1 }
    )
  }
}
