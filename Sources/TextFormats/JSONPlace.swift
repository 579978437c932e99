/// Where a value of a JSON document is written, with the places of all values in it.
package struct JSONPlace: Hashable, Sendable {
  /// The line, from 1.
  package internal(set) var line = 1
  /// The column in Unicode scalars, from 1.
  package internal(set) var column = 1
  /// The places of an object's values.
  package internal(set) var members: [String: JSONPlace] = [:]
  /// The places of a list's elements.
  package internal(set) var elements: [JSONPlace] = []
}

/// Counts lines and columns up to places that follow each other.
struct JSONPlaceCounter {
  private var line = 1
  private var column = 1
  private var index = 0

  /// The place of a byte that is not before the previous one.
  mutating func place(of end: Int, in bytes: [UInt8]) -> JSONPlace {
    while index < end {
      let byte = bytes[index]
      index += 1
      let isBreak =
        byte == 0x0A || byte == 0x0D && (index == bytes.count || bytes[index] != 0x0A)
      if isBreak {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONPlace(line: line, column: column)
  }
}
