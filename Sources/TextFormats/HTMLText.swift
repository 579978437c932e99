/// Writes HTML, and SVG within it or alone.
///
/// Names of elements and attributes are literals of ours and all else is escaped, so that no text
/// of a pipeline can become markup. There is no way to write text as it is, but for the page's own
/// script and style. We write it ourselves, because the template engines that there are link
/// Foundation, which would multiply the time that a check in a hook takes to start.
package struct HTMLText {
  /// An attribute; without a value it is left out.
  package typealias Attribute = (name: StaticString, value: String?)

  /// The written text.
  package private(set) var text = ""

  /// Nothing is written.
  package init() {}

  /// Writes an element.
  package mutating func element(
    _ name: StaticString,
    _ attributes: [Attribute] = [],
    _ content: (inout HTMLText) -> Void = { _ in }
  ) {
    open(name, attributes)
    content(&self)
    text += "</\(name)>"
  }

  /// Writes an element that holds a text.
  package mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], text: String)
  {
    element(name, attributes) { $0.text(text) }
  }

  /// Writes an element that cannot hold anything, such as `meta`.
  package mutating func void(_ name: StaticString, _ attributes: [Attribute]) {
    open(name, attributes)
  }

  /// Writes a text.
  package mutating func text(_ string: String) {
    text += Self.escaped(string)
  }

  /// Writes a link; only a text when the address is none of the web's.
  package mutating func link(_ address: String, _ content: String) {
    guard address.hasPrefix("https://") else { return text(content) }
    element("a", [("href", address), ("rel", "noreferrer")], text: content)
  }

  /// Writes a line break between parts, for people who look at the source.
  package mutating func line() {
    text += "\n"
  }

  /// Writes the document type.
  package mutating func documentType() {
    text += "<!doctype html>\n"
  }

  /// Writes the page's own script or style, which holds nothing of a pipeline.
  package mutating func own(_ name: StaticString, _ code: String) {
    text += "<\(name)>\(code)</\(name)>"
  }

  /// Writes data for the script: JSON in which nothing can end the element.
  package mutating func data(id: StaticString, json: String) {
    text += "<script type=\"application/json\" id=\"\(id)\">\(Self.scriptSafe(json))</script>"
  }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    text += "<\(name)"
    for (name, value) in attributes {
      guard let value else { continue }
      text += value.isEmpty ? " \(name)=\"\"" : " \(name)=\"\(Self.escaped(value))\""
    }
    text += ">"
  }

  // MARK: Escaping

  /// A text for an element or a quoted attribute; control characters become visible, for HTML and
  /// XML can hold few of them.
  package static func escaped(_ string: String) -> String {
    let visible = TerminalText.sanitised(string)
    var result = ""
    result.reserveCapacity(visible.utf8.count)
    for scalar in visible.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "`": result += "&#96;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// JSON without a character that HTML gives a meaning; JSON can write them all as escapes.
  package static func scriptSafe(_ json: String) -> String {
    var result = ""
    result.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": result += "\\u003C"
      case ">": result += "\\u003E"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
