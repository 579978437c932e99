/// The steps of a program as `SmallMachine` needs them: a bit of a word for each.
///
/// A match spent most of its time unpacking the steps again at each character.
struct SmallSteps: Sendable {
  private struct Step {
    /// The steps that read or match, and the assertions, that are reached from it without reading.
    var reached: UInt64 = 0
    /// The ASCII characters that it reads.
    var lower: UInt64 = 0
    var upper: UInt64 = 0
  }

  /// The steps that go on only where a condition holds.
  let assertions: UInt64
  /// The steps that only go on.
  private let moves: UInt64
  private let steps: [Step]

  /// The steps of a program; nil when they do not fit the bits of a word.
  init?(_ code: [Instruction], _ sets: [ScalarSet]) {
    guard code.count <= UInt64.bitWidth else { return nil }
    var assertions: UInt64 = 0
    var moves: UInt64 = 0
    var steps = [Step](repeating: Step(), count: code.count)
    for (place, instruction) in code.enumerated() {
      switch instruction {
      case .scalar(let value) where value < 64: steps[place].lower = 1 << UInt64(value)
      case .scalar(let value) where value < 128: steps[place].upper = 1 << UInt64(value - 64)
      case .set(let number):
        (steps[place].lower, steps[place].upper) = sets[Int(number)].ascii
      case .any: (steps[place].lower, steps[place].upper) = (.max, .max)
      case .assertion: assertions |= 1 << UInt64(place)
      case .jump, .split:
        moves |= 1 << UInt64(place)
        steps[place].reached = Self.reached(from: place, code)
      case .scalar, .match: break
      }
    }
    self.assertions = assertions
    self.moves = moves
    self.steps = steps
  }

  private static func reached(from start: Int, _ code: [Instruction]) -> UInt64 {
    var reached: UInt64 = 0
    var pending: UInt64 = 1 << UInt64(start)
    var seen: UInt64 = 0
    while pending != 0 {
      let step = pending.trailingZeroBitCount
      let bit: UInt64 = 1 << UInt64(step)
      seen |= bit
      switch code[step] {
      case .jump(let distance): pending |= 1 << UInt64(step + Int(distance))
      case .split(let first, let second):
        pending |= 1 << UInt64(step + Int(first)) | 1 << UInt64(step + Int(second))
      case .scalar, .set, .any, .assertion, .match: reached |= bit
      }
      pending &= ~seen
    }
    return reached
  }

  /// The steps that read or match, and the assertions, that are reached from some steps.
  func following(_ entered: UInt64) -> UInt64 {
    var reached = entered & ~moves
    var remaining = entered & moves
    while remaining != 0 {
      reached |= steps[remaining.trailingZeroBitCount].reached
      remaining &= remaining - 1
    }
    return reached
  }

  /// Whether a step reads an ASCII character.
  func reads(_ value: UInt32, at step: Int) -> Bool {
    (value < 64 ? steps[step].lower : steps[step].upper) >> UInt64(value & 63) & 1 == 1
  }
}
