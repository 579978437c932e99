/// Looks for bytes in bytes.
package enum ByteSearch {
  /// Whether some bytes stand in others in a row.
  package static func contains(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = needle.first, bytes.count >= needle.count else { return needle.isEmpty }
    var start = bytes.startIndex
    let last = bytes.endIndex - needle.count
    while start <= last {
      if bytes[start] == first, bytes[start..<start + needle.count].elementsEqual(needle) {
        return true
      }
      start += 1
    }
    return false
  }
}
