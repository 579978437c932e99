/// Scalars and classes.
extension PatternCompiler {
  /// The step that reads one scalar, in either case when the flag is set.
  mutating func instruction(for scalar: Unicode.Scalar) throws(PatternError) -> Instruction {
    let isASCIILetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    guard options.contains(.ignoresCase), isASCIILetter || !scalar.isASCII else {
      return .scalar(scalar.value)
    }
    let ranges = try folded([scalar.value...scalar.value])
    return ranges.count == 1 ? .scalar(scalar.value) : newSet(ranges, isNegated: false)
  }

  mutating func newSet(_ ranges: [ClosedRange<UInt32>], isNegated: Bool) -> Instruction {
    var builder = ScalarSetBuilder()
    builder.ranges = ranges
    return newSet(builder, isNegated: isNegated)
  }

  mutating func newSet(_ builder: ScalarSetBuilder, isNegated: Bool) -> Instruction {
    sets.append(ScalarSet(builder, isNegated: isNegated))
    return .set(Int32(sets.count - 1))
  }

  /// Ranges in both cases when the flag is set.
  private mutating func folded(
    _ ranges: [ClosedRange<UInt32>]
  ) throws(PatternError) -> [ClosedRange<UInt32>] {
    guard options.contains(.ignoresCase) else { return ranges }
    let closed = CaseFolding.closed(ranges, work: &foldingWork)
    guard foldingWork <= Self.foldingLimit else {
      throw error("the expression is too large: too many letters to find in both cases")
    }
    return closed
  }

  // MARK: Escapes

  /// Reads an escape outside of brackets.
  mutating func escapedScalarOrClass() throws(PatternError) -> Instruction {
    var builder = ScalarSetBuilder()
    if try classEscape(into: &builder) { return newSet(builder, isNegated: false) }
    return try instruction(for: try escapedScalar())
  }

  /// Reads `\d`, `\pL` and the like; false when the escape stands for one scalar.
  private mutating func classEscape(
    into builder: inout ScalarSetBuilder
  ) throws(PatternError) -> Bool {
    guard let letter = peek(1) else { return false }
    switch letter {
    case "d", "D":
      builder.add(ScalarSetBuilder.digits, isNegated: letter == "D")
    case "s", "S":
      builder.add(ScalarSetBuilder.spaces, isNegated: letter == "S")
    case "w", "W":
      builder.add(try folded(ScalarSetBuilder.wordCharacters), isNegated: letter == "W")
    // RE2's single byte: in a text it is the same as any character.
    case "C":
      builder.add([], isNegated: true)
    case "p", "P":
      builder.categories.formUnion(try unicodeClass())
      return true
    default: return false
    }
    index += 2
    return true
  }

  private mutating func unicodeClass() throws(PatternError) -> CategorySet {
    let offset = index
    var isNegated = peek(1) == "P"
    index += 2
    var name = try className(offset)
    if name.first == "^" {
      isNegated.toggle()
      name.removeFirst()
    }
    guard var categories = CategorySet(named: name) else {
      throw PatternError(
        offset: offset,
        message: "unknown class \(name); expected a general category such as L or Lu"
      )
    }
    if options.contains(.ignoresCase), !categories.isDisjoint(with: .cased) {
      categories.formUnion(.cased)
    }
    return isNegated ? categories.inverted : categories
  }

  /// Reads one letter, or the name in braces.
  private mutating func className(_ offset: Int) throws(PatternError) -> String {
    guard let first = peek else {
      throw PatternError(offset: offset, message: "the name of a class is missing after \\p")
    }
    index += 1
    guard first == "{" else { return String(first) }
    let start = index
    while let next = peek {
      index += 1
      if next == "}" { return string(start..<index - 1) }
    }
    throw PatternError(offset: offset, message: "missing } after the name of a class")
  }

