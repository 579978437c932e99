import ArgumentParser
import TextFormats

/// A word as the script of a shell takes it.
///
/// Anyone who can push a branch names its jobs. Bash's `compgen -W` expands its words, so that a name
/// such as `$(command)` would run when a user completes it; zsh takes what follows a colon for a
/// description.
struct CompletionWord {
  let text: String

  /// A word for the shell that asks; nil when it cannot be on a line.
  init?(_ word: String, for shell: CompletionShell? = .requesting) {
    guard !word.isEmpty, !word.unicodeScalars.contains(where: TerminalText.isControl) else {
      return nil
    }
    switch shell {
    case .fish?: text = word
    case .zsh?: text = Self.escaping(word) { $0 == ":" || $0 == "\\" }
    default:
      text = Self.escaping(word) { scalar in
        !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
          && !"_-+,./:@=".unicodeScalars.contains(scalar)
      }
    }
  }

  private static func escaping(
    _ word: String,
    where isSpecial: (Unicode.Scalar) -> Bool
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      if isSpecial(scalar) { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }
}
