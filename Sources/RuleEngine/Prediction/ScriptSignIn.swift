import GitLabCI

/// A sign-in to Azure with an ID token in a command: `az login --federated-token`.
///
/// Only what is plain is read: values that are one variable or one word. When unsure there is none.
struct ScriptSignIn: Hashable {
  /// The ID token's variable.
  let token: String
  /// The client ID, as written.
  let clientID: String?
  /// The tenant, as written.
  let tenant: String?

  /// The sign-ins of a command.
  static func find(in command: String) -> [Self] {
    // Each `az login` up to the end of its command.
    statements(of: command).compactMap { words in
      guard let az = words.firstIndex(of: "az"), words.dropFirst(az + 1).first == "login" else {
        return nil
      }
      let arguments = Array(words.dropFirst(az + 2))
      guard let written = value(of: ["--federated-token"], in: arguments),
        let token = VariableReference.only(in: written)
      else { return nil }
      return Self(
        token: token,
        clientID: value(of: ["-u", "--username"], in: arguments),
        tenant: value(of: ["-t", "--tenant"], in: arguments)
      )
    }
  }

  /// The words of each command, quotes taken off.
  private static func statements(of text: String) -> [[String]] {
    var statements: [[String]] = [[]]
    for line in text.replacing("\\\n", with: " ").split(separator: "\n") {
      for word in line.split(whereSeparator: \.isWhitespace) {
        if word == "&&" || word == "||" || word == ";" || word == "|" {
          statements.append([])
          continue
        }
        let isEnd = word.hasSuffix(";")
        let bare = (isEnd ? word.dropLast() : word[...]).filter { $0 != "\"" && $0 != "'" }
        statements[statements.count - 1].append(String(bare))
        if isEnd { statements.append([]) }
      }
      statements.append([])
    }
    return statements
  }

  private static func value(of names: [String], in words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      for name in names {
        if word == name { return index + 1 < words.count ? words[index + 1] : nil }
        if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
      }
    }
    return nil
  }
}
