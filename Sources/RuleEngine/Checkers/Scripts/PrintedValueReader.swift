import ShellSyntax
import YAMLSyntax

/// A token or secret that a script gives away.
struct Exposure {
  /// Where, in the text.
  let range: Range<Int>
  /// The variable.
  let name: String?
  let message: String
}

/// Follows the texts of one shell and finds what they give away.
struct PrintedValueReader {
  /// So many findings in one text are enough.
  private static let limit = 50

  private var known: ScriptValues
  private let uploads: UploadedFiles
  private let scripts: ScriptTexts
  /// Whether `set -x` is on.
  private var isTracing = false
  /// Whether the folder may be another one than the project's.
  private var hasMoved = false

  init(known: ScriptValues, uploads: UploadedFiles, scripts: ScriptTexts) {
    self.known = known
    self.uploads = uploads
    self.scripts = scripts
  }

  /// What the next text gives away.
  mutating func read(_ node: NodeID, in tree: NodeTree) -> [Exposure] {
    let text = tree.text(node)
    guard isOfInterest(text) else { return [] }
    var found: [Exposure] = []
    var seen: Set<Range<Int>> = []
    scripts.visit(node, in: tree) { visited in
      guard found.count < Self.limit else { return }
      for exposure in exposures(visited, text) where seen.insert(exposure.range).inserted {
        found.append(exposure)
      }
      follow(visited)
    }
    return found
  }

  /// Words without which a text gives nothing away.
  private static let words = WordSearch([
    "echo", "print", "cat", "head", "tail", "base", "xxd", "hexdump", "strings", "tee", "less",
    "more", "<<", " -x", "tac", "nl ", "od ", "cp ", "mv ", "=", "read ", "unset ", "for ",
    "mapfile ", "Write-", "write-", "Get-Content", "$env:", "$Env:", "jq", "yq", "cut ", "tr ",
  ])
  /// Words that change what is printed, or print all variables.
  private static let settings = WordSearch([
    "env", "set", "export -p", "declare -p", "cd ", "pushd",
  ])

  private func isOfInterest(_ text: ArraySlice<UInt8>) -> Bool {
    if Self.settings.finds(in: text) { return true }
    return known.areNamed(in: text) && (isTracing || Self.words.finds(in: text))
  }

  /// Whether a text may give something away, or switch on what makes others do so.
  static func mayMatter(_ text: ArraySlice<UInt8>, _ known: ScriptValues) -> Bool {
    settings.finds(in: text) || known.areNamed(in: text) && words.finds(in: text)
  }

  // MARK: State

  /// What a command changes for those behind it.
  private mutating func follow(_ visited: VisitedCommand) {
    let command = visited.command
    for name in command.changedVariables { known.forget(name) }
    guard let line = ShellCommandLine(command) else { return }
    if line.program == "cd" || line.program == "pushd" { hasMoved = true }
    guard line.program == "set" else { return }
    if Self.turns("-", line) {
      // Where it may not run, or not here, nothing is claimed.
      if !visited.isInner, !command.isConditional, !command.isApart { isTracing = true }
    } else if Self.turns("+", line) {
      isTracing = false
    }
  }

  /// Whether `set` turns tracing on or off: `-x`, `-euxo pipefail`, `-o xtrace`.
  private static func turns(_ sign: Character, _ line: ShellCommandLine) -> Bool {
    var previous: String?
    for word in line.arguments {
      guard let text = word.literal else { return false }
      if text == "--" { return false }
      if text == "xtrace", previous?.first == sign, previous?.last == "o" { return true }
      if text.first == sign, text.dropFirst().contains("x"), !text.hasPrefix("--") { return true }
      previous = text
    }
    return false
  }

  // MARK: Giving away

  private func exposures(_ visited: VisitedCommand, _ text: ArraySlice<UInt8>) -> [Exposure] {
    let command = visited.command
    let line = ShellCommandLine(command)
    var found: [Exposure] = []
    if let message = destination(visited) {
      found += ExposedValue.output(of: command, known).map { value in
        Exposure(range: value.part.range, name: value.name, message: "$\(value.name) \(message)")
      }
      if let line, message == Self.printed { found += listed(line, command) }
    }
    if let line { found += copied(line) }
    if isTracing, !(command.isCaptured && command.isApart) {
      found += traced(command, by: "set -x")
    } else if let line, Self.shells.contains(line.program),
      line.arguments.first?.literal?.hasPrefix("-") ?? false
    {
      found += tracedByShell(line, text)
    }
    return found
  }

