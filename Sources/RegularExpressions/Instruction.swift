/// One step of a compiled expression.
///
/// Distances are counted from the step itself, so that a piece of a program can be moved and
/// repeated as it is.
enum Instruction: Sendable {
  /// Reads one scalar.
  case scalar(UInt32)
  /// Reads one scalar of a class, by its place in the program's list.
  case set(Int32)
  /// Reads any scalar.
  case any
  /// Goes on where a condition on the place holds.
  case assertion(Assertion)
  case jump(Int32)
  /// Goes both ways; the first is preferred.
  case split(Int32, Int32)
  case match
}

/// A condition on a place in the text.
enum Assertion: Sendable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  case wordBoundary
  case noWordBoundary

  /// Represents the scalar before the start or after the end of a text.
  static let outside = UInt32.max

  /// Whether it holds between two scalars.
  func holds(between previous: UInt32, and next: UInt32) -> Bool {
    switch self {
    case .textStart: previous == Self.outside
    case .textEnd: next == Self.outside
    case .lineStart: previous == Self.outside || previous == 0x0A
    case .lineEnd: next == Self.outside || next == 0x0A
    case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
    case .noWordBoundary: Self.isWord(previous) == Self.isWord(next)
    }
  }

  /// Word characters are ASCII, as in RE2.
  private static func isWord(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}

/// A compiled expression.
///
/// A class, because each match takes a copy.
final class PatternProgram: Sendable {
  let code: [Instruction]
  let sets: [ScalarSet]
  /// The work of compiling it, in steps moved and scalars read.
  let work: Int
  /// The steps as `SmallMachine` needs them; nil for a program that is too long for it.
  let small: SmallSteps?

  init(code: [Instruction], sets: [ScalarSet], work: Int) {
    self.code = code
    self.sets = sets
    self.work = work
    small = SmallSteps(code, sets)
  }

  /// Whether it can match only at the start of the text.
  var startsAtTextStart: Bool {
    if case .assertion(.textStart)? = code.first { return true }
    return false
  }

  /// The scalar that every match begins with; nil when there are several.
  var firstScalar: UInt32? {
    if case .scalar(let value)? = code.first { return value }
    return nil
  }
}
