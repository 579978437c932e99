import AccessPrediction
import Evidence
import Files
package import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// Runs the examples of rules: they are tests.
package struct ExampleRunner: Sendable {
  /// A change to an example's files that must not change what is found.
  package enum Wrapping: String, CaseIterable, Sendable {
    case plain
    /// Line breaks as on Windows.
    case windows
    /// A byte order mark.
    case mark
    /// A preceding comment with a character outside the basic plane.
    case emoji
    /// In a file that the pipeline includes.
    case included
    /// Each mapping of the top level has an anchor, which is used elsewhere.
    case anchored
  }

  /// The day on which examples are run.
  private static let today = "2026-11-23"
  private static let root = ".gitlab-ci.yml"

  private let rules: [RuleDefinition]

  /// A runner.
  ///
  /// - Parameter rules: All rules; those of the examples are among them.
  package init(_ rules: [RuleDefinition]) {
    self.rules = rules
  }

  /// The faults of a rule's examples, one sentence each.
  package func problems(of rule: RuleDefinition) -> [String] {
    var problems: [String] = []
    for (examples, isBad) in [(rule.badExamples, true), (rule.goodExamples, false)] {
      if examples.isEmpty {
        problems.append(
          isBad
            ? "no bad example shows what the rule finds" : "no good example shows what it accepts"
        )
      }
      for example in examples {
        for wrapping in Wrapping.allCases where applies(wrapping, to: rule) {
          if let problem = problem(rule, example, isBad, wrapping) { problems.append(problem) }
        }
      }
    }
    return problems
  }

  /// Whether a wrapping can leave what a rule finds as it is: an example about a whole file or
  /// its line breaks is another one in another file.
  private func applies(_ wrapping: Wrapping, to rule: RuleDefinition) -> Bool {
    guard case .checker = rule.check else { return true }
    switch wrapping {
    case .plain, .windows, .mark, .emoji: return true
    case .included, .anchored: return rule.id > "AKV013"
    }
  }

  private func problem(
    _ rule: RuleDefinition,
    _ example: RuleDefinition.Example,
    _ isBad: Bool,
    _ wrapping: Wrapping
  ) -> String? {
    let kind = isBad ? "bad" : "good"
    let name =
      "\(kind) example \"\(example.title)\""
      + (wrapping == .plain ? "" : ", \(wrapping.rawValue)")
    let files = ExampleFiles(example.files).wrapped(wrapping)
    let found: [Finding]
    do throws(RuleError) {
      found = try findings(rule, files.plain).filter { $0.rule == rule.id }
    } catch {
      return "\(name): \(error.key): \(error.message)"
    }
    let places = Set(found.map(Self.mark))
    if isBad {
      if files.marks.isEmpty { return "\(name): nothing is marked with « and »" }
      guard places != files.marks else { return nil }
      return "\(name): marked is \(files.marks.sorted().joined(separator: ", ")), found was "
        + (places.isEmpty ? "nothing" : places.sorted().joined(separator: ", "))
    }
    guard let first = places.min() else { return nil }
    return "\(name): a finding at \(first)"
  }

  /// A place as marks are written: `path:line:column-line:column`.
  package static func mark(_ finding: Finding) -> String {
    let (start, end) = (finding.place.span.start, finding.place.span.end)
    return "\(finding.place.path):\(start.line):\(start.column)-\(end.line):\(end.column)"
  }

  /// All findings in an example's files, by all recommended rules and by one more.
  ///
  /// - Parameters:
  ///   - rule: The rule that is on, recommended or not.
  ///   - files: The files without marks, by path.
  /// - Returns: The findings.
  /// - Throws: A mistake in an expression that only a finding needs.
  package func findings(
    _ rule: RuleDefinition,
    _ files: [String: String]
  ) throws(RuleError) -> [Finding] {
    let repository = InMemoryFiles(text: files)
    var configuration = Configuration()
    if let text = files[Configuration.fileName] {
      configuration = ConfigurationReader.read(
        Array(text.utf8),
        path: Configuration.fileName,
        rules: rules.map { ($0.id, $0.name) }
      ) { path throws(FileError) in try repository.read(path) }
    }
    if let text = files[SnapshotReader.fileName] {
      let snapshot = SnapshotReader.read(Array(text.utf8), path: SnapshotReader.fileName)
      configuration.evidence.join(snapshot.evidence)
      configuration.problems += snapshot.problems
    }
    let (rules, problems) = RuleParameters.apply(
      configuration,
      to: rules
    )
    configuration.problems += problems
    guard configuration.problems.isEmpty else {
      return try ConfigurationFindings.findings(configuration.problems, rules: rules)
    }
    let pipeline = Pipeline(
      SourceText(path: Self.root, bytes: Array((files[Self.root] ?? "").utf8)),
      in: repository
    )
    var selection = RuleSelection()
    selection.settings[rule.id] = .severity(rule.severity)
    let today = CalendarDay(Self.today)
    let linter = try Linter(rules: rules, selection: selection, today: today)
    let result = try linter.check(
      pipeline,
      evidence: configuration.evidence,
      runs: Runs(configuration.allScenarios) { repository.allPaths() }
    )
    return linter.join([result]).findings
  }
}

