import ArgumentParser
import Files
import TextFormats

/// Standard output for findings, standard error for everything else.
enum Console {
  /// Writes a report; when that fails, reports that and ends the process: a missing report must not
  /// look like a clean one.
  static func output(_ text: String) {
    output(Array(text.utf8))
  }

  /// Writes bytes as they are; ends the process when that fails.
  static func output(_ bytes: [UInt8]) {
    do throws(FileError) {
      try HostSystem.writeOutput(bytes)
    } catch {
      note("cannot write to standard output: \(error.words)")
      HostSystem.exit(ExitStatus.usage.rawValue)
    }
  }

  /// Writes a message about the run itself.
  static func note(_ message: String) {
    HostSystem.write("akvlint: \(TerminalText.sanitised(message))\n", to: 2)
  }

  /// Whether text is coloured.
  static func isColoured(_ mode: ColourMode) -> Bool {
    TerminalFeatures.isColoured(mode)
  }

  /// The writer of texts for people, in the width of the terminal.
  static func text(_ mode: ColourMode) -> TerminalText {
    TerminalText(
      isColoured: isColoured(mode),
      width: TerminalFeatures.columns ?? TerminalText.defaultWidth,
      folds: TerminalFeatures.columns != nil
    )
  }
}

/// When to colour.
enum ColourMode: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
