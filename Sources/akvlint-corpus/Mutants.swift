import BuiltInRules
import Evidence
import Files
import Foundation
import GitLabCI
import RuleEngine
import TestSupport
import YAMLSyntax

/// Checks damaged copies of files: none may crash or take long.
struct Mutants {
  /// Longer than this is a failure.
  private static let timeLimit = 2.0
  /// The number of files that are cut off at every byte.
  private static let truncatedFiles = 10

  let folder: String
  private let linter: Linter
  private var generator: SeededNumbers
  private(set) var count = 0
  private(set) var slowest = 0.0
  private(set) var failures = 0

  init(folder: String, seed: UInt64) throws {
    self.folder = folder
    linter = try Linter(rules: BuiltInRuleSet.all)
    generator = SeededNumbers(seed: seed)
  }

  /// Checks mutants of every file, and some files cut off everywhere.
  mutating func run(perFile: Int) {
    guard let repository = DiskRepository(root: folder) else { return }
    let paths = repository.allPaths().filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
    for path in paths {
      guard let bytes = try? repository.read(path) else { continue }
      let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for _ in 0..<perFile { check(mutant(of: lines), of: path) }
    }
    let short = paths.filter { (try? repository.read($0).count) ?? .max < 4_096 }
    for path in short.shuffled(using: &generator).prefix(Self.truncatedFiles) {
      guard let bytes = try? repository.read(path) else { continue }
      for length in bytes.indices { check(Array(bytes[..<length]), of: path) }
    }
  }

  /// One to three damages: lines deleted, doubled or swapped, bytes inserted, a cut.
  private mutating func mutant(of lines: [ArraySlice<UInt8>]) -> [UInt8] {
    var lines = lines
    for _ in 0..<Int.random(in: 1...3, using: &generator) where lines.count > 1 {
      let first = Int.random(in: lines.indices, using: &generator)
      let second = Int.random(in: lines.indices, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: lines.remove(at: first)
      case 1: lines.insert(lines[first], at: second)
      case 2: lines.swapAt(first, second)
      case 3:
        var line = Array(lines[first])
        let place = Int.random(in: 0...line.count, using: &generator)
        let byte = "\"'[]{}:,&*!|>%@`#-\t \0\u{7F}$".utf8.randomElement(using: &generator) ?? 0
        line.insert(byte, at: place)
        lines[first] = line[...]
      default:
        let line = lines[first]
        lines[first] = line.prefix(Int.random(in: 0...line.count, using: &generator))
      }
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private mutating func check(_ bytes: [UInt8], of path: String) {
    // Kept, so that what crashed can be looked at.
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("akvlint-mutant.yml")
    try? Data(bytes).write(to: copy)
    let start = Date()
    let pipeline = Pipeline(SourceText(path: path, bytes: bytes), in: InMemoryFiles([:]))
    _ = try? linter.check(pipeline, evidence: ProjectEvidence())
    let seconds = Date().timeIntervalSince(start)
    count += 1
    slowest = max(slowest, seconds)
    if seconds > Self.timeLimit {
      failures += 1
      print("slow: a mutant of \(path) took \(seconds) s")
    }
  }
}
