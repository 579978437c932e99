import ArgumentParser
import GitLabCI
import Reporting

/// Standard output for findings, standard error for everything else.
enum Console {
  /// Writes a report.
  static func output(_ text: String) {
    HostSystem.write(text, to: 1)
  }

  /// Says something about the run itself.
  static func note(_ message: String) {
    HostSystem.write("akvlint: \(TerminalText.sanitised(message))\n", to: 2)
  }

  /// Whether text is coloured.
  static func isColoured(_ mode: ColourMode) -> Bool {
    TerminalFeatures.isColoured(mode)
  }
}

/// When to colour.
enum ColourMode: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
