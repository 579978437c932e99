import GitLabCI
import YAMLSyntax

/// Something found in a script, before it is said for each job that has the script.
struct ScriptFinding {
  let location: Location
  let message: String
  /// The variable that it is about.
  let name: String?
}

/// The shell text of scripts, taken apart once however many jobs share it.
///
/// A class, because it remembers; it lives for one check on one thread.
final class ScriptTexts {
  /// What a rule finds depends on the texts and on what the variables in them hold.
  struct Key: Hashable {
    var rule: String
    var nodes: [NodeID]
    var values: String
  }

  /// So many bytes of text are gone through for all jobs and rules together; only somebody who
  /// wants to waste time needs more.
  private static let limit = 16_000_000

  private var scripts: [NodeID: ShellScript] = [:]
  private var findings: [Key: [ScriptFinding]] = [:]
  private var used = 0
  /// Whether some text was not gone through.
  private(set) var isExhausted = false

  /// What a command of a script says.
  func script(_ node: NodeID, in tree: NodeTree) -> ShellScript {
    if let known = scripts[node] { return known }
    let script = ShellScript(tree.text(node))
    scripts[node] = script
    return script
  }

  /// Visits the commands of a text.
  func visit(_ node: NodeID, in tree: NodeTree, _ body: (VisitedCommand) -> Void) {
    guard spend(tree.text(node).count) else { return }
    script(node, in: tree).visit(body)
  }

  /// Where a part of a text stands.
  func location(of range: Range<Int>, in node: NodeID, of tree: NodeTree) -> Location {
    spend(tree.text(node).count) ? tree.location(of: range, in: node) : tree.location(node)
  }

  private func spend(_ count: Int) -> Bool {
    used += count
    isExhausted = isExhausted || used > Self.limit
    return used <= Self.limit
  }

  /// So many findings of one rule in one script are enough.
  private static let findingLimit = 100

  /// What a rule finds in some texts, asked once for all jobs that have the same ones.
  ///
  /// - Parameters:
  ///   - key: The texts, and what the variables in them hold.
  ///   - find: Finds what there is in one text.
  /// - Returns: The findings; of very many the first ones.
  func findings(_ key: Key, _ find: (NodeID) -> [ScriptFinding]) -> [ScriptFinding] {
    if let known = findings[key] { return known }
    var found: [ScriptFinding] = []
    for node in key.nodes where found.count < Self.findingLimit { found += find(node) }
    findings[key] = found
    return found
  }

  /// The open question that is left when not every text was gone through.
  var question: [OpenQuestion] {
    guard isExhausted else { return [] }
    return [OpenQuestion(jobs: [], reason: "the scripts are too long to be read for every job")]
  }
}

extension Job {
  /// The commands that share a shell: those of the script with what comes before it, and then
  /// what comes after.
  var shells: [ArraySlice<Sourced>] {
    let end = mainScript.endIndex
    return [script[..<end], script[end...]].filter { !$0.isEmpty }
  }
}

/// A simple command on its way through a script.
struct VisitedCommand {
  /// The command.
  let command: ShellCommand
  /// The command that reads what it writes.
  let reader: ShellCommand?
  /// Whether it stands in a substitution, so that its output is not seen.
  let isInner: Bool
}

extension ShellScript {
  /// Visits all commands: those in substitutions before the command that holds them.
  func visit(isInner: Bool = false, _ body: (VisitedCommand) -> Void) {
    for (place, command) in commands.enumerated() {
      for word in command.allWords { Self.visit(word.parts, body) }
      let reader =
        command.pipe == .command && place + 1 < commands.count ? commands[place + 1] : nil
      body(VisitedCommand(command: command, reader: reader, isInner: isInner))
    }
  }

  private static func visit(_ parts: [ShellPart], _ body: (VisitedCommand) -> Void) {
    for part in parts {
      switch part.content {
      case .substitution(let script), .process(let script): script.visit(isInner: true, body)
      case .variable(let variable): visit(variable.operand, body)
      case .literal, .other: break
      }
    }
  }
}

extension ShellCommand {
  /// All its words: what is assigned, the name and the arguments, what redirections name.
  var allWords: [ShellWord] {
    if assignments.isEmpty, redirections.isEmpty { return words }
    return assignments.map(\.value) + words + redirections.map(\.target)
  }

  /// Whether what it writes to standard output ends elsewhere than in the job's log.
  var isOutputTaken: Bool {
    isCaptured || redirections.contains(where: \.takesOutput)
  }

  /// The variables that it gives another value for the rest of the script.
  var changedVariables: [String] {
    var names = declarations.map(\.name)
    if words.isEmpty { names += assignments.map(\.name) }
    if let name = words.first?.literal, ["read", "unset", "mapfile", "for"].contains(name) {
      names += words.dropFirst().compactMap(\.literal)
    }
    return names
  }
}

extension ShellWord {
  /// The places at which variables' own values are put in, those behind `:-` included.
  var values: [(part: ShellPart, name: String)] { Self.values(parts) }

  private static func values(_ parts: [ShellPart]) -> [(part: ShellPart, name: String)] {
    parts.flatMap { part -> [(part: ShellPart, name: String)] in
      guard case .variable(let variable) = part.content else { return [] }
      let own = variable.form == .value ? [(part: part, name: variable.name)] : []
      return own + values(variable.operand)
    }
  }
}
