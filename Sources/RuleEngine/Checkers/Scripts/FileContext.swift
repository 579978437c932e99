import ShellSyntax

/// The places of a command line that take the path of a file.
enum FileContext {
  /// The program or option that takes a path at a position, as the subject and verb of a sentence;
  /// nil if a value may be right.
  ///
  /// - Parameters:
  ///   - word: The word that holds the variable.
  ///   - previous: The word before.
  ///   - line: The command line.
  /// - Returns: The program that takes the path.
  static func taker(_ word: ShellWord, _ previous: ShellWord?, _ line: ShellCommandLine) -> String?
  {
    if word.onlyVariable != nil {
      if let option = previous?.literal, isFileOption(option) { return "\(option) takes a path" }
      if previous?.literal == "-i", ["ssh", "scp", "sftp"].contains(line.program) {
        return "-i takes a path"
      }
      return readers.contains(line.program.lowercased()) ? "\(line.program) takes a path" : nil
    }
    guard word.parts.count == 2, word.parts[1].literal == nil, let prefix = word.parts[0].literal
    else { return nil }
    if prefix.hasPrefix("--from-file=") { return "--from-file takes a path" }
    if prefix.hasSuffix("="), isFileOption(String(prefix.dropLast())) {
      return "\(prefix.dropLast()) takes a path"
    }
    if prefix == "file:" || prefix == "file://" || prefix == "fileb://" {
      return "\(prefix) takes a path"
    }
    if prefix.hasSuffix("@"), line.program == "curl" || line.program == "vault",
      prefix == "@" || prefix.hasSuffix("=@")
    {
      return "@ takes a path"
    }
    if previous?.literal == "--from-file", prefix.hasSuffix("=") {
      return "--from-file takes a path"
    }
    return nil
  }

  private static func isFileOption(_ option: String) -> Bool {
    option == "--file" || option.hasPrefix("--") && option.hasSuffix("-file")
  }

  private static let readers: Set<String> = [
    "cat", "tac", "source", ".", "chmod", "chown", "cp", "mv", "ssh-add", "stat", "base64", "head",
    "tail", "get-content", "gc", "type",
  ]
}
