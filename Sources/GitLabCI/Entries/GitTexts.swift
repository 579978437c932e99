/// Texts in `release` that Ruby's own libraries read.
enum GitTexts {
  private static let refused = " ~^:?*[\\".unicodeScalars

  /// Whether a text is the name of a branch or a tag, as Git's rules for names have it.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/git_ref_validator.rb`.
  static func isReference(_ name: String) -> Bool {
    if name.isEmpty || name == "HEAD" { return false }
    if ["-", "/", "refs/heads/", "refs/remotes/"].contains(where: name.hasPrefix) { return false }
    if name.hasSuffix("/") || name.hasSuffix(".") { return false }
    if ["..", "@{", "//"].contains(where: { name.contains($0) }) { return false }
    let parts = name.split(separator: "/")
    guard !parts.contains(where: { $0.hasPrefix(".") || $0.hasSuffix(".lock") }) else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0.value > 0x1F && $0.value != 0x7F && !refused.contains($0)
    }
  }
}

/// Dates and times as Ruby's `DateTime.iso8601` takes them.
struct ISODateTime {
  private static let monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  private var rest: Substring

  /// Whether a text is a date that exists, with or without a time, or a time.
  static func isValid(_ text: String) -> Bool {
    var reader = Self(rest: text.uppercased()[...])
    reader.skipSpace()
    guard reader.date() else {
      var time = Self(rest: text.uppercased()[...])
      time.skipSpace()
      return time.time() && time.isAtEnd
    }
    if reader.take("T"), !reader.time() { return false }
    return reader.isAtEnd
  }

  private var isAtEnd: Bool {
    rest.allSatisfy(\.isWhitespace)
  }

  private mutating func skipSpace() {
    rest = rest.drop(while: \.isWhitespace)
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func digits(_ count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    rest = rest.dropFirst(count)
    return Int(digits)
  }

  /// A calendar date, a day of a year or a day of a week, with or without hyphens.
  private mutating func date() -> Bool {
    if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
    guard let year = digits(4) else { return false }
    let isExtended = take("-")
    if take("W") { return week(isExtended) }
    let before = rest
    if let day = digits(3), !(rest.first?.isNumber ?? false) {
      return (1...(Self.isLeap(year) ? 366 : 365)).contains(day)
    }
    rest = before
    guard let month = digits(2), (1...12).contains(month) else { return false }
    guard !isExtended || take("-") else { return true }
    guard let day = digits(2) else { return false }
    let length = month == 2 && !Self.isLeap(year) ? 28 : Self.monthLengths[month - 1]
    return (1...length).contains(day)
  }

  private mutating func week(_ isExtended: Bool) -> Bool {
    guard let week = digits(2), (1...53).contains(week), !isExtended || take("-"),
      let day = digits(1)
    else { return false }
    return (1...7).contains(day)
  }

  private mutating func time() -> Bool {
    guard let hour = digits(2), (0...24).contains(hour) else { return false }
    let isExtended = take(":")
    guard let minute = digits(2), (0...59).contains(minute) else { return false }
    if isExtended ? take(":") : rest.first?.isNumber ?? false {
      guard let second = digits(2), (0...59).contains(second) else { return false }
      if take(".") || take(",") {
        let fraction = rest.prefix { $0.isASCII && $0.isNumber }
        guard !fraction.isEmpty else { return false }
        rest = rest.dropFirst(fraction.count)
      }
    }
    return zone()
  }

  private mutating func zone() -> Bool {
    if take("Z") { return true }
    guard take("+") || take("-") else { return true }
    guard digits(2) != nil else { return false }
    let isExtended = take(":")
    if isExtended || rest.first?.isNumber ?? false { return digits(2) != nil }
    return true
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
