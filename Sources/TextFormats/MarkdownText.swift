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
    // Bytes, because a backtick with an accent after it still belongs to the fence.
    let ends = [visible.utf8.first, visible.utf8.last]
    let needsSpace = ends.contains { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: " ") }
    let space = needsSpace ? " " : ""
    return fence + space + barred(visible) + space + fence
  }

  /// A text whose bars do not cut a table, which is cut before code is looked for.
  private static func barred(_ text: String) -> String {
    var result = ""
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      // After a backslash, another one would escape only the first, and the bar would end the cell.
      if scalar == "|" {
        result += last == "\\" ? "\\u{7C}" : "\\|"
      } else {
        result.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    return result
  }

  /// A text that is cut.
  package static func code(_ text: String, limit: Int) -> String {
    code(TerminalText.cut(TerminalText.sanitised(text), to: limit))
  }

  /// A part that opens on a click.
  ///
  /// - Parameters:
  ///   - title: The title, which holds no text of a pipeline.
  ///   - content: The Markdown below it.
  /// - Returns: The Markdown of both.
  package static func folded(_ title: String, _ content: String) -> String {
    "<details>\n<summary>\(title)</summary>\n\n\(content)\n\n</details>"
  }
}
