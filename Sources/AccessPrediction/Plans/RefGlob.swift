/// Patterns with `*` that accept at least the refs that a regular expression matches: Entra ID's
/// expressions know no others.
struct RefGlob {
  /// The maximum number of alternatives of an expression that are followed.
  private static let limit = 64
  /// The longest expression that is read, in characters.
  private static let lengthLimit = 1_000
  /// The maximum depth of groups that are followed.
  private static let depthLimit = 20

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  /// The patterns of an expression, one for each of its alternatives.
  ///
  /// - Parameter expression: The expression between the slashes, without flags.
  /// - Returns: nil for an expression that no pattern can express.
  static func globs(of expression: String) -> [String]? {
    var reader = Self(scalars: Array(expression.unicodeScalars))
    guard reader.scalars.count <= lengthLimit else { return nil }
    guard let all = reader.alternatives(isAnchored: false), reader.index == reader.scalars.count
    else { return nil }
    return all.map(collapsed)
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// The alternatives up to the end of the group; outside of groups, an expression that is not
  /// anchored may be preceded and followed by anything.
  private mutating func alternatives(isAnchored: Bool) -> [String]? {
    var all: [String] = []
    repeat {
      guard let next = sequence(isAnchored: isAnchored) else { return nil }
      all += next
      guard all.count <= Self.limit else { return nil }
    } while take("|")
    return all
  }

  private mutating func sequence(isAnchored: Bool) -> [String]? {
    var result = [take("^") || take("\\A") || isAnchored ? "" : "*"]
    var isClosed = isAnchored
    while index < scalars.count, scalars[index] != "|", scalars[index] != ")" {
      if take("$") || take("\\z") || take("\\Z") {
        isClosed = true
        continue
      }
      guard let atom = atom(), let choices = repeated(atom) else { return nil }
      result = result.flatMap { start in choices.map { start + $0 } }
      guard result.count <= Self.limit else { return nil }
    }
    return isClosed ? result : result.map { $0 + "*" }
  }

  /// The texts that one atom may read.
  private mutating func atom() -> [String]? {
    let scalar = scalars[index]
    switch scalar {
    case "(":
      index += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { return nil }
      if take("?") { guard take(":") else { return nil } }
      guard let inner = alternatives(isAnchored: true), take(")") else { return nil }
      return inner
    case "[":
      guard let end = endOfClass() else { return nil }
      index = end
      return ["*"]
    case ".":
      index += 1
      return ["*"]
    case "\\":
      guard index + 1 < scalars.count else { return nil }
      let escaped = scalars[index + 1]
      index += 2
      if "dwDWSs".unicodeScalars.contains(escaped) { return ["*"] }
      return escaped.properties.isAlphabetic || ("0"..."9").contains(escaped)
        ? nil : literal(escaped)
    case "*", "+", "?", "{", "^": return nil
    default:
      index += 1
      return literal(scalar)
    }
  }

  /// A character that is literal in a pattern and can be quoted in an expression.
  private func literal(_ scalar: Unicode.Scalar) -> [String]? {
    "*?'".unicodeScalars.contains(scalar) ? nil : [String(scalar)]
  }

  private mutating func repeated(_ atom: [String]) -> [String]? {
    var result = atom
    if take("?") {
      result = atom + [""]
    } else if take("*") {
      result = ["*"]
    } else if take("+") {
      result = atom.map { $0 + "*" }
    } else if take("{") {
      guard let end = scalars[index...].firstIndex(of: "}") else { return nil }
      index = end + 1
      result = ["*"]
    }
    // Whether it reads as little as it can makes no difference.
    _ = take("?")
    return result
  }

  private func endOfClass() -> Int? {
    var place = index + 1
    if place < scalars.count, scalars[place] == "^" { place += 1 }
    if place < scalars.count, scalars[place] == "]" { place += 1 }
    while place < scalars.count, scalars[place] != "]" {
      place += scalars[place] == "\\" ? 2 : 1
    }
    return place < scalars.count ? place + 1 : nil
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private static func collapsed(_ glob: String) -> String {
    var result = ""
    for character in glob where character != "*" || result.last != "*" { result.append(character) }
    return result
  }
}
