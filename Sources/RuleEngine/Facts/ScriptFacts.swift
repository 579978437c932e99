import GitLabCI
import ShellSyntax
import YAMLSyntax

/// A simple command in the script of a job.
struct ScriptCommand {
  /// The index of the job.
  let job: Int
  /// The text of the script that holds it.
  let node: NodeID
  let command: ShellCommand
  /// Its program and arguments; nil when its first word is not written out.
  let line: ShellCommandLine?
}

/// A variable whose value is put into a command.
struct VariableUse {
  /// The command, by its place among all of them.
  let command: Int
  let name: String
  /// Where the variable is in the script, in bytes.
  let range: Range<Int>
  /// Whether it is in an argument of the program.
  let isArgument: Bool
}

/// The jobs' scripts, taken apart as far as rules ask for it.
///
/// A class, because it remembers; it lives for one check on one thread.
final class ScriptFacts {
  /// More commands than these are not looked at: only a script made to exhaust memory has them.
  private static let commandLimit = 100_000

  private let pipeline: Pipeline
  private let subjects: [Int]
  private let tree: NodeTree
  private var functions: [Int: Set<String>] = [:]
  private var values: [Int: ScriptValues] = [:]

  /// The parsed texts, with the limit on how much is read.
  let texts: ScriptTexts
  /// The commands of the scripts of all jobs, in order.
  private(set) lazy var commands = makeCommands()
  /// The variables whose values are put into commands, in order.
  private(set) lazy var variableUses = makeVariableUses()
  /// The words that expressions have been given, each with the place of its command.
  private(set) var words: [(command: Int, word: ShellWord)] = []

  init(_ pipeline: Pipeline, subjects: [Int]) {
    self.pipeline = pipeline
    self.subjects = subjects
    tree = pipeline.tree
    texts = ScriptTexts(pipeline)
  }

  private func makeCommands() -> [ScriptCommand] {
    var commands: [ScriptCommand] = []
    for job in subjects {
      for item in pipeline.jobs[job].script {
        texts.visit(item.node, in: tree) { visited in
          guard commands.count < Self.commandLimit else { return texts.giveUp() }
          commands.append(
            ScriptCommand(
              job: job,
              node: item.node,
              command: visited.command,
              line: ShellCommandLine(visited.command)
            )
          )
        }
      }
    }
    return commands
  }

  private func makeVariableUses() -> [VariableUse] {
    commands.indices.flatMap { place -> [VariableUse] in
      let arguments = commands[place].line?.arguments ?? []
      return commands[place].command.allWords.flatMap { word -> [VariableUse] in
        let isArgument = arguments.contains { $0.range == word.range }
        return word.values.map { part, name in
          VariableUse(command: place, name: name, range: part.range, isArgument: isArgument)
        }
      }
    }
  }

  /// The names of the functions that a job's scripts define.
  func functions(ofJob job: Int) -> Set<String> {
    if let known = functions[job] { return known }
    let names = pipeline.jobs[job].script.flatMap { texts.script($0.node, in: tree).functions }
    functions[job] = Set(names)
    return Set(names)
  }

  /// The variables of a job that hold ID tokens or something of a secret.
  func values(ofJob job: Int) -> ScriptValues {
    if let known = values[job] { return known }
    let made = ScriptValues(pipeline.jobs[job], in: tree)
    values[job] = made
    return made
  }

  /// The ID token or the secret that a variable is.
  func symbol(of use: VariableUse, isToken: Bool) -> Symbol? {
    let item = values(ofJob: commands[use.command].job).items[use.name]
    return item.flatMap { ($0.kind == .idToken) == isToken ? $0.symbol : nil }
  }

  /// Keeps a word of a command, so that an expression can refer to it.
  ///
  /// - Returns: Its place among all that are kept.
  func keep(_ word: ShellWord, of command: Int) -> Int {
    words.append((command: command, word: word))
    return words.count - 1
  }

  // MARK: Places

  /// Where the program of a command is written.
  func location(ofCommand place: Int) -> Location {
    let command = commands[place]
    guard let word = command.line?.word ?? command.command.words.first else {
      return tree.location(command.node)
    }
    return location(of: word.contentRange, in: command)
  }

  /// Where a word that was kept is written.
  func location(ofWord place: Int) -> Location {
    location(of: words[place].word.contentRange, in: commands[words[place].command])
  }

  /// Where a variable is expanded.
  func location(of use: VariableUse) -> Location {
    location(of: use.range, in: commands[use.command])
  }

  private func location(of range: Range<Int>, in command: ScriptCommand) -> Location {
    texts.location(of: range, in: command.node, of: tree)
  }
}

extension ShellWord {
  /// Where it is written, without quotes around it.
  fileprivate var contentRange: Range<Int> {
    guard let first = parts.first, let last = parts.last else { return range }
    return first.range.lowerBound..<last.range.upperBound
  }

  /// The text with variables as `$NAME`, any other expansion as `$(...)`, and a backslash before a
  /// literal dollar sign.
  var pattern: String {
    var text = ""
    for part in parts {
      switch part.content {
      case .literal(let literal):
        for character in literal { text += character == "$" ? "\\$" : String(character) }
      case .variable(let variable) where variable.form == .value:
        text += variable.name.hasPrefix("$") ? variable.name : "$\(variable.name)"
      default: text += "$(...)"
      }
    }
    return text
  }
}
