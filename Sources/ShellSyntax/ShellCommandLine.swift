/// A command's program and arguments, programs that only start another one left out.
package struct ShellCommandLine {
  /// The program's name, without folders.
  package let program: String
  /// Whether it is named with its folder, as scripts of a project are.
  package let hasFolder: Bool
  /// The word that names it.
  package let word: ShellWord
  /// The arguments.
  package let arguments: ArraySlice<ShellWord>
  /// The variables that `env` or `sudo` sets for it.
  package let assignments: [ShellAssignment]

  /// The command line of a command; nil when it has no name that is written out.
  package init?(_ command: ShellCommand) {
    self.init(command.words[...])
  }

  /// The command line that some words are; nil when the first one is not written out.
  package init?(_ words: ArraySlice<ShellWord>) {
    var words = words
    var assignments: [ShellAssignment] = []
    while let first = words.first?.literal, Self.starters.contains(first), words.count > 1 {
      let rest = Self.started(by: first, words.dropFirst())
      if rest.isEmpty { break }
      if first == "env" || first == "sudo" {
        assignments += words[..<rest.startIndex].compactMap(\.assignment)
      }
      words = rest
    }
    guard let name = words.first?.literal, !name.isEmpty else { return nil }
    let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
    hasFolder = slash != nil
    let last = slash.map { name[name.utf8.index(after: $0)...] } ?? name[...]
    program = last.isEmpty ? name.split(separator: "/").last.map(String.init) ?? name : String(last)
    word = words[words.startIndex]
    arguments = words.dropFirst()
    self.assignments = assignments
  }

  /// Whether it is a script of the project's own, whose options are unknown.
  package var isScript: Bool {
    hasFolder || [".sh", ".bash", ".py", ".rb", ".pl", ".js"].contains { program.hasSuffix($0) }
  }

  /// Whether one of the arguments is this word.
  package func has(_ argument: String) -> Bool {
    arguments.contains { $0.literal == argument }
  }

  /// The value of an option, as the next word or after an equals sign.
  package func value(of names: [String]) -> ShellWord? {
    for place in arguments.indices {
      for name in names {
        if arguments[place].literal == name {
          return place + 1 < arguments.endIndex ? arguments[place + 1] : nil
        }
        if let rest = arguments[place].dropping(prefix: name + "=") { return rest }
      }
    }
    return nil
  }

  private static let starters: Set<String> = [
    "sudo", "exec", "command", "builtin", "nohup", "time", "timeout", "env", "nice", "stdbuf",
    "busybox", "doas",
  ]
  /// Options of starters that have a value of their own.
  private static let valued: Set<String> = ["-u", "-g", "-n", "-k", "-s", "-a"]

  private static func started(
    by starter: String,
    _ words: ArraySlice<ShellWord>
  ) -> ArraySlice<ShellWord> {
    var words = words
    while let word = words.first?.literal, word.hasPrefix("-") {
      words = words.dropFirst(valued.contains(word) && starter != "command" ? 2 : 1)
    }
    if starter == "timeout" { words = words.dropFirst() }
    if starter == "env" || starter == "sudo" {
      words = words.drop { word in
        ShellWord.outline(word.parts).prefix { $0 != "=" }.count
          < ShellWord.outline(word.parts).count
      }
    }
    return words
  }
}
