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

  /// Whether text is coloured: on a terminal and in GitLab's job log, unless the environment or
  /// the option says otherwise.
  static func isColoured(_ mode: ColourMode) -> Bool {
    switch mode {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = HostSystem.environment("NO_COLOR"), !value.isEmpty { return false }
    if let value = HostSystem.environment("CLICOLOR_FORCE"), value != "0" { return true }
    if HostSystem.environment("GITLAB_CI") == "true" { return true }
    return HostSystem.isTerminal && HostSystem.environment("TERM") != "dumb"
  }
}

/// When to colour.
enum ColourMode: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
