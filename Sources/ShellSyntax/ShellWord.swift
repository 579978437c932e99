/// A word of a command: literal text, variables and substitutions side by side.
package struct ShellWord: Sendable {
  /// The parts, in order.
  package internal(set) var parts: [ShellPart] = []
  /// Where it is in the text, in bytes, its quotes included.
  package internal(set) var range: Range<Int>

  /// The text without quotes; nil if it contains an expansion.
  package var literal: String? {
    guard parts.count != 1 else { return parts[0].literal }
    var text = ""
    for part in parts {
      guard let literal = part.literal else { return nil }
      text += literal
    }
    return text
  }

  /// The variable, when the word is one variable and nothing else.
  package var onlyVariable: ShellVariable? {
    guard parts.count == 1, case .variable(let variable) = parts[0].content else { return nil }
    return variable
  }

  /// The text with a replacement character for each part that is not literal.
  ///
  /// - Parameter parts: The parts to write.
  /// - Returns: The text.
  package static func outline(_ parts: some Sequence<ShellPart>) -> String {
    var text = ""
    for part in parts { text += part.literal ?? "\u{FFFC}" }
    return text
  }

  /// The word without some text that it begins with, when that text is literal.
  package func dropping(prefix: String) -> ShellWord? {
    guard let first = parts.first, case .literal(let text) = first.content,
      text.utf8.starts(with: prefix.utf8)
    else { return nil }
    let rest = String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    var word = self
    if rest.isEmpty {
      word.parts.removeFirst()
    } else {
      // Without escapes, the text is as long as its source.
      let skipped = first.range.count == text.utf8.count ? prefix.utf8.count : 0
      let range = first.range.lowerBound + skipped..<first.range.upperBound
      word.parts[0] = ShellPart(.literal(rest), quoting: first.quoting, range: range)
    }
    return word
  }

  /// The assignment that the word is, when it looks like one.
  var assignment: ShellAssignment? {
    guard let first = parts.first, first.quoting == .none, case .literal(let text) = first.content
    else { return nil }
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var nameEnd = equals
    let appends = nameEnd > 0 && bytes[nameEnd - 1] == UInt8(ascii: "+")
    if appends { nameEnd -= 1 }
    if let bracket = bytes[..<nameEnd].firstIndex(of: UInt8(ascii: "[")) { nameEnd = bracket }
    let name = String(decoding: bytes[..<nameEnd], as: UTF8.self)
    guard VariableReference.isIdentifier(name),
      let value = dropping(prefix: String(decoding: bytes[...equals], as: UTF8.self))
    else { return nil }
    return ShellAssignment(name: name, value: value, appends: appends)
  }
}

/// One part of a word.
package struct ShellPart: Sendable {
  /// The quotes around a part.
  package enum Quoting: Sendable {
    case none
    case single
    case double
  }

  /// The content of a part.
  package enum Content: Sendable {
    /// Literal text, escapes resolved.
    case literal(String)
    /// A variable's value.
    case variable(ShellVariable)
    /// The output of commands: `$(...)` or backticks.
    case substitution(ShellScript)
    /// The name of a pipe to or from commands: `<(...)`, `>(...)`.
    case process(ShellScript)
    /// An argument of the script or the function: `$1`.
    case argument(Int)
    /// The values of an array: `(one two)`.
    case list([ShellWord])
    /// Arithmetic, a number that the shell sets.
    case other
  }

  /// The content.
  package let content: Content
  /// The quotes around it.
  package let quoting: Quoting
  /// Where it is in the text, in bytes, without the quotes around it.
  package let range: Range<Int>

  init(_ content: Content, quoting: Quoting, range: Range<Int>) {
    self.content = content
    self.quoting = quoting
    self.range = range
  }

  /// Its text, when it is literal.
  package var literal: String? {
    guard case .literal(let text) = content else { return nil }
    return text
  }
}

/// An expanded variable: `$NAME`, `${NAME}`, `${NAME:-word}`.
package struct ShellVariable: Sendable {
  /// The transformation of an expanded value.
  package enum Form: Sendable {
    /// The value itself, or a word instead when there is none.
    case value
    /// Only whether there is a value, or how long it is.
    case test
    /// Something cut out of it or made of it.
    case part
    /// All items of an array, each as a word of its own: `${NAME[@]}`.
    case items
  }

  /// The replacement for a missing value: `word` in `${NAME:-word}`.
  package struct Fallback: Sendable {
    /// The parts of the word.
    package let parts: [ShellPart]
    /// Whether it also replaces an empty value.
    package let coversEmpty: Bool
  }

  /// Its name.
  package let name: String
  /// The transformation.
  package let form: Form
  /// The operand after the operator, without its literal text.
  package let operand: [ShellPart]
  /// The replacement for a missing value; nil if there is none.
  package var fallback: Fallback?
  /// Whether the script ends without a value, as with `${NAME:?words}`.
  package internal(set) var isRequired = false
}
