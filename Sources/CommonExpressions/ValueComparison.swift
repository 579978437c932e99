/// Equality and order (language definition: Equality, Ordering).
extension Value {
  /// The result of comparing two values.
  enum Order {
    case less
    case equal
    case greater
    /// One of them is not a number (NaN).
    case unordered

    var reversed: Self {
      switch self {
      case .less: .greater
      case .greater: .less
      case .equal, .unordered: self
      }
    }
  }

  /// Whether two values are equal: numbers across their types, strings by their scalars, lists
  /// and maps by their parts; values of different types never are.
  func isEqual(to other: Value) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    case (.object(let left), .object(let right)): left == right
    case (.bytes(let left), .bytes(let right)): left == right
    case (.type(let left), .type(let right)): left == right
    case (.timestamp(let left), .timestamp(let right)): left == right
    case (.duration(let left), .duration(let right)): left == right
    case (.optional(let left?), .optional(let right?)): left.isEqual(to: right)
    case (.optional(let left), .optional(let right)): left == nil && right == nil
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
    case (.map(let left), .map(let right)):
      left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in
          right.value(of: entry.key)?.isEqual(to: entry.value) ?? false
        }
    default: numericOrder(other) == .equal
    }
  }

  /// Whether two values are equal so far as they are known.
  ///
  /// - Parameters:
  ///   - other: The other value.
  ///   - doubt: Takes the parts that are not known; it counts only when the others are equal.
  /// - Returns: False when a known part differs.
  func isEqual(to other: Value, noting doubt: inout Shortfall) -> Bool {
    switch (self, other) {
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return false }
      for (left, right) in zip(left, right) where !left.isEqual(to: right, noting: &doubt) {
        return false
      }
      return true
    case (.map(let left), .map(let right)):
      guard left.entries.count == right.entries.count else { return false }
      for entry in left.entries {
        guard let value = right.value(of: entry.key),
          entry.value.isEqual(to: value, noting: &doubt)
        else { return false }
      }
      return true
    case (.optional(let left?), .optional(let right?)):
      return left.isEqual(to: right, noting: &doubt)
    default:
      if isKnown, other.isKnown { return isEqual(to: other) }
      doubt.note(Shortfall.of(self, other))
      return true
    }
  }

  /// The order of two values of one type, or of two numbers; nil when they have none.
  func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.string(let left), .string(let right)): Self.order(left.utf8, right.utf8)
    case (.bytes(let left), .bytes(let right)): Self.order(left, right)
    case (.bool(let left), .bool(let right)):
      left == right ? .equal : right ? .less : .greater
    case (.timestamp(let left), .timestamp(let right)): Self.order(left, right)
    case (.duration(let left), .duration(let right)): Self.order(left, right)
    default: numericOrder(other)
    }
  }

  /// The order of two numbers of any types; nil when one is not a number.
  func numericOrder(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Self.order(left, right)
    case (.uint(let left), .uint(let right)): Self.order(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .less : Self.order(UInt64(left), right)
    case (.uint(let left), .int(let right)): right < 0 ? .greater : Self.order(left, UInt64(right))
    case (.double(let left), .double(let right)):
      Self.order(left, right)
    // The whole number becomes a double, even where that costs it digits: so the conformance
    // tests of the specification have it (comparisons, "lossy").
    case (.double(let left), .int(let right)): Self.order(left, Double(right))
    case (.double(let left), .uint(let right)): Self.order(left, Double(right))
    case (.int, .double), (.uint, .double): other.numericOrder(self)?.reversed
    default: nil
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
  }

  private static func order(
    _ left: some Sequence<UInt8>,
    _ right: some Sequence<UInt8>
  ) -> Order {
    if left.elementsEqual(right) { return .equal }
    // The order of UTF-8 is the order of the scalars.
    return left.lexicographicallyPrecedes(right) ? .less : .greater
  }
}

extension String {
  /// Whether two strings are made of the same scalars.
  ///
  /// Swift's own equality holds an accented letter equal to the letter and its accent; the
  /// language does not.
  func hasSameScalars(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
