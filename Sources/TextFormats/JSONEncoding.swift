/// The encodings of JSON files: UTF-8, and the others that programs redirect their output in.
enum JSONEncoding {
  /// A document in UTF-8, without a byte order mark, from one in UTF-8, UTF-16 or UTF-32.
  ///
  /// Without a mark the zero bytes of the first two characters show which: they are ASCII.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    if start == [0xFF, 0xFE, 0, 0] { return wide(bytes.dropFirst(4), isLittle: true) }
    if start == [0, 0, 0xFE, 0xFF] { return wide(bytes.dropFirst(4), isLittle: false) }
    if start.starts(with: [0xFF, 0xFE]) { return pairs(bytes.dropFirst(2), isLittle: true) }
    if start.starts(with: [0xFE, 0xFF]) { return pairs(bytes.dropFirst(2), isLittle: false) }
    switch start.map({ $0 == 0 }) {
    case [true, true, true, false]: return wide(bytes[...], isLittle: false)
    case [false, true, true, true]: return wide(bytes[...], isLittle: true)
    case let zeros where zeros.starts(with: [true, false]):
      return pairs(bytes[...], isLittle: false)
    case let zeros where zeros.starts(with: [false, true]): return pairs(bytes[...], isLittle: true)
    default: return bytes
    }
  }

  private static func pairs(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
    let units = units(bytes, size: 2, isLittle: isLittle)
    return Array(
      String(decoding: units.lazy.map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self).utf8
    )
  }

  private static func wide(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
    Array(String(decoding: units(bytes, size: 4, isLittle: isLittle), as: UTF32.self).utf8)
  }

  private static func units(_ bytes: ArraySlice<UInt8>, size: Int, isLittle: Bool) -> [UInt32] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { start in
      let unit = bytes[start..<min(start + size, bytes.endIndex)]
      let ordered = isLittle ? Array(unit.reversed()) : Array(unit)
      return ordered.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
