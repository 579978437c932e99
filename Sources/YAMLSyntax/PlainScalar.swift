/// Psych's types of plain scalars, decided as its scalar scanner decides them, in its order.
///
/// Source: psych 5.2.3, `lib/psych/scalar_scanner.rb`; the tables of the tests cover the rest.
enum PlainScalar {
  /// The kind of value that Psych makes of an unquoted, untagged scalar.
  static func kind(of text: ArraySlice<UInt8>) -> NodeKind {
    guard let first = text.first else { return .null }
    // Nearly all scalars begin with a letter: no number or date does.
    if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20) { return word(text) }
    if startsLikeText(text) || text.contains(UInt8(ascii: "\n")) { return word(text) }
    if first == UInt8(ascii: ":") {
      return text.count > 1 ? .symbol : .string
    }
    if let kind = dateKind(text) { return kind }
    if isSpecialFloat(text) { return .float }
    if let kind = sexagesimalKind(text) { return kind }
    if isFloat(text) { return .float }
    if isInteger(text) { return .int }
    return .string
  }

  /// `[^\d.:-]?` followed by at least one of the characters that begin ordinary words.
  private static func startsLikeText(_ text: ArraySlice<UInt8>) -> Bool {
    let first = text[text.startIndex]
    if isWordStart(text, at: text.startIndex) { return true }
    if isDigit(first) || first == UInt8(ascii: ".") || first == UInt8(ascii: ":")
      || first == UInt8(ascii: "-")
    {
      return false
    }
    var second = text.startIndex + 1
    while second < text.endIndex, text[second] & 0xC0 == 0x80 { second += 1 }
    return second < text.endIndex && isWordStart(text, at: second)
  }

  private static func isWordStart(_ text: ArraySlice<UInt8>, at index: Int) -> Bool {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return true
    case 0x09...0x0D, 0x20: return true
    case UInt8(ascii: "_"), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"),
      UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "~"), UInt8(ascii: ";"),
      UInt8(ascii: "="):
      return true
    case 0x80...:
      var end = index + 1
      while end < text.endIndex, text[end] & 0xC0 == 0x80 { end += 1 }
      let scalar = String(decoding: text[index..<end], as: UTF8.self).unicodeScalars.first
      return scalar?.properties.isAlphabetic ?? false
    default: return false
    }
  }

  /// Text, but for the few short words that mean null or a boolean.
  private static func word(_ text: ArraySlice<UInt8>) -> NodeKind {
    guard text.count <= 5 else { return .string }
    func equals(_ word: String) -> Bool {
      text.count == word.utf8.count && text.elementsEqual(word.utf8) { $0 | 0x20 == $1 }
    }
    switch text.first.map({ $0 | 0x20 }) {
    case UInt8(ascii: "~"): return text.count == 1 && text.first != 0x5E ? .null : .string
    case UInt8(ascii: "n"): return equals("null") ? .null : equals("no") ? .bool : .string
    case UInt8(ascii: "y"): return equals("yes") ? .bool : .string
    case UInt8(ascii: "t"): return equals("true") ? .bool : .string
    case UInt8(ascii: "f"): return equals("false") ? .bool : .string
    case UInt8(ascii: "o"): return equals("on") || equals("off") ? .bool : .string
    default: return .string
    }
  }

  /// `2024-01-31` or a time that begins like it; both need classes that GitLab does not permit.
  private static func dateKind(_ text: ArraySlice<UInt8>) -> NodeKind? {
    var scan = Scan(text)
    let signed = scan.take(UInt8(ascii: "-"))
    guard scan.digits(4...4) != nil, scan.take(UInt8(ascii: "-")),
      let month = scan.digits(1...2), scan.take(UInt8(ascii: "-")), let day = scan.digits(1...2)
    else { return nil }
    if scan.isAtEnd {
      // The pattern asks for a month of 1 to 12 and a day of 01 to 31, for any month.
      return !signed && isMonth(month) && isDay(day) ? .date : nil
    }
    guard scan.take(UInt8(ascii: "T")) || scan.take(UInt8(ascii: "t")) || scan.takeSpaces(),
      scan.digits(1...2) != nil, scan.take(UInt8(ascii: ":")), scan.digits(2...2) != nil,
      scan.take(UInt8(ascii: ":")), scan.digits(2...2) != nil
    else { return nil }
    if scan.take(UInt8(ascii: ".")) { _ = scan.digits(0...Int.max) }
    if scan.isAtEnd { return .time }
    _ = scan.takeSpaces()
    if scan.take(UInt8(ascii: "Z")) { return scan.isAtEnd ? .time : nil }
    guard scan.take(UInt8(ascii: "+")) || scan.take(UInt8(ascii: "-")), scan.digits(1...2) != nil
    else { return nil }
    _ = scan.take(UInt8(ascii: ":"))
    _ = scan.digits(2...2)
    return scan.isAtEnd ? .time : nil
  }

  private static func isMonth(_ digits: ArraySlice<UInt8>) -> Bool {
    digits.count == 1 || (decimal(digits) ?? 99) <= 12
  }

  private static func isDay(_ digits: ArraySlice<UInt8>) -> Bool {
    let value = decimal(digits) ?? 99
    return digits.count == 1 || value <= 31
  }

  private static func isSpecialFloat(_ text: ArraySlice<UInt8>) -> Bool {
    guard (4...5).contains(text.count) else { return false }
    let lower = text.map { $0 | 0x20 }
    if lower.elementsEqual(".inf".utf8) || lower.elementsEqual(".nan".utf8) { return true }
    let sign = text[text.startIndex]
    return (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"))
      && lower.dropFirst().elementsEqual(".inf".utf8)
  }

  /// Numbers to base 60, such as `12:30` or `12:30:45.5`.
  private static func sexagesimalKind(_ text: ArraySlice<UInt8>) -> NodeKind? {
    guard text.contains(UInt8(ascii: ":")) else { return nil }
    var scan = Scan(text)
    _ = scan.takeSign()
    guard scan.take(where: isDigit) else { return nil }
    scan.skip { isDigit($0) || $0 == UInt8(ascii: "_") }
    var groups = 0
    while groups < 2, scan.take(UInt8(ascii: ":")) {
      groups += 1
      guard let digits = scan.digits(1...2) else { return nil }
      if digits.count == 2, digits[digits.startIndex] > UInt8(ascii: "5") { return nil }
    }
    guard groups > 0 else { return nil }
    if scan.isAtEnd { return .int }
    guard scan.take(UInt8(ascii: ".")) else { return nil }
    scan.skip { isDigit($0) || $0 == UInt8(ascii: "_") }
    return scan.isAtEnd ? .float : nil
  }

  /// A dot is needed, and an exponent needs its sign: `1e5` and `1.5e5` are text.
  private static func isFloat(_ text: ArraySlice<UInt8>) -> Bool {
    var scan = Scan(text)
    _ = scan.takeSign()
    var digits = 0
    if scan.take(where: isDigit) {
      digits += 1
      scan.skip { isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ",") }
    }
    guard scan.take(UInt8(ascii: ".")) else { return false }
    digits += scan.digits(0...Int.max)?.count ?? 0
    guard digits > 0 else { return false }
    if scan.take(UInt8(ascii: "e")) || scan.take(UInt8(ascii: "E")) {
      guard scan.takeSign(), scan.digits(1...Int.max) != nil else { return false }
    }
    return scan.isAtEnd
  }

  private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
    base(of: text) != nil
  }

  /// The base in which an integer is written, and its digits with separators; nil when the text is
  /// not an integer.
  static func base(of text: ArraySlice<UInt8>) -> (base: Int, digits: ArraySlice<UInt8>)? {
    var scan = Scan(text)
    _ = scan.takeSign()
    let body = scan.rest
    func grouped(_ base: Int, _ isOfBase: (UInt8) -> Bool) -> Bool {
      var rest = scan
      rest.skip { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ",") }
      guard rest.take(where: isOfBase) else { return false }
      rest.skip { isOfBase($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ",") }
      return rest.isAtEnd
    }
    guard scan.take(UInt8(ascii: "0")) else {
      guard scan.take(where: isDigit) else { return nil }
      while !scan.isAtEnd {
        if scan.take(where: isDigit) { continue }
        guard scan.take(UInt8(ascii: ",")) || scan.take(UInt8(ascii: "_")),
          scan.take(where: isDigit)
        else { return nil }
      }
      return (10, body)
    }
    if scan.isAtEnd { return (10, body) }
    if grouped(8, { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) { return (8, body) }
    if scan.take(UInt8(ascii: "b")) {
      return grouped(2, { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") })
        ? (2, scan.rest) : nil
    }
    if scan.take(UInt8(ascii: "x")) {
      return grouped(16, { Character(UnicodeScalar($0)).isHexDigit }) ? (16, scan.rest) : nil
    }
    return nil
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }

  private static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }
}

/// A look at bytes from left to right.
private struct Scan {
  private(set) var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    rest = text
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  mutating func take(where matches: (UInt8) -> Bool) -> Bool {
    guard let first = rest.first, matches(first) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func takeSign() -> Bool {
    take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
  }

  mutating func takeSpaces() -> Bool {
    let before = rest.count
    skip { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return rest.count < before
  }

  mutating func skip(while matches: (UInt8) -> Bool) {
    rest = rest.drop(while: matches)
  }

  /// As many digits as there are, up to the range's end; nil when fewer than its start.
  mutating func digits(_ count: ClosedRange<Int>) -> ArraySlice<UInt8>? {
    let digits = rest.prefix(while: PlainScalar.isDigit).prefix(count.upperBound)
    guard digits.count >= count.lowerBound else { return nil }
    rest = rest[digits.endIndex...]
    return digits
  }
}