  private static let printed = "is printed to the job log"
  private static let shells: Set<String> = ["bash", "sh", "zsh", "dash", "ash", "ksh"]

  /// Whether a command is only the end of a compound one, such as `done < FILE`, which reads a file
  /// and prints nothing itself.
  private static func closesCompound(_ command: ShellCommand) -> Bool {
    guard let first = command.words.first else { return true }
    return first.literal.map { ["done", "fi", "esac", "}", ")"].contains($0) } ?? false
  }

  /// Where the output of a command ends, when that is a place where it should not.
  private func destination(_ visited: VisitedCommand) -> String? {
    let command = visited.command
    if visited.isInner || Self.closesCompound(command) { return nil }
    if let reader = visited.reader, command.redirections.allSatisfy({ !$0.takesOutput }),
      !command.isCaptured, let line = ShellCommandLine(reader), ExposedValue.isReader(line)
    {
      if line.program == "tee", let path = uploads.first(line.arguments, hasMoved: hasMoved) {
        return "is written to \(path), which the job uploads as an artifact"
      }
      return reader.pipe == .none && !reader.isOutputTaken ? Self.printed : nil
    }
    guard command.pipe == .none else { return nil }
    if !command.isOutputTaken { return Self.printed }
    let targets = command.redirections.filter(\.takesOutput).map(\.target)
    return uploads.first(targets, hasMoved: hasMoved).map {
      "is written to \($0), which the job uploads as an artifact"
    }
  }

  /// `env`, `printenv NAME`, `export -p`: they print variables without naming them.
  private func listed(_ line: ShellCommandLine, _ command: ShellCommand) -> [Exposure] {
    guard let first = command.words.first else { return [] }
    let values = known.items.filter { $0.value.kind != .secretFile }.map(\.key).sorted()
    guard !values.isEmpty else { return [] }
    let isListing =
      switch line.program {
      case "env", "printenv", "set": line.arguments.isEmpty
      case "export", "declare", "typeset":
        line.arguments.count == 1 && line.arguments.first?.literal == "-p"
      default: false
      }
    if isListing {
      let names = values.map { "$\($0)" }.joined(separator: ", ")
      return [
        Exposure(
          range: first.range,
          name: values[0],
          message: "\(line.program) prints all variables to the job log, with \(names) among them"
        )
      ]
    }
    guard line.program == "printenv" else { return [] }
    return line.arguments.compactMap { word in
      guard let name = word.literal, values.contains(name) else { return nil }
      return Exposure(range: word.range, name: name, message: "$\(name) \(Self.printed)")
    }
  }

  /// A file of a secret that is copied to where artifacts are taken from.
  private func copied(_ line: ShellCommandLine) -> [Exposure] {
    guard line.program == "cp" || line.program == "mv", line.arguments.count >= 2,
      let target = line.arguments.last,
      let path = uploads.first([target], hasMoved: hasMoved)
    else { return [] }
    return line.arguments.dropLast().compactMap { word in
      guard let variable = word.onlyVariable, known[variable.name] == .secretFile,
        variable.form == .value, let part = word.parts.first
      else { return nil }
      return Exposure(
        range: part.range,
        name: variable.name,
        message: "$\(variable.name) is copied to \(path), which the job uploads as an artifact"
      )
    }
  }

  // MARK: Tracing

  private func traced(_ command: ShellCommand, by what: String) -> [Exposure] {
    (command.assignments.map(\.value) + command.words).flatMap { word in
      ExposedValue.find(in: word.parts, known).map { value in
        Exposure(
          range: value.part.range,
          name: value.name,
          message: "\(what) prints this command with $\(value.name) to the job log"
        )
      }
    }
  }

  /// `bash -xc '...'`: what the inner shell prints.
  private func tracedByShell(_ line: ShellCommandLine, _ text: ArraySlice<UInt8>) -> [Exposure] {
    let options = line.arguments.prefix { $0.literal?.hasPrefix("-") ?? false }
    let letters = options.compactMap(\.literal).filter { !$0.hasPrefix("--") }.joined()
    guard letters.contains("x"), letters.contains("c"),
      let word = line.arguments.dropFirst(options.count).first
    else { return [] }
    let what = "\(line.program) -x"
    if word.parts.count == 1, word.parts[0].quoting == .single {
      let inner = ShellScript(text, range: word.parts[0].range)
      return inner.commands.flatMap { traced($0, by: what) }
    }
    return ExposedValue.find(in: word.parts, known).map { value in
      Exposure(
        range: value.part.range,
        name: value.name,
        message: "\(what) prints this command with $\(value.name) to the job log"
      )
    }
  }
}
