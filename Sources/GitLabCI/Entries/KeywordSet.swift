import YAMLSyntax

/// A set of keywords, one bit each.
struct KeywordSet: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The number of keywords that fit; a test keeps `Keyword` below it.
  static let capacity = 256

  private var bits = SIMD4<UInt64>.zero

  init(arrayLiteral keywords: Keyword...) {
    for keyword in keywords { insert(keyword) }
  }

  mutating func insert(_ keyword: Keyword) {
    insert(keyword.symbol)
  }

  /// Adds a key when it is a keyword.
  mutating func insert(_ key: Symbol) {
    let number = Int(key.rawValue)
    if number < Self.capacity { bits[number >> 6] |= 1 << (number & 63) }
  }

  func contains(_ keyword: Keyword) -> Bool {
    contains(keyword.symbol)
  }

  func contains(_ key: Symbol) -> Bool {
    let number = Int(key.rawValue)
    return number < Self.capacity && bits[number >> 6] >> (number & 63) & 1 == 1
  }

  var isEmpty: Bool { bits == .zero }

  func union(_ other: Self) -> Self {
    var result = self
    result.bits |= other.bits
    return result
  }

  func isSubset(of other: Self) -> Bool {
    bits & ~other.bits == .zero
  }
}
