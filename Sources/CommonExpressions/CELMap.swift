/// A map of the language, which keeps the order of its entries.
package struct CELMap: Hashable, Sendable {
  /// One key with its value.
  package struct Entry: Hashable, Sendable {
    /// The key: a bool, an int, a uint or a string.
    package let key: Value
    /// The value.
    package let value: Value

    /// An entry.
    package init(key: Value, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// The entries in order, each key once.
  package let entries: [Entry]
  /// Where each key is; only for maps that are too large to search one by one.
  private let places: [Key: Int]

  /// A key in the form in which equal keys are the same: whole numbers in one type.
  private enum Key: Hashable {
    case bool(Bool)
    case negative(Int64)
    case natural(UInt64)
    case string([UInt8])

    init?(_ value: Value) {
      switch value {
      case .bool(let value): self = .bool(value)
      case .int(let value): self = value < 0 ? .negative(value) : .natural(UInt64(value))
      case .uint(let value): self = .natural(value)
      case .double(let value):
        guard let key = NumberText.whole(value).flatMap(Self.init) else { return nil }
        self = key
      // Bytes, because two spellings of one letter are different keys.
      case .string(let value): self = .string(Array(value.utf8))
      default: return nil
      }
    }
  }

  private static let searchLimit = 8

  /// A map of some entries.
  ///
  /// - Returns: Nil when a key is there twice or its type cannot be a key's.
  package init?(_ entries: [Entry]) {
    var places: [Key: Int] = [:]
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      if case .double = entry.key { return nil }
      guard let key = Key(entry.key), places.updateValue(place, forKey: key) == nil else {
        return nil
      }
    }
    self.entries = entries
    self.places = entries.count > Self.searchLimit ? places : [:]
  }

  /// The value of a key, numbers compared across their types; nil when it has none.
  package func value(of key: Value) -> Value? {
    if case .double(let number) = key {
      // A key is the whole number itself, not all that a double would round to the same.
      return NumberText.whole(number).flatMap(value(of:))
    }
    guard entries.count > Self.searchLimit else {
      return entries.first { $0.key.isEqual(to: key) }?.value
    }
    return Key(key).flatMap { places[$0] }.map { entries[$0].value }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.entries == right.entries
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(entries)
  }
}