/// The files of an example, with what is marked in them.
package struct ExampleFiles {
  private static let root = ".gitlab-ci.yml"

  private var marked: [(path: String, text: String)]

  /// The files, with the marks `«` and `»`.
  package init(_ files: [(path: String, text: String)]) {
    marked = files
  }

  /// The files without their marks, by path.
  package var plain: [String: String] {
    var files: [String: String] = [:]
    for (path, text) in marked {
      var scalars = text.unicodeScalars
      scalars.removeAll { $0 == "«" || $0 == "»" }
      files[path] = String(scalars)
    }
    return files
  }

  /// The marked places, as `path:line:column-line:column`.
  package var marks: Set<String> {
    var marks: Set<String> = []
    for (path, text) in marked {
      var (line, column, start) = (1, 1, "")
      for scalar in text.unicodeScalars {
        switch scalar {
        case "«": start = "\(line):\(column)"
        case "»": marks.insert("\(path):\(start)-\(line):\(column)")
        case "\n": (line, column) = (line + 1, 1)
        case "\u{FEFF}": break
        default: column += 1
        }
      }
    }
    return marks
  }

  func wrapped(_ wrapping: ExampleRunner.Wrapping) -> Self {
    var result = self
    for (index, file) in marked.enumerated()
    where file.path.hasSuffix(".yml") && file.path != Configuration.fileName {
      let isRoot = file.path == Self.root
      switch wrapping {
      case .plain: break
      case .windows: result.marked[index].text = file.text.replacing("\n", with: "\r\n")
      case .mark where Self.hasOneKey(file.text):
        result.marked[index].text = "\u{FEFF}" + file.text
      case .emoji: result.marked[index].text = "# 🔑 keys\n" + file.text
      case .included where isRoot: result.marked[index].path = "ci/wrapped.yml"
      case .anchored where isRoot: result.marked[index].text = Self.anchored(file.text)
      case .included, .anchored, .mark: break
      }
    }
    if wrapping == .included {
      result.marked.append((Self.root, "include: ci/wrapped.yml\n"))
    }
    return result
  }

  /// Whether a file has one key at its top level: after a byte order mark GitLab reads no other.
  package static func hasOneKey(_ text: String) -> Bool {
    text.split(separator: "\n").count { !" #-".contains($0.first ?? "#") } == 1
  }

  /// Gives each block mapping of the top level an anchor, and uses it in a hidden key.
  private static func anchored(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var result: [String] = []
    var names: [String] = []
    for (index, line) in lines.enumerated() {
      let next = index + 1 < lines.count ? lines[index + 1] : ""
      let isKey = line.first.map { $0.isLetter || $0 == "«" } ?? false
      guard isKey, line.hasSuffix(":") || line.hasSuffix(":»"), next.hasPrefix("  "),
        !next.drop(while: { $0 == " " }).hasPrefix("-"), !next.contains("<<"),
        !text.contains("---")
      else {
        result.append(String(line))
        continue
      }
      names.append("wrapped\(names.count)")
      result.append("\(line) &\(names[names.count - 1])")
    }
    if result.last?.isEmpty == true { result.removeLast() }
    return (result + names.map { ".\($0): *\($0)" }).joined(separator: "\n") + "\n"
  }
}
