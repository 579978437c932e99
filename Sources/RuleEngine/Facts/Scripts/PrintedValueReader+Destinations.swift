import ShellSyntax

extension PrintedValueReader {
  /// Where the output of a command ends, when that is a place where it should not.
  enum Destination {
    case log
    /// A file that is uploaded; its path with why.
    case file(String)

    /// The destination of a value, as the predicate of a sentence.
    var words: String {
      switch self {
      case .log: "is printed to the job log"
      case .file(let path): "is written to \(path)"
      }
    }
  }

  /// Where the output of a command ends, when that is a place where it should not.
  func destination(_ visited: VisitedCommand) -> Destination? {
    let command = visited.command
    if visited.isInner || Self.closesCompound(command) { return nil }
    if let reader = visited.reader, command.redirections.allSatisfy({ !$0.takesOutput }),
      !command.isCaptured, let line = ShellCommandLine(reader)
    {
      if Self.writers.contains(line.program.lowercased()),
        let path = uploads.first(line.arguments, hasMoved: hasMoved)
      {
        return .file(path)
      }
      guard ExposedValue.isReader(line), reader.pipe == .none else { return nil }
      return destination(reader)
    }
    guard command.pipe == .none else { return nil }
    return destination(command)
  }

  private func destination(_ command: ShellCommand) -> Destination? {
    if !command.isOutputTaken { return .log }
    let own = command.redirections.filter(\.takesOutput)
    let targets = (own.isEmpty ? Array(command.groupRedirections.prefix(1)) : own).map(\.target)
    return uploads.first(targets, hasMoved: hasMoved).map(Destination.file)
  }

  /// Whether a command is only the end of a compound one, such as `done < FILE`, which reads a file
  /// and prints nothing itself.
  private static func closesCompound(_ command: ShellCommand) -> Bool {
    guard let first = command.words.first else { return true }
    return first.literal.map { ["done", "fi", "esac", "}", ")"].contains($0) } ?? false
  }

  /// Programs that write what they are given to files.
  private static let writers: Set<String> = [
    "tee", "set-content", "add-content", "out-file", "tee-object", "sc", "ac",
  ]

  // MARK: Lists of variables

  /// `env`, `printenv NAME`, `export -p`: they print variables without naming them.
  func listed(
    _ line: ShellCommandLine,
    _ visited: VisitedCommand,
    _ end: Destination
  ) -> [Exposure] {
    guard let first = visited.command.words.first, Self.listsAll(line) || Self.printsNamed(line)
    else { return [] }
    let values = known.items.filter { $0.value.kind != .secretFile }.map(\.key).sorted()
    guard !values.isEmpty else { return [] }
    if Self.listsAll(line) {
      let names = values.filter { Self.passes($0, visited.reader) }
      guard let name = names.first else { return [] }
      let verb =
        switch end {
        case .log: "prints all variables to the job log"
        case .file(let path): "writes all variables to \(path)"
        }
      let list = names.map(ScriptValues.written).joined(separator: ", ")
      return [
        Exposure(
          range: first.range,
          name: known.origin(of: name),
          message: "\(line.program) \(verb), with \(list) among them"
        )
      ]
    }
    return line.arguments.compactMap { word in
      guard let name = word.literal, values.contains(name) else { return nil }
      return Exposure(
        range: word.range,
        name: known.origin(of: name),
        message: "$\(name) \(end.words)"
      )
    }
  }

  private static func listsAll(_ line: ShellCommandLine) -> Bool {
    switch line.program.lowercased() {
    case "env", "printenv", "set": line.arguments.isEmpty
    case "export", "declare", "typeset", "readonly":
      line.arguments.count == 1 && line.arguments.first?.literal == "-p"
    case "get-childitem", "gci", "dir", "ls":
      line.arguments.contains {
        ["env:", "env:*", "env:\\*"].contains($0.literal?.lowercased() ?? "")
      }
    default: false
    }
  }

  private static func printsNamed(_ line: ShellCommandLine) -> Bool {
    switch line.program {
    case "printenv": true
    case "export", "declare", "typeset": line.arguments.first?.literal == "-p"
    default: false
    }
  }

  /// Whether what reads a list lets the line of a variable through.
  private static func passes(_ name: String, _ reader: ShellCommand?) -> Bool {
    guard let line = reader.flatMap(ShellCommandLine.init), line.program.hasSuffix("grep") else {
      return true
    }
    let patterns = line.arguments.compactMap(\.literal).filter { !$0.hasPrefix("-") }
    guard patterns.count == 1, line.arguments.allSatisfy({ $0.literal != nil }) else {
      return false
    }
    let options = line.arguments.compactMap(\.literal).filter { $0.hasPrefix("-") }
    let isInverted = options.contains { !$0.hasPrefix("--") && $0.contains("v") }
    let ignoresCase = options.contains { !$0.hasPrefix("--") && $0.contains("i") }
    let pattern = patterns[0].filter { !"^$=".contains($0) }
    let holds =
      ignoresCase
      ? name.lowercased().contains(pattern.lowercased()) : name.contains(pattern)
    return holds != isInverted
  }

  // MARK: Files

  /// A file of a secret that is copied to where artifacts are taken from.
  func copied(_ line: ShellCommandLine) -> [Exposure] {
    guard ["cp", "mv", "install", "copy-item", "move-item"].contains(line.program.lowercased()),
      line.arguments.count >= 2, let target = line.arguments.last,
      let path = uploads.first([target], hasMoved: hasMoved)
    else { return [] }
    return line.arguments.dropLast().compactMap { word in
      guard let variable = word.onlyVariable, known[variable.name] == .secretFile,
        variable.form == .value, let part = word.parts.first
      else { return nil }
      return exposure(ExposedValue(name: variable.name, part: part), "is copied to \(path)")
    }
  }

  /// A value that PowerShell writes to a file: `Set-Content -Path FILE -Value $env:SECRET`.
  func stored(_ line: ShellCommandLine) -> [Exposure] {
    guard Self.writers.contains(line.program.lowercased()), line.program != "tee",
      let path = uploads.first(line.arguments, hasMoved: hasMoved)
    else { return [] }
    return line.arguments.flatMap { ExposedValue.find(in: $0.parts, known) }
      .map { exposure($0, "is written to \(path)") }
  }
}
