import Files
import TextFormats

/// The capabilities of the terminal on standard output, from the environment.
enum TerminalFeatures {
  /// Whether text is coloured; `docs/formats.md` has the order in which these are asked.
  static func isColoured(_ mode: ColourMode) -> Bool {
    switch mode {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = HostSystem.environment("NO_COLOR"), !value.isEmpty { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = HostSystem.environment(name), !value.isEmpty { return isOn(value) }
    }
    // Both show colours in their job logs, although those are not terminals.
    if isGitLabJob || HostSystem.environment("GITHUB_ACTIONS") == "true" { return true }
    return HostSystem.isTerminal && HostSystem.environment("TERM") != "dumb"
  }

  /// Whether rule IDs are links to their pages.
  static var showsLinks: Bool {
    if let value = HostSystem.environment("FORCE_HYPERLINK"), !value.isEmpty { return isOn(value) }
    guard HostSystem.isTerminal, HostSystem.environment("TERM") != "dumb" else { return false }
    return knowsLinks
  }

  /// The number of columns for texts: those of `COLUMNS`, otherwise the terminal's; nil without one.
  static var columns: Int? {
    let columns = HostSystem.environment("COLUMNS").flatMap { Int($0) } ?? HostSystem.columns
    guard let columns, columns > 0 else { return nil }
    return min(max(columns, TerminalText.widths.lowerBound), TerminalText.widths.upperBound)
  }

  /// The present time in a GitLab job, whose log folds the lines between two marks.
  static var sectionTime: Int? {
    isGitLabJob ? HostSystem.secondsSince1970 : nil
  }

  private static var isGitLabJob: Bool {
    HostSystem.environment("GITLAB_CI") == "true"
  }

  private static func isOn(_ value: String) -> Bool {
    value != "0" && value != "false"
  }

  /// Terminals that are known to show links; others may print the bare sequence.
  private static var knowsLinks: Bool {
    // Inside tmux and screen the outer terminal's variables do not apply.
    if HostSystem.environment("TMUX") != nil || HostSystem.environment("STY") != nil {
      return false
    }
    let programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"]
    if let program = HostSystem.environment("TERM_PROGRAM"), programs.contains(program) {
      return true
    }
    let types = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"]
    if let type = HostSystem.environment("TERM"), types.contains(type) { return true }
    if HostSystem.environment("WT_SESSION") != nil { return true }
    // GNOME Terminal and others of its library, since version 0.50.
    return (HostSystem.environment("VTE_VERSION").flatMap { Int($0) } ?? 0) >= 5000
  }
}
