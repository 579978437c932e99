/// Writes XML 1.0, indented, with all text escaped.
package struct XMLText {
  /// The written text.
  package private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  /// Nothing but the declaration is written.
  package init() {}

  /// Writes an element with others in it.
  package mutating func element(
    _ name: String,
    _ attributes: [(String, String)],
    _ content: (inout XMLText) -> Void
  ) {
    indent()
    text += "<\(name)\(Self.list(attributes))>\n"
    depth += 1
    content(&self)
    depth -= 1
    indent()
    text += "</\(name)>\n"
  }

  /// Writes an element with text in it, or with nothing.
  package mutating func element(
    _ name: String,
    _ attributes: [(String, String)],
    text content: String? = nil
  ) {
    indent()
    text += "<\(name)\(Self.list(attributes))"
    text += content.map { ">\(Self.escaped($0))</\(name)>\n" } ?? "/>\n"
  }

  private mutating func indent() {
    text += String(repeating: "  ", count: depth)
  }

  private static func list(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0)=\"\(escaped($1, isAttribute: true))\"" }.joined()
  }

  /// A text without markup; what XML forbids even when escaped becomes the replacement character.
  private static func escaped(_ text: String, isAttribute: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // A reader makes spaces of them in attributes, and a line feed of a carriage return.
      case "\n" where isAttribute, "\t" where isAttribute, "\r": result += "&#\(scalar.value);"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      // A valid character that would control a terminal that shows the report.
      case _ where TerminalText.isControl(scalar): result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
