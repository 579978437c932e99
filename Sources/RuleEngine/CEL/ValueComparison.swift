/// Equality and order (language definition: Equality, Ordering).
extension Value {
  /// How two values compare.
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

  /// The order of two values of one type, or of two numbers; nil when they have none.
  func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.string(let left), .string(let right)): Self.order(left.utf8, right.utf8)
    case (.bytes(let left), .bytes(let right)): Self.order(left, right)
    case (.bool(let left), .bool(let right)):
      left == right ? .equal : right ? .less : .greater
    default: numericOrder(other)
    }
  }

  /// The order of two numbers, whatever their types; nil when one is no number.
  func numericOrder(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Self.order(left, right)
    case (.uint(let left), .uint(let right)): Self.order(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .less : Self.order(UInt64(left), right)
    case (.uint(let left), .int(let right)): right < 0 ? .greater : Self.order(left, UInt64(right))
    case (.double(let left), .double(let right)):
      left.isNaN || right.isNaN ? .unordered : Self.order(left, right)
    case (.double(let left), .int), (.double(let left), .uint): Self.order(left, other)
    case (.int, .double(let right)), (.uint, .double(let right)):
      Self.order(right, self)?.reversed
    default: nil
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    left < right ? .less : left == right ? .equal : .greater
  }

  /// Compares without rounding the whole number: beyond 2^53 a double would swallow digits.
  private static func order(_ left: Double, _ whole: Value) -> Order? {
    if left.isNaN { return .unordered }
    if left >= 0x1p64 { return .greater }
    if left < -0x1p63 { return .less }
    // The whole part fits one of the types for whole numbers.
    let part =
      NumberText.int(left).map { (value: Value.int($0), rest: left - Double($0)) }
      ?? NumberText.uint(left).map { (value: Value.uint($0), rest: left - Double($0)) }
    guard let part, let order = part.value.numericOrder(whole) else { return nil }
    return order == .equal ? Self.order(part.rest, 0) : order
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
