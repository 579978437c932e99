package import Evidence
import Findings

/// Rules of the user's own.
package struct RulePack: Sendable {
  /// The rules, in the order of their files.
  package private(set) var rules: [RuleDefinition] = []
  /// The faults of the files.
  package private(set) var problems: [ConfigurationProblem] = []

  /// Reads the rule files of a folder.
  ///
  /// - Parameters:
  ///   - files: The files, by the path to show.
  ///   - known: Rules that are there already; their IDs and names are taken.
  /// - Returns: The rules that are valid, and what is wrong with the others.
  package static func read(
    _ files: [(path: String, bytes: [UInt8])],
    known: [RuleDefinition]
  ) -> Self {
    var pack = Self()
    // Nearly all runs have none, and there are a hundred rules.
    guard !files.isEmpty else { return pack }
    var taken = Set(known.flatMap { [$0.id, $0.name] })
    for (path, bytes) in files {
      do throws(RuleFileError) {
        let rule = try Self.rule(path, bytes, taken)
        taken.formUnion([rule.id, rule.name])
        pack.rules.append(rule)
      } catch {
        pack.problems.append(
          ConfigurationProblem(
            path: error.place.path,
            place: .span(error.place.span),
            message: error.message
          )
        )
      }
    }
    return pack
  }

  /// Takes over the rules and problems of another folder.
  package mutating func join(_ other: Self) {
    rules += other.rules
    problems += other.problems
  }

  private static func rule(
    _ path: String,
    _ bytes: [UInt8],
    _ taken: Set<String>
  ) throws(RuleFileError) -> RuleDefinition {
    let file = try RuleFile(path: path, bytes: bytes, author: .user)
    var rule = try file.definition()
    rule.file = path
    for (key, value) in [("id", rule.id), ("name", rule.name)] {
      if let problem = problem(key, value, taken) {
        throw RuleFileError(place: file.place(ofKey: key), message: problem)
      }
    }
    do throws(RuleError) {
      try RuleCompiler.validate(rule)
    } catch {
      throw RuleFileError(
        place: file.place(of: error),
        message: "in \(error.key): \(error.message)"
      )
    }
    return rule
  }

  private static func problem(_ key: String, _ value: String, _ taken: Set<String>) -> String? {
    if value.uppercased().hasPrefix("AKV") {
      return "\"\(value)\" begins with AKV, as akvlint's own rules do; choose a prefix of your own"
    }
    let isWord = value.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    guard isWord, !value.isEmpty else {
      return "\"\(key)\" must be letters, digits, - and _, not \"\(value)\""
    }
    return taken.contains(value) ? "there is another rule \"\(value)\"" : nil
  }
}
