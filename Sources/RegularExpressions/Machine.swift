/// Follows all ways through an expression at once, one scalar of the text after the other.
struct Machine {
  /// The goal of the search.
  enum Goal {
    /// Any match; its end is not exact.
    case anywhere
    /// A match of the whole text.
    case whole
    /// The leftmost match, with both ends.
    case leftmost
  }

  /// A list of steps that holds each once and is cleared without work (Briggs and Torczon).
  private struct StepList {
    var steps: [Int]
    /// Where in the text the way to each step began, in UTF-8 code units.
    var starts: [Int]
    var places: [Int]
    var count = 0

    init(capacity: Int) {
      steps = [Int](repeating: 0, count: capacity)
      starts = steps
      places = steps
    }

    /// Adds a step; false when it is there.
    mutating func insert(_ step: Int, start: Int) -> Bool {
      let place = places[step]
      if place < count, steps[place] == step { return false }
      places[step] = count
      steps[count] = step
      starts[count] = start
      count += 1
      return true
    }
  }

  private let program: PatternProgram
  /// The steps of the place that is looked at.
  private var active: StepList
  /// The steps that are reached for the next place.
  private var reached: StepList
  private var stack: [Int] = []
  /// The number of visited steps, over all characters.
  private(set) var work = 0

  init(_ program: PatternProgram) {
    self.program = program
    active = StepList(capacity: program.code.count)
    reached = active
  }

  /// Runs over a text.
  ///
  /// - Returns: The match in UTF-8 code units; nil when there is none.
  mutating func run(_ text: String, _ goal: Goal) -> Range<Int>? {
    let isAnchored = goal == .whole || program.startsAtTextStart
    let firstScalar = program.firstScalar
    var scalars = text.unicodeScalars.makeIterator()
    var previous = Assertion.outside
    var scalar = scalars.next()
    var position = 0
    var match: Range<Int>?
    while true {
      let value = scalar?.value ?? Assertion.outside
      if match == nil, position == 0 || !isAnchored, firstScalar ?? value == value {
        add(0, start: position, between: previous, and: value)
      }
      if reached.count == 0, match != nil || isAnchored { return match }
      let following = scalar == nil ? nil : scalars.next()
      let nextPosition = position + (scalar.map { UTF8.width($0) } ?? 0)
      active.count = 0
      swap(&active, &reached)
      work += 1 + active.count
      steps: for index in 0..<active.count {
        let step = active.steps[index]
        let isRead: Bool
        switch program.code[step] {
        case .scalar(let wanted): isRead = wanted == value
        case .set(let number): isRead = scalar != nil && program.sets[Int(number)].contains(value)
        case .any: isRead = scalar != nil
        case .assertion, .jump, .split: isRead = false
        case .match:
          guard goal != .whole || scalar == nil else { continue }
          match = active.starts[index]..<position
          if goal != .leftmost { return match }
          // Later entries of the list are less preferred.
          break steps
        }
        guard isRead else { continue }
        add(
          step + 1,
          start: active.starts[index],
          between: value,
          and: following?.value ?? Assertion.outside
        )
      }
      if scalar == nil { return match }
      previous = value
      scalar = following
      position = nextPosition
    }
  }

  /// Adds a step and all others that are reached from it without reading, the preferred first.
  private mutating func add(
    _ first: Int,
    start: Int,
    between previous: UInt32,
    and following: UInt32
  ) {
    stack.append(first)
    while let step = stack.popLast() {
      guard reached.insert(step, start: start) else { continue }
      switch program.code[step] {
      case .jump(let distance): stack.append(step + Int(distance))
      case .split(let preferred, let other):
        stack.append(step + Int(other))
        stack.append(step + Int(preferred))
      case .assertion(let assertion):
        if assertion.holds(between: previous, and: following) { stack.append(step + 1) }
      case .scalar, .set, .any, .match: break
      }
    }
  }
}
