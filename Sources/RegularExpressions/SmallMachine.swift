/// Does the work of `Machine` for short programs, whose steps fit the bits of a word.
///
/// It finds only whether there is a match, which counts when thousands of short texts are matched.
struct SmallMachine {
  private let program: PatternProgram
  private let steps: SmallSteps
  /// The number of visited steps, over all characters.
  private(set) var work = 0

  /// A machine; nil for a program that is too long.
  init?(_ program: PatternProgram) {
    guard let steps = program.small else { return nil }
    self.program = program
    self.steps = steps
  }

  /// Whether the expression matches.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - matchesWhole: Whether the match has to span the whole text.
  /// - Returns: Whether there is such a match.
  mutating func run(_ text: String, matchesWhole: Bool) -> Bool {
    let isAnchored = matchesWhole || program.startsAtTextStart
    // The compiler puts the only match at the end.
    let accepting: UInt64 = 1 << UInt64(program.code.count - 1)
    // Reading the scalars of a string one by one takes longer than following the steps.
    let bytes = Array(text.utf8)
    var index = 0
    var previous = Assertion.outside
    var entered: UInt64 = 1
    while true {
      let isEnd = index == bytes.count
      let value = isEnd ? Assertion.outside : Self.scalar(in: bytes, at: &index)
      let active = reached(from: entered, between: previous, and: value)
      work += 1 + active.nonzeroBitCount
      if active & accepting != 0, !matchesWhole || isEnd { return true }
      guard !isEnd else { return false }
      entered = read(value, in: active)
      if !isAnchored { entered |= 1 }
      if entered == 0 { return false }
      previous = value
    }
  }

  /// The scalar that begins at a place of a string's bytes, which are always valid.
  private static func scalar(in bytes: [UInt8], at index: inout Int) -> UInt32 {
    let first = UInt32(bytes[index])
    index += 1
    if first < 0x80 { return first }
    let following = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
    var value = first & (0x3F >> UInt32(following))
    for _ in 0..<following {
      value = value << 6 | UInt32(bytes[index] & 0x3F)
      index += 1
    }
    return value
  }

  /// The steps that read or match, as far as they are reached without reading.
  private func reached(
    from entered: UInt64,
    between previous: UInt32,
    and following: UInt32
  ) -> UInt64 {
    var reached = steps.following(entered)
    var pending = reached & steps.assertions
    var asked: UInt64 = 0
    while pending != 0 {
      let step = pending.trailingZeroBitCount
      asked |= 1 << UInt64(step)
      if case .assertion(let assertion) = program.code[step],
        assertion.holds(between: previous, and: following)
      {
        reached |= steps.following(2 << UInt64(step))
      }
      pending = reached & steps.assertions & ~asked
    }
    return reached & ~steps.assertions
  }

  /// The steps after those that read a scalar.
  private func read(_ value: UInt32, in active: UInt64) -> UInt64 {
    var remaining = active
    var entered: UInt64 = 0
    while remaining != 0 {
      let step = remaining.trailingZeroBitCount
      remaining &= remaining - 1
      if reads(value, at: step) { entered |= 2 << UInt64(step) }
    }
    return entered
  }

  private func reads(_ value: UInt32, at step: Int) -> Bool {
    if value < 0x80 { return steps.reads(value, at: step) }
    return switch program.code[step] {
    case .scalar(let wanted): wanted == value
    case .set(let number): program.sets[Int(number)].contains(value)
    case .any: true
    case .assertion, .jump, .split, .match: false
    }
  }
}
