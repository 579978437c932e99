/// A text with parts that are known only when a pipeline runs, such as `review/` and the number of
/// a merge request.
package struct PartialText: Hashable, Sendable {
  /// A part, as far as it is known.
  package enum Part: Hashable, Sendable {
    /// The text.
    case literal(String)
    /// One or more digits.
    case digits
    /// This number of hexadecimal digits in lower case.
    case hex(Int)
    /// Any text that is not blank.
    case some
    /// Any text, perhaps none.
    case any

    /// Texts are the same when their bytes are.
    package static func == (left: Self, right: Self) -> Bool {
      switch (left, right) {
      case (.literal(let left), .literal(let right)): ByteText.areEqual(left, right)
      case (.hex(let left), .hex(let right)): left == right
      case (.digits, .digits), (.some, .some), (.any, .any): true
      default: false
      }
    }

    package func hash(into hasher: inout Hasher) {
      if case .literal(let text) = self { hasher.combine(text) }
    }
  }

  /// The parts, no two literals side by side.
  package private(set) var parts: [Part] = []

  /// A text that is known.
  package init(_ text: String) {
    append(.literal(text))
  }

  /// A text of parts.
  package init(_ parts: [Part]) {
    for part in parts { append(part) }
  }

  /// The text; nil when a part is not known.
  package var text: String? {
    switch parts.count {
    case 0: ""
    case 1: if case .literal(let text) = parts[0] { text } else { nil }
    default: nil
    }
  }

  /// Whether it is blank; nil when that is not known.
  package var isBlank: Bool? {
    var isKnown = true
    for part in parts {
      switch part {
      case .literal(let text):
        if !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { return false }
      case .digits, .hex, .some: return false
      case .any: isKnown = false
      }
    }
    return isKnown ? true : nil
  }

  /// The text as people read it: `review/…`.
  package var description: String {
    parts.map { if case .literal(let text) = $0 { text } else { "…" } }.joined()
  }

  /// Adds a part at the end.
  package mutating func append(_ part: Part) {
    if case .literal(let text) = part {
      if text.isEmpty { return }
      if case .literal(var last)? = parts.last {
        // Without a second owner the text grows in place.
        parts.removeLast()
        last += text
        parts.append(.literal(last))
        return
      }
    }
    parts.append(part)
  }

  /// Adds a text at the end.
  package mutating func append(_ other: Self) {
    for part in other.parts { append(part) }
  }

  /// Whether a glob, in which `*` is any run of characters, matches every text that this may be;
  /// nil when it matches some of them.
  package func matches(glob: String) -> Bool? {
    guard glob.utf8.contains(UInt8(ascii: "*")) else { return equals(glob) }
    return compare(Array(glob.unicodeScalars).map { $0 == "*" ? .run : .one($0) })
  }

  /// Whether it is a text; nil when it may be.
  package func equals(_ text: String) -> Bool? {
    if let own = self.text { return ByteText.areEqual(own, text) }
    return compare(text.unicodeScalars.map(Step.one))
  }

  // MARK: Comparing

  private enum Step: Equatable {
    case one(Unicode.Scalar)
    case run
  }

  private func compare(_ steps: [Step]) -> Bool? {
    if !reaches(steps, isCertain: false) { return false }
    return reaches(steps, isCertain: true) ? true : nil
  }

  /// Whether the steps can read the text; when it has to be certain, what is not known is read by
  /// a run only.
  private func reaches(_ steps: [Step], isCertain: Bool) -> Bool {
    var places = closure([0], steps)
    for part in parts {
      switch part {
      case .literal(let text):
        for scalar in text.unicodeScalars { places = advance(places, steps) { $0 == scalar } }
      case .digits: places = read(places, steps, 1..., isCertain) { ("0"..."9").contains($0) }
      case .hex(let count):
        places = read(places, steps, count...count, isCertain) {
          ("0"..."9").contains($0) || ("a"..."f").contains($0)
        }
      case .some: places = read(places, steps, 1..., isCertain) { _ in true }
      case .any: places = read(places, steps, 0..., isCertain) { _ in true }
      }
      if places.isEmpty { return false }
    }
    return places.contains(steps.count)
  }

  private func read(
    _ places: Set<Int>,
    _ steps: [Step],
    _ count: some RangeExpression<Int>,
    _ isCertain: Bool,
    _ fits: (Unicode.Scalar) -> Bool
  ) -> Set<Int> {
    if isCertain {
      return closure(places.filter { $0 < steps.count && steps[$0] == .run }, steps)
    }
    var result: Set<Int> = count.contains(0) ? places : []
    var current = places
    for length in 1...max(1, steps.count + 64) {
      current = advance(current, steps, fits)
      if current.isEmpty { break }
      if count.contains(length) { result.formUnion(current) }
      if !count.contains(length + 1), count.contains(length) { break }
    }
    return result
  }

  private func advance(
    _ places: Set<Int>,
    _ steps: [Step],
    _ fits: (Unicode.Scalar) -> Bool
  ) -> Set<Int> {
    var next: Set<Int> = []
    for place in places where place < steps.count {
      switch steps[place] {
      case .one(let scalar): if fits(scalar) { next.insert(place + 1) }
      case .run: next.insert(place)
      }
    }
    return closure(next, steps)
  }

  private func closure(_ places: Set<Int>, _ steps: [Step]) -> Set<Int> {
    var result = places
    for var place in places {
      while place < steps.count, steps[place] == .run {
        place += 1
        result.insert(place)
      }
    }
    return result
  }
}