  private mutating func escapedScalar() throws(PatternError) -> Unicode.Scalar {
    let offset = index
    index += 1
    guard let scalar = peek else {
      throw PatternError(offset: offset, message: "a backslash ends the expression")
    }
    index += 1
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return try hexadecimal(offset)
    case "0"..."7": return try octal(scalar, offset)
    case "8", "9":
      throw PatternError(offset: offset, message: "back-references are not supported")
    case "k", "g":
      throw PatternError(offset: offset, message: "back-references are not supported")
    default:
      guard scalar.isASCII, !scalar.properties.isAlphabetic else {
        throw PatternError(offset: offset, message: "unknown escape \\\(scalar)")
      }
      return scalar
    }
  }

  private mutating func octal(
    _ first: Unicode.Scalar,
    _ offset: Int
  ) throws(PatternError) -> Unicode.Scalar {
    var value = first.value - 0x30
    // RE2 reads a single digit from 1 as a back-reference.
    if value > 0, octalDigit == nil {
      throw PatternError(offset: offset, message: "back-references are not supported")
    }
    var count = 1
    while count < 3, let digit = octalDigit {
      value = value * 8 + digit
      index += 1
      count += 1
    }
    return Unicode.Scalar(value) ?? first
  }

  private var octalDigit: UInt32? {
    guard let next = peek, ("0"..."7").contains(next) else { return nil }
    return next.value - 0x30
  }

  private mutating func hexadecimal(_ offset: Int) throws(PatternError) -> Unicode.Scalar {
    let isBraced = take("{")
    let limit = isBraced ? 8 : 2
    var value: UInt32 = 0
    var count = 0
    while count < limit, let next = peek, let digit = Character(next).hexDigitValue, next.isASCII {
      value = value << 4 | UInt32(digit)
      index += 1
      count += 1
    }
    guard isBraced ? count > 0 && take("}") : count == 2, let scalar = Unicode.Scalar(value) else {
      throw PatternError(
        offset: offset,
        message: "\\x takes two hexadecimal digits, or the number of a Unicode scalar in braces"
      )
    }
    return scalar
  }

  // MARK: Brackets

  mutating func bracketClass() throws(PatternError) -> Instruction {
    let offset = index
    index += 1
    let isNegated = take("^")
    var builder = ScalarSetBuilder()
    var isFirst = true
    while let next = peek, next != "]" || isFirst {
      isFirst = false
      if next == "[", peek(1) == ":", try posixClass(into: &builder) { continue }
      if next == "\\", try classEscape(into: &builder) { continue }
      try bracketRange(offset, into: &builder)
    }
    guard take("]") else { throw PatternError(offset: offset, message: "missing closing ]") }
    return newSet(builder, isNegated: isNegated)
  }

  private mutating func bracketRange(
    _ bracket: Int,
    into builder: inout ScalarSetBuilder
  ) throws(PatternError) {
    let start = index
    let low = try bracketScalar(bracket)
    var high = low
    if peek == "-", let end = peek(1), end != "]" {
      index += 1
      let endOffset = index
      var ignored = ScalarSetBuilder()
      if end == "\\", try classEscape(into: &ignored) {
        throw PatternError(offset: endOffset, message: "a range ends with a class")
      }
      high = try bracketScalar(bracket)
      guard low <= high else {
        throw PatternError(offset: start, message: "a range ends before it begins")
      }
    }
    builder.ranges += try folded([low.value...high.value])
  }

  private mutating func bracketScalar(_ bracket: Int) throws(PatternError) -> Unicode.Scalar {
    guard let next = peek else {
      throw PatternError(offset: bracket, message: "missing closing ]")
    }
    if next == "\\" { return try escapedScalar() }
    index += 1
    return next
  }

  /// Reads `[:alpha:]`; false when it is not closed and the bracket stands for itself.
  private mutating func posixClass(
    into builder: inout ScalarSetBuilder
  ) throws(PatternError) -> Bool {
    let offset = index
    index += 2
    let isNegated = take("^")
    let start = index
    while let next = peek, next.isASCII, next.properties.isAlphabetic { index += 1 }
    let name = string(start..<index)
    guard take(":"), take("]") else {
      index = offset
      return false
    }
    guard let ranges = ScalarSetBuilder.posix(name) else {
      throw PatternError(offset: offset, message: "unknown class [:\(name):]")
    }
    builder.add(try folded(ranges), isNegated: isNegated)
    return true
  }

  // MARK: Text

  var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  /// Reads a number; huge ones are cut, they are refused anyway.
  mutating func decimal() -> Int? {
    var value: Int?
    while let digit = peek, ("0"..."9").contains(digit) {
      value = min((value ?? 0) * 10 + Int(digit.value - 0x30), 1_000_000)
      index += 1
    }
    return value
  }

  func string(_ range: Range<Int>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[range])
    return text
  }

  func error(_ message: String) -> PatternError {
    PatternError(offset: index, message: message)
  }
}
