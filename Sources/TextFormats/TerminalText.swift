/// Text for a terminal: colours, and nothing in it that could steer the terminal.
package struct TerminalText {
  /// The styles that the reports use.
  package enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "1;31"
    case yellow = "1;33"
    case blue = "1;34"
    case green = "1;32"
    case cyan = "36"
  }

  /// The columns of texts for something that is not a terminal.
  package static let defaultWidth = 80
  /// Narrower terminals are written to as if they had this many columns, wider ones the other.
  package static let widths = 60...200

  /// Whether styles are shown.
  package let isColoured: Bool
  /// The number of columns.
  package let width: Int

  /// Whether long lines of tables and lists are folded: programs read one line for each item.
  package let folds: Bool

  /// A writer with or without colours.
  package init(isColoured: Bool, width: Int = defaultWidth, folds: Bool = false) {
    self.isColoured = isColoured
    self.width = width
    self.folds = folds
  }

  /// A line, folded at its blanks when it is wider than the terminal.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - indent: The columns before each further line.
  /// - Returns: The lines, joined by line breaks.
  package func folded(_ line: String, indent: Int) -> String {
    guard folds else { return line }
    var lines: [String] = []
    var rest = line
    while Self.width(of: rest) > width, let end = fold(of: rest) {
      lines.append(String(rest[..<end]))
      rest = String(repeating: " ", count: indent) + rest[end...].drop { $0 == " " }
    }
    return (lines + [rest]).joined(separator: "\n")
  }

  /// The last blank after a word that fits, or else the first.
  private func fold(of line: String) -> String.Index? {
    guard let start = line.firstIndex(where: { $0 != " " }) else { return nil }
    let blanks = line[start...].indices.filter { line[$0] == " " }
    return blanks.last { Self.width(of: String(line[..<$0])) <= width } ?? blanks.first
  }

  /// A text in lines that fit the terminal.
  ///
  /// Blank lines separate paragraphs; indented lines and items of lists stay lines of their own.
  package func wrapped(_ text: String) -> String {
    var lines: [String] = []
    var isFull = true
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isOwn = line.isEmpty || line.first == " " || line.hasPrefix("- ")
      if isOwn {
        lines.append(String(line))
        isFull = line.first == " " || line.isEmpty
        continue
      }
      for word in line.split(separator: " ") {
        if !isFull, let last = lines.last,
          Self.width(of: last) + Self.width(of: String(word)) < width
        {
          lines[lines.count - 1] = "\(last) \(word)"
        } else {
          lines.append(String(word))
          isFull = false
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A text in a style.
  package func styled(_ text: String, _ style: Style) -> String {
    isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A text that leads to a page when it is clicked; as it is when there is no page.
  package static func link(_ text: String, to address: String) -> String {
    let address = sanitised(address)
    guard address.hasPrefix("https://") else { return text }
    return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  /// A text whose control characters and invisible ones are made visible: names and values come
  /// from hostile branches, and an escape sequence in one must not reach the terminal.
  package static func sanitised(_ text: String) -> String {
    guard text.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) else { return text }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.reduce(into: "") { $0 += shown(scalars, at: $1) }
  }

  /// A character of a text as it is, or made visible when it is a control character or hides
  /// something.
  package static func shown(_ scalars: [Unicode.Scalar], at index: Int) -> String {
    let scalar = scalars[index]
    let previous = index > 0 ? scalars[index - 1] : nil
    let next = index + 1 < scalars.count ? scalars[index + 1] : nil
    guard isControl(scalar) || InvisibleText.hides(scalar, after: previous, before: next) else {
      return String(scalar)
    }
    return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// A text of several lines whose other control characters are made visible.
  package static func sanitisedLines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { sanitised(String($0)) }.joined(separator: "\n")
  }

  /// Control characters, and those that turn the direction of text.
  package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The first characters of a text, with an ellipsis when there are more.
  package static func prefix(of text: String, _ count: Int) -> String {
    // A character takes at least one byte.
    guard text.utf8.count > count else { return text }
    let start = text.prefix(count)
    return start.endIndex == text.endIndex ? text : start + "\u{2026}"
  }

  /// A text that is cut when it is too wide, at its end or in its middle.
  package static func cut(_ text: String, to columns: Int, inMiddle: Bool = false) -> String {
    guard TerminalText.width(of: text) > columns else { return text }
    var end = inMiddle ? String(text.suffix(max(0, columns / 3))) : ""
    while TerminalText.width(of: end) > columns / 3 { end.removeFirst() }
    var start = ""
    for character in text {
      let next = start + String(character)
      guard TerminalText.width(of: next) + TerminalText.width(of: end) < columns else { break }
      start = next
    }
    return start + "\u{2026}" + end
  }

  /// A text with spaces after it, up to a number of columns.
  package static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(of: text)))
  }

  /// The number of terminal columns that a text takes.
  package static func width(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// The number of terminal columns that a character takes.
  package static func width(of scalar: Unicode.Scalar) -> Int {
    // Latin letters, arrows and symbols need no look into Unicode's tables.
    if (0x20..<0x7F).contains(scalar.value) || (0x2190...0x2BFF).contains(scalar.value) { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
