/// A set of Unicode scalars: ranges and general categories.
///
/// Categories are asked for when a text is matched. Written out as ranges they would take a walk
/// through all of Unicode, and that is too slow for the start of a process.
struct ScalarSet: Sendable {
  /// ASCII as a bitmap, since most texts hold little else.
  private let lowerASCII: UInt64
  private let upperASCII: UInt64
  /// Sorted; they do not touch.
  private let ranges: [ClosedRange<UInt32>]
  private let categories: CategorySet
  private let isNegated: Bool

  init(_ builder: ScalarSetBuilder, isNegated: Bool = false) {
    ranges = ScalarSetBuilder.merged(builder.ranges)
    categories = builder.categories
    self.isNegated = isNegated
    var bitmap: (UInt64, UInt64) = (0, 0)
    for range in ranges where range.lowerBound < 0x80 {
      for value in range.lowerBound...min(range.upperBound, 0x7F) { Self.add(value, to: &bitmap) }
    }
    if categories != [] {
      for value in UInt8(0)..<0x80 where categories.contains(Unicode.Scalar(value)) {
        Self.add(UInt32(value), to: &bitmap)
      }
    }
    lowerASCII = isNegated ? ~bitmap.0 : bitmap.0
    upperASCII = isNegated ? ~bitmap.1 : bitmap.1
  }

  private static func add(_ value: UInt32, to bitmap: inout (UInt64, UInt64)) {
    if value < 64 { bitmap.0 |= 1 << value } else { bitmap.1 |= 1 << (value - 64) }
  }

  /// Its part of ASCII, as two bitmaps.
  var ascii: (UInt64, UInt64) { (lowerASCII, upperASCII) }

  /// Whether a scalar is in the set.
  func contains(_ value: UInt32) -> Bool {
    if value < 64 { return lowerASCII >> value & 1 == 1 }
    if value < 128 { return upperASCII >> (value - 64) & 1 == 1 }
    return isListed(value) != isNegated
  }

  /// Not inlined: what asking for a category needs on the stack took most of the time of a match
  /// that only looks at ASCII.
  @inline(never)
  private func isListed(_ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    if low < ranges.count, ranges[low].contains(value) { return true }
    guard categories != [], let scalar = Unicode.Scalar(value) else { return false }
    return categories.contains(scalar)
  }
}

/// Collects the parts of a class.
struct ScalarSetBuilder {
  var ranges: [ClosedRange<UInt32>] = []
  var categories: CategorySet = []

  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  static let spaces: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
  static let wordCharacters: [ClosedRange<UInt32>] = [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ]

  mutating func add(_ added: [ClosedRange<UInt32>], isNegated: Bool) {
    ranges += isNegated ? Self.inverted(added) : added
  }

  /// Ranges sorted and joined where they touch.
  static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    guard ranges.count > 1 else { return ranges }
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// The complement of some ranges in Unicode.
  static func inverted(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in merged(ranges) {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }

  /// The ranges of a POSIX class, such as `alpha`; ASCII only, as in RE2.
  static func posix(_ name: String) -> [ClosedRange<UInt32>]? {
    switch name {
    case "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": [0x41...0x5A, 0x61...0x7A]
    case "ascii": [0x00...0x7F]
    case "blank": [0x09...0x09, 0x20...0x20]
    case "cntrl": [0x00...0x1F, 0x7F...0x7F]
    case "digit": digits
    case "graph": [0x21...0x7E]
    case "lower": [0x61...0x7A]
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [0x09...0x0D, 0x20...0x20]
    case "upper": [0x41...0x5A]
    case "word": wordCharacters
    case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: nil
    }
  }
}
