package import ShellSyntax
import YAMLSyntax

/// A sign-in to Azure with an ID token in a script: `az login --federated-token`, or a file whose
/// path `AZURE_FEDERATED_TOKEN_FILE` tells Azure's libraries.
///
/// Only what is plain is read: values that are words and variables. When unsure there is none.
package struct ScriptSignIn: Hashable {
  /// The variable from which Azure's libraries take the path of the token's file.
  package static let fileVariable = "AZURE_FEDERATED_TOKEN_FILE"

  /// The ID token's variable.
  package let token: String
  /// The client ID, as written.
  package let clientID: String?
  /// The tenant, as written.
  package let tenant: String?

  /// The sign-ins of one text of a script.
  package static func find(in command: String) -> [Self] {
    find(in: [ShellScript(Array(command.utf8)[...])], tokenFile: nil)
  }

  /// The sign-ins of a script.
  ///
  /// - Parameters:
  ///   - scripts: The texts of the script.
  ///   - tokenFile: What the YAML sets `AZURE_FEDERATED_TOKEN_FILE` to.
  /// - Returns: The sign-ins: those by command in order, then the one by file.
  package static func find(in scripts: [ShellScript], tokenFile: String?) -> [Self] {
    var files = TokenFiles()
    for script in scripts { script.visit { files.take($0) } }
    var found: [Self] = []
    for script in scripts {
      script.visit { visited in
        if let signIn = command(visited.command, files) { found.append(signIn) }
      }
    }
    if let signIn = files.signIn(tokenFile: tokenFile) { found.append(signIn) }
    return found
  }

  /// The sign-in that a command is.
  private static func command(_ command: ShellCommand, _ files: TokenFiles) -> Self? {
    guard let line = ShellCommandLine(command), line.program == "az",
      line.arguments.first?.literal == "login",
      let written = line.value(of: ["--federated-token"])
    else { return nil }
    let variable = written.onlyVariable.flatMap { $0.form == .value ? $0.name : nil }
    guard let token = variable ?? files.token(readBy: written) else { return nil }
    return Self(
      token: token,
      clientID: line.value(of: ["-u", "--username"])?.writtenText,
      tenant: line.value(of: ["-t", "--tenant"])?.writtenText
    )
  }
}

/// Remembers the sign-ins of scripts: many jobs share one, and each is asked for every kind of run.
final class SignInCache {
  private struct Key: Hashable {
    var nodes: [NodeID]
    var tokenFile: String?
  }

  private var known: [Key: [ScriptSignIn]] = [:]

  /// The different sign-ins of a script.
  ///
  /// - Parameters:
  ///   - nodes: The texts of the script.
  ///   - tokenFile: What the YAML sets `AZURE_FEDERATED_TOKEN_FILE` to.
  ///   - read: Takes a text apart.
  /// - Returns: The sign-ins, each once.
  func signIns(
    _ nodes: [NodeID],
    tokenFile: String?,
    _ read: (NodeID) -> ShellScript
  ) -> [ScriptSignIn] {
    let key = Key(nodes: nodes, tokenFile: tokenFile)
    if let signIns = known[key] { return signIns }
    var found: [ScriptSignIn] = []
    for signIn in ScriptSignIn.find(in: nodes.map(read), tokenFile: tokenFile)
    where !found.contains(signIn) {
      found.append(signIn)
    }
    known[key] = found
    return found
  }
}

/// The files into which a script writes ID tokens, and what it sets Azure's variables to.
private struct TokenFiles {
  /// The tokens by the paths of their files, as written.
  private var tokens: [String: String] = [:]
  /// What the script sets variables to; nil for what cannot be told.
  private var settings: [String: String?] = [:]

  mutating func take(_ visited: VisitedCommand) {
    let command = visited.command
    for assignment in command.assignments + command.declarations
    where assignment.name.hasPrefix("AZURE_") {
      settings[assignment.name] = .some(assignment.value.writtenText)
    }
    guard let line = ShellCommandLine(command), ["echo", "printf"].contains(line.program),
      let token = written(line)
    else { return }
    let reader = visited.reader.flatMap(ShellCommandLine.init)
    let tee = reader.flatMap { $0.program == "tee" ? $0.arguments.last : nil }
    let target =
      command.redirections.last { $0.kind == .output && ($0.descriptor ?? 1) == 1 }?.target
    if let path = (target ?? tee)?.writtenText { tokens[path] = token }
  }

  /// The variable that a command writes, when it writes that and nothing else.
  private func written(_ line: ShellCommandLine) -> String? {
    var words = line.arguments
    if line.program == "printf" {
      let isPlain = ["%s", "%s\\n"].contains(words.first?.literal ?? "")
      words = isPlain ? words.dropFirst() : words
    } else {
      words = words.drop { $0.literal == "-n" }
    }
    guard words.count == 1, let variable = words.first?.onlyVariable, variable.form == .value
    else { return nil }
    return variable.name
  }

  /// The token that a word reads from a file: `$(cat path)`.
  func token(readBy word: ShellWord) -> String? {
    guard word.parts.count == 1, case .substitution(let script) = word.parts[0].content,
      script.commands.count == 1, let command = script.commands.first
    else { return nil }
    var path = command.redirections.first { $0.kind == .input }?.target
    if let line = ShellCommandLine(command) {
      guard line.program == "cat" else { return nil }
      if line.arguments.count == 1 { path = line.arguments.first }
    }
    return path?.writtenText.flatMap { tokens[$0] }
  }

  /// The sign-in of Azure's libraries, when the file that they are told holds an ID token.
  func signIn(tokenFile: String?) -> ScriptSignIn? {
    let name = ScriptSignIn.fileVariable
    var paths = ["$\(name)"]
    if let set = settings[name] {
      if let set { paths.append(set) }
    } else if let tokenFile {
      let words = ShellScript(Array(tokenFile.utf8)[...]).commands.first?.words ?? []
      if words.count == 1, let path = words[0].writtenText { paths.append(path) }
    }
    guard let token = paths.lazy.compactMap({ tokens[$0] }).first else { return nil }
    return ScriptSignIn(
      token: token,
      clientID: settings["AZURE_CLIENT_ID"] ?? "$AZURE_CLIENT_ID",
      tenant: settings["AZURE_TENANT_ID"] ?? "$AZURE_TENANT_ID"
    )
  }
}

extension ShellWord {
  /// The word with its variables by name; nil when something else is put into it.
  fileprivate var writtenText: String? {
    if let variable = onlyVariable { return variable.form == .value ? "$\(variable.name)" : nil }
    var text = ""
    for part in parts {
      switch part.content {
      case .literal(let literal):
        // A dollar sign that the shell does not expand must not be expanded later.
        guard !literal.utf8.contains(UInt8(ascii: "$")) else { return nil }
        text += literal
      case .variable(let variable) where variable.form == .value: text += "${\(variable.name)}"
      default: return nil
      }
    }
    return text
  }
}
