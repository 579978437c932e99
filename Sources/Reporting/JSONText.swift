/// Writes JSON: values in the order in which they are given, so that two runs give the same bytes.
package struct JSONText {
  /// What has been written.
  package private(set) var text = ""
  private var needsComma = false

  /// Nothing yet.
  package init() {}

  /// Writes an object.
  package mutating func object(_ members: (inout JSONText) -> Void) {
    separate()
    text += "{"
    needsComma = false
    members(&self)
    text += "}"
    needsComma = true
  }

  /// Writes an array with one element for each of some values.
  package mutating func array<Values: Sequence>(
    _ values: Values,
    _ element: (inout JSONText, Values.Element) -> Void
  ) {
    separate()
    text += "["
    needsComma = false
    for value in values { element(&self, value) }
    text += "]"
    needsComma = true
  }

  /// Writes an array of strings.
  package mutating func array(_ strings: some Sequence<String>) {
    array(strings) { $0.value($1) }
  }

  /// Writes a key with true or false.
  package mutating func member(_ key: String, _ flag: Bool) {
    self.key(key)
    value(flag)
  }

  /// Writes the key of the next value.
  package mutating func key(_ key: String) {
    separate()
    quote(key)
    text += ":"
    needsComma = false
  }

  /// Writes a string, or null.
  package mutating func value(_ string: String?) {
    separate()
    if let string { quote(string) } else { text += "null" }
    needsComma = true
  }

  /// Writes a whole number.
  package mutating func value(_ number: Int) {
    literal(String(number))
  }

  /// Writes a truth value.
  package mutating func value(_ bool: Bool) {
    literal(bool ? "true" : "false")
  }

  /// Writes a number or keyword as it is.
  package mutating func literal(_ literal: String) {
    separate()
    text += literal
    needsComma = true
  }

  /// Writes a member whose value is a string, or null.
  package mutating func member(_ key: String, _ string: String?) {
    self.key(key)
    value(string)
  }

  /// Writes a member whose value is a whole number.
  package mutating func member(_ key: String, _ number: Int) {
    self.key(key)
    value(number)
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = false
  }

  private mutating func quote(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // Reports are looked at in job logs as well, so nothing in them steers a terminal.
      case _ where TerminalText.isControl(scalar):
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
