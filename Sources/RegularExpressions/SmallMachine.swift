/// Does the work of `Machine` for short programs, whose steps fit the bits of a word.
///
/// It allocates nothing, which counts when thousands of short texts are matched, and it finds only
/// whether there is a match.
struct SmallMachine {
  private let program: PatternProgram
  /// The number of visited steps, over all characters.
  private(set) var work = 0

  init(_ program: PatternProgram) {
    self.program = program
  }

  /// Whether a program is short enough.
  static func accepts(_ program: PatternProgram) -> Bool {
    program.code.count <= UInt64.bitWidth
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
    var scalars = text.unicodeScalars.makeIterator()
    var previous = Assertion.outside
    var scalar = scalars.next()
    var entered: UInt64 = 1
    while true {
      let value = scalar?.value ?? Assertion.outside
      let active = reached(from: entered, between: previous, and: value)
      work += 1 + active.nonzeroBitCount
      if active & accepting != 0, !matchesWhole || scalar == nil { return true }
      guard scalar != nil else { return false }
      entered = read(value, in: active)
      if !isAnchored { entered |= 1 }
      if entered == 0 { return false }
      previous = value
      scalar = scalars.next()
    }
  }

  /// The steps that read or match, as far as they are reached without reading.
  private func reached(
    from entered: UInt64,
    between previous: UInt32,
    and following: UInt32
  ) -> UInt64 {
    var pending = entered
    var seen: UInt64 = 0
    var active: UInt64 = 0
    while pending != 0 {
      let step = pending.trailingZeroBitCount
      let bit: UInt64 = 1 << UInt64(step)
      seen |= bit
      switch program.code[step] {
      case .scalar, .set, .any, .match: active |= bit
      case .jump(let distance): pending |= 1 << UInt64(step + Int(distance))
      case .split(let first, let second):
        pending |= 1 << UInt64(step + Int(first)) | 1 << UInt64(step + Int(second))
      case .assertion(let assertion):
        if assertion.holds(between: previous, and: following) { pending |= bit << 1 }
      }
      pending &= ~seen
    }
    return active
  }

  /// The steps after those that read a scalar.
  private func read(_ value: UInt32, in active: UInt64) -> UInt64 {
    var remaining = active
    var entered: UInt64 = 0
    while remaining != 0 {
      let step = remaining.trailingZeroBitCount
      remaining &= remaining - 1
      let isRead =
        switch program.code[step] {
        case .scalar(let wanted): wanted == value
        case .set(let number): program.sets[Int(number)].contains(value)
        case .any: true
        case .assertion, .jump, .split, .match: false
        }
      if isRead { entered |= 1 << UInt64(step + 1) }
    }
    return entered
  }
}
