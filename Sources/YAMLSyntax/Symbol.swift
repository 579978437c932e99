/// A mapping key as a number: equal keys have equal numbers within one tree.
package struct Symbol: Hashable, Sendable {
  /// The number.
  package let rawValue: UInt32

  /// The symbol that a symbol table's list of well-known keys has at an index.
  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}

/// The mapping keys of a tree, each stored once.
///
/// A string key and a Ruby symbol of the same text are one key (GitLab symbolises keys); the
/// number 1 and the string "1" are two.
struct SymbolTable: Sendable {
  private struct Slot {
    var text: Range<UInt32>
    var hash: UInt64
    var kind: NodeKind
  }

  private var slots: [Slot] = []
  private var pool: [UInt8] = []
  /// Indices into `slots` by hash, -1 where free; the size is a power of two.
  private var buckets: [Int32]
  /// Differs from run to run, so that no file can be made of keys that collide.
  private let seed = UInt64.random(in: .min ... .max) | 1

  /// A table in which the given keys have the numbers 0, 1, 2 and so on.
  init(wellKnown: [StaticString]) {
    buckets = [Int32](repeating: -1, count: 1024)
    slots.reserveCapacity(wellKnown.count * 2)
    pool.reserveCapacity(wellKnown.count * 16)
    for name in wellKnown {
      let text = Array(name.description.utf8)
      _ = intern(text[...], kind: .string)
    }
  }

  /// The symbol of a key's text, made when there is none yet.
  ///
  /// - Parameters:
  ///   - text: The canonical text of the key.
  ///   - kind: The key's kind; keys of different kinds differ.
  /// - Returns: Its symbol.
  mutating func intern(_ text: ArraySlice<UInt8>, kind: NodeKind) -> Symbol {
    let hash = hash(text, kind)
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    while buckets[bucket] >= 0 {
      let index = Int(buckets[bucket])
      if slots[index].hash == hash, slots[index].kind == kind, equal(slots[index].text, text) {
        return Symbol(rawValue: UInt32(index))
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    buckets[bucket] = Int32(slots.count)
    let start = UInt32(pool.count)
    pool.append(contentsOf: text)
    slots.append(Slot(text: start..<UInt32(pool.count), hash: hash, kind: kind))
    if slots.count * 2 > buckets.count { grow() }
    return Symbol(rawValue: UInt32(slots.count - 1))
  }

  /// The symbol of a string key, when some file has it.
  func find(_ text: ArraySlice<UInt8>) -> Symbol? {
    let hash = hash(text, .string)
    var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    while buckets[bucket] >= 0 {
      let slot = slots[Int(buckets[bucket])]
      if slot.hash == hash, slot.kind == .string, equal(slot.text, text) {
        return Symbol(rawValue: UInt32(buckets[bucket]))
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }

  /// The number of symbols; they are numbered from 0.
  var count: Int { slots.count }

  /// The text of a symbol.
  func text(_ symbol: Symbol) -> ArraySlice<UInt8> {
    let range = slots[Int(symbol.rawValue)].text
    return pool[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// The kind of key a symbol stands for.
  func kind(_ symbol: Symbol) -> NodeKind {
    slots[Int(symbol.rawValue)].kind
  }

  private func equal(_ range: Range<UInt32>, _ text: ArraySlice<UInt8>) -> Bool {
    guard range.count == text.count else { return false }
    var left = Int(range.lowerBound)
    for byte in text {
      if pool[left] != byte { return false }
      left += 1
    }
    return true
  }

  private func hash(_ text: ArraySlice<UInt8>, _ kind: NodeKind) -> UInt64 {
    var hash = seed ^ UInt64(kind.rawValue)
    var word: UInt64 = 0
    var filled: UInt64 = 0
    for byte in text {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled & 7 == 0 {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        word = 0
      }
    }
    hash = (hash ^ word ^ filled << 56) &* 0xBF58_476D_1CE4_E5B9
    hash ^= hash >> 32
    hash = hash &* seed
    return hash ^ hash >> 29
  }

  private mutating func grow() {
    buckets = [Int32](repeating: -1, count: buckets.count * 2)
    for (index, slot) in slots.enumerated() {
      var bucket = Int(truncatingIfNeeded: slot.hash) & (buckets.count - 1)
      while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = Int32(index)
    }
  }
}
