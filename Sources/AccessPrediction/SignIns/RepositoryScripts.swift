import Files
import ShellSyntax

/// The shell and PowerShell scripts of a repository, each read once and only when a job runs it.
///
/// A class, because it remembers; it lives for one check on one thread.
final class RepositoryScripts {
  /// The maximum number of bytes of a script that are read.
  private static let limit = 200_000
  private static let endings = [".sh", ".bash"]

  private let repository: (any RepositoryFiles)?
  /// The scripts that were read, nil for files that are none.
  private var known: [Key: ShellScript?] = [:]

  private struct Key: Hashable {
    let path: String
    let isNamed: Bool
  }

  init(_ repository: (any RepositoryFiles)?) {
    self.repository = repository
  }

  /// A script, by its path from the project's folder; nil when it is not there.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - isNamed: Whether a shell is named that reads it. Otherwise its ending or its first line
  ///     must be that of a script.
  /// - Returns: The script.
  func script(_ path: String, isNamed: Bool) -> ShellScript? {
    let key = Key(path: path, isNamed: isNamed)
    if let script = known[key] { return script }
    let script = text(path).flatMap { Self.script($0, path, isNamed: isNamed) }
    known[key] = script
    return script
  }

  /// The script that a file holds; nil when it is not one for a shell.
  static func script(_ bytes: [UInt8], _ path: String, isNamed: Bool) -> ShellScript? {
    if path.hasSuffix(".ps1") { return ShellScript(powerShell: bytes[...]) }
    guard isNamed || endings.contains(where: path.hasSuffix) || namesShell(bytes) else {
      return nil
    }
    return ShellScript(bytes[...])
  }

  /// Whether the first line names a shell: `#!/bin/sh`, `#!/usr/bin/env bash`.
  private static func namesShell(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: Array("#!".utf8)) else { return false }
    let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    let words = line.split { $0 == "/" || $0.isWhitespace }
    return words.contains { ["sh", "bash", "ash", "dash", "ksh", "zsh"].contains($0) }
  }

  /// The bytes of a file, by its path from the project's folder; nil when it is not there.
  func text(_ path: String) -> [UInt8]? {
    guard !path.hasPrefix("/"), !path.hasPrefix("$"), !path.hasPrefix("~"),
      let repository, let bytes = try? repository.read(path), bytes.count <= Self.limit,
      repository.budget.spend(bytes.count / 32, on: .scriptSteps)
    else { return nil }
    return bytes
  }
}
