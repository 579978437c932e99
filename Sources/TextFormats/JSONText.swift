/// Writes JSON: values in the order in which they are given, so that two runs give the same bytes.
package struct JSONText {
  /// The written bytes, in UTF-8.
  private var bytes: [UInt8] = []
  private var needsComma = false
  private let limit: Int
  /// Whether texts were left out because there was too much.
  package private(set) var isCut = false

  /// Nothing yet.
  ///
  /// - Parameter limit: The length in bytes from which texts are left out.
  package init(limit: Int = .max) {
    self.limit = limit
  }

  /// The written text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes an object.
  package mutating func object(_ members: (inout JSONText) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// Writes an array with one element for each of some values.
  package mutating func array<Values: Sequence>(
    _ values: Values,
    _ element: (inout JSONText, Values.Element) -> Void
  ) {
    list { json in
      for value in values { element(&json, value) }
    }
  }

  /// Writes an array whose elements are of several types.
  package mutating func list(_ elements: (inout JSONText) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
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
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string, or null.
  package mutating func value(_ string: String?) {
    separate()
    if let string { quote(string) } else { write("null") }
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
    write(literal)
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

  /// Writes members that were written elsewhere, as they are.
  package mutating func members(of other: JSONText) {
    guard hasRoom() else { return }
    separate()
    bytes.append(contentsOf: other.bytes)
    needsComma = true
  }

  private mutating func hasRoom() -> Bool {
    if bytes.count >= limit { isCut = true }
    return !isCut
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func quote(_ string: String) {
    guard hasRoom() else { return }
    bytes.append(UInt8(ascii: "\""))
    let isPlain = string.utf8.allSatisfy {
      (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      write(string)
    } else {
      for scalar in string.unicodeScalars { quote(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func quote(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": write("\\\"")
    case "\\": write("\\\\")
    case "\n": write("\\n")
    case "\r": write("\\r")
    case "\t": write("\\t")
    // Reports are looked at in job logs as well, so nothing in them steers a terminal.
    case _ where TerminalText.isControl(scalar):
      let digits = String(scalar.value, radix: 16)
      write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }
}
