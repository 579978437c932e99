/// Finds many phrases in one pass.
///
/// A table of the first two bytes leads to the few phrases that may begin at a place, so the time
/// is linear for any text.
struct MarkScanner {
  /// A phrase that was found.
  struct Hit {
    var mark: LogMark
    /// Where it begins.
    var start: Int
    /// Where what follows it begins.
    var end: Int
  }

  static let shared = MarkScanner(LogMark.phrases)

  private var buckets: [[(bytes: [UInt8], mark: LogMark)]] = [[]]
  private var table = [UInt8](repeating: 0, count: 65_536)

  init(_ phrases: [(text: String, mark: LogMark)]) {
    for phrase in phrases {
      let bytes = Array(phrase.text.utf8)
      guard bytes.count >= 2 else { continue }
      let slot = Self.slot(bytes[0], bytes[1])
      if table[slot] == 0 {
        table[slot] = UInt8(buckets.count)
        buckets.append([])
      }
      buckets[Int(table[slot])].append((bytes, phrase.mark))
    }
  }

  /// Calls a function with each phrase in a range of a text, in order.
  func scan(_ text: [UInt8], _ range: Range<Int>, _ found: (Hit) -> Void) {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      let bucket = table[Self.slot(text[index], text[index + 1])]
      if bucket != 0 {
        for phrase in buckets[Int(bucket)] {
          let end = index + phrase.bytes.count
          guard end <= range.upperBound, text[index..<end].elementsEqual(phrase.bytes) else {
            continue
          }
          found(Hit(mark: phrase.mark, start: index, end: end))
        }
      }
      index += 1
    }
  }

  private static func slot(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }
}
