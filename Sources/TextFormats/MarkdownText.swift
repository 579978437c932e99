/// Texts of a pipeline in GitLab's Markdown.
package enum MarkdownText {
  /// A text as code, also in a table: in code GitLab looks for no mentions, links or commands.
  package static func code(_ text: String) -> String {
    let visible = TerminalText.sanitised(text)
    guard !visible.allSatisfy(\.isWhitespace) else { return "` `" }
    var longest = 0
    var run = 0
    for character in visible.unicodeScalars {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let needsSpace = visible.hasPrefix("`") || visible.hasSuffix("`")
    let space = needsSpace || visible.hasPrefix(" ") || visible.hasSuffix(" ") ? " " : ""
    // A table is cut at its bars before code is looked for.
    let barred = visible.split(separator: "|", omittingEmptySubsequences: false)
      .joined(separator: "\\|")
    return fence + space + barred + space + fence
  }

  /// A text that is cut.
  package static func code(_ text: String, limit: Int) -> String {
    code(TerminalText.cut(TerminalText.sanitised(text), to: limit))
  }
}
