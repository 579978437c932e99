import ArgumentParser
import CommonExpressions
import Files
import Findings
import RuleEngine
import TextFormats
import YAMLSyntax

/// Writes what is generated from the files in `rules/`.
///
/// Run at the package's root, by `make generate`.
@main
struct Generate: ParsableCommand {
  private static let output = "Sources/BuiltInRules/Generated/Rules.swift"
  private static let dateOutput = "Sources/BuiltInRules/Generated/RuleSetDate.swift"

  /// The error that stops the generator; printed as it is.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  @Flag(help: "Write nothing; fail when what is generated is not fresh.")
  var check = false

  func run() throws {
    guard let repository = DiskRepository(root: HostSystem.currentFolder) else {
      throw Failure(description: "the current folder cannot be read")
    }
    let rules = try Self.rules(in: repository)
    let source = RuleGenerator.source(rules)
    let current = try? repository.read(Self.output)
    guard current.map({ String(decoding: $0, as: UTF8.self) }) != source else { return }
    if check {
      throw Failure(description: "\(Self.output) is not fresh; run make generate")
    }
    try HostSystem.writeFile(source, to: Self.output)
    let today = CalendarDay(secondsSince1970: HostSystem.secondsSince1970)
    try HostSystem.writeFile(Self.dateSource(today), to: Self.dateOutput)
    print("\(Self.output): \(rules.count) rules")
  }

  private static func dateSource(_ day: CalendarDay) -> String {
    """
    // Generated from rules/ by `make generate`; do not edit.

    extension BuiltInRuleSet {
      /// The day on which the rules last changed.
      package static let date = "\(day.text)"
    }

    """
  }

  private static func rules(in repository: DiskRepository) throws -> [RuleDefinition] {
    let paths = repository.paths { path, isFolder in
      path == "rules" || path.hasPrefix("rules/") && (isFolder || path.hasSuffix(".yml"))
    }
    var rules: [RuleDefinition] = []
    for path in paths {
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try repository.read(path)
      } catch {
        throw Failure(description: "cannot read \(path): \(error.words)")
      }
      let rule: RuleDefinition
      do throws(RuleFileError) {
        rule = try RuleFile.read(path: path, bytes: bytes)
      } catch {
        let start = error.place.span.start
        throw Failure(description: "\(path):\(start.line):\(start.column): \(error.message)")
      }
      guard path.hasSuffix("/\(rule.id)-\(rule.name).yml") else {
        throw Failure(description: "\(path) must be called \(rule.id)-\(rule.name).yml")
      }
      do throws(RuleError) {
        try RuleCompiler.validate(rule)
      } catch {
        throw Failure(
          description: "\(path): \(error.key)"
            + (error.error.map { ", line \($0.line) column \($0.column)" } ?? "")
            + ": \(error.message)"
        )
      }
      rules.append(rule)
    }
    return rules.sorted { $0.id < $1.id }
  }
}
