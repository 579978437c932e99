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
  /// The maximum number of findings in one text.
  private static let limit = 50

  private(set) var known: ScriptValues
  let uploads: UploadedFiles
  private let scripts: ScriptTexts
  /// Whether `set -x` is on.
  private var isTracing = false
  /// Whether the folder may be another one than the project's.
  private(set) var hasMoved = false

  init(known: ScriptValues, uploads: UploadedFiles, scripts: ScriptTexts) {
    self.known = known
    self.uploads = uploads
    self.scripts = scripts
  }

  /// Returns the values that the next text exposes.
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
    "more", "<<", " -x", "tac", "nl ", "od ", "cp ", "mv ", "read ", "unset ", "for ",
    "mapfile ", "Write-", "write-", "Get-Content", "$env:", "$Env:", "${env:", "jq", "yq", "cut ",
    "tr ", "grep ", "sed ", "awk ", "-Content", "Out-File", "Copy-Item", "type ", "gc ",
  ])
  /// Words that change what is printed, or print all variables.
  private static let settings = WordSearch([
    "env", "set", "export -p", "declare -p", "cd ", "pushd", "nv:",
  ])

  private func isOfInterest(_ text: ArraySlice<UInt8>) -> Bool {
    if Self.settings.finds(in: text) { return true }
    return known.areNamed(in: text) && (isTracing || Self.mayExpose(text))
  }

  /// Whether a text may give something away, or switch on what makes others do so.
  static func mayMatter(_ text: ArraySlice<UInt8>, _ known: ScriptValues) -> Bool {
    settings.finds(in: text) || known.areNamed(in: text) && mayExpose(text)
  }

  private static func mayExpose(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains(UInt8(ascii: "=")) || words.finds(in: text)
  }

  // MARK: State

  /// Applies a command's effects on later commands.
  private mutating func follow(_ visited: VisitedCommand) {
    let command = visited.command
    known.follow(command)
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
    if let end = destination(visited) {
      found += ExposedValue.output(of: command, known).map { exposure($0, "\(end.words)") }
      if let line { found += listed(line, visited, end) }
    }
    if let line { found += copied(line) + stored(line) }
    if isTracing, !(command.isCaptured && command.isApart) {
      found += traced(command, by: "set -x")
    } else if let line, Self.shells.contains(line.program),
      line.arguments.first?.literal?.hasPrefix("-") ?? false
    {
      found += tracedByShell(line, text)
    }
    return found
  }

  /// The exposure of a value: the variable's name followed by some words.
  func exposure(_ value: ExposedValue, _ words: String) -> Exposure {
    Exposure(
      range: value.part.range,
      name: known.origin(of: value.name),
      message: "\(ScriptValues.written(value.name)) \(words)"
    )
  }

  private static let shells: Set<String> = ["bash", "sh", "zsh", "dash", "ash", "ksh"]

  // MARK: Tracing

  private func traced(_ command: ShellCommand, by what: String) -> [Exposure] {
    (command.assignments.map(\.value) + command.words).flatMap { word in
      ExposedValue.find(in: word.parts, known).map { traced($0, what) }
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
    return ExposedValue.find(in: word.parts, known).map { traced($0, what) }
  }

  private func traced(_ value: ExposedValue, _ what: String) -> Exposure {
    let name = ScriptValues.written(value.name)
    return Exposure(
      range: value.part.range,
      name: known.origin(of: value.name),
      message: "\(what) prints this command with \(name) to the job log"
    )
  }
}
