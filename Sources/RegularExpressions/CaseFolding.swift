/// Which scalars differ only in case, by Unicode's simple case folding.
enum CaseFolding {
  /// The parts of Unicode in which letters come in two cases; nothing else is worth a look.
  private static let casedBlocks: [ClosedRange<UInt32>] = [
    0x41...0x587, 0x10A0...0x10FF, 0x13A0...0x13FF, 0x1C80...0x1CBF, 0x1D79...0x1D8E,
    0x1E00...0x1FFF, 0x2126...0x2184, 0x24B6...0x24E9, 0x2C00...0x2D2D, 0xA640...0xA7FF,
    0xAB53...0xABBF, 0xFF21...0xFF5A, 0x10400...0x104FB, 0x10570...0x105BC,
    0x10C80...0x10CF2, 0x118A0...0x118DF, 0x16E40...0x16E7F, 0x1E900...0x1E943,
  ]

  /// Scalars that fold to a letter which does not lead back to them.
  private static let oneWay: [(from: UInt32, to: UInt32)] = [
    (0x17F, 0x73), (0x212A, 0x6B), (0x212B, 0xE5), (0x2126, 0x3C9), (0xB5, 0x3BC),
    (0x3D0, 0x3B2), (0x3F5, 0x3B5), (0x3D1, 0x3B8), (0x3F4, 0x3B8), (0x345, 0x3B9),
    (0x1FBE, 0x3B9), (0x3F0, 0x3BA), (0x3D6, 0x3C0), (0x3F1, 0x3C1), (0x3C2, 0x3C3),
    (0x3D5, 0x3C6), (0x1E9B, 0x1E61), (0x1E9E, 0xDF), (0x1C5, 0x1C6), (0x1C8, 0x1C9),
    (0x1CB, 0x1CC), (0x1F2, 0x1F3), (0x1C80, 0x432), (0x1C81, 0x434), (0x1C82, 0x43E),
    (0x1C83, 0x441), (0x1C84, 0x442), (0x1C85, 0x442), (0x1C86, 0x44A), (0x1C87, 0x463),
    (0x1C88, 0xA64B),
  ]

  /// Ranges with the other cases of their letters.
  ///
  /// - Parameters:
  ///   - ranges: The ranges; they may overlap.
  ///   - work: Is raised by the number of scalars that were looked at.
  /// - Returns: The ranges and those of the other cases, in no order.
  static func closed(
    _ ranges: [ClosedRange<UInt32>],
    work: inout Int
  ) -> [ClosedRange<UInt32>] {
    var result = ranges
    for range in ranges {
      if range.upperBound < 0x80 {
        addASCII(range, to: &result)
        work += range.count
        continue
      }
      for block in casedBlocks where block.overlaps(range) {
        let shared = block.clamped(to: range)
        work += shared.count
        for value in shared { addOthers(value, to: &result) }
      }
    }
    return result
  }

  private static func addASCII(_ range: ClosedRange<UInt32>, to ranges: inout [ClosedRange<UInt32>])
  {
    for letters in [UInt32(0x41)...0x5A, 0x61...0x7A] where letters.overlaps(range) {
      let shared = letters.clamped(to: range)
      ranges.append((shared.lowerBound ^ 0x20)...(shared.upperBound ^ 0x20))
      // The long s and the Kelvin sign.
      for (letter, other) in [(UInt32(0x73), UInt32(0x17F)), (0x6B, 0x212A)]
      where shared.contains(letter) || shared.contains(letter ^ 0x20) {
        ranges.append(other...other)
      }
    }
  }

  private static func addOthers(_ value: UInt32, to ranges: inout [ClosedRange<UInt32>]) {
    guard let scalar = Unicode.Scalar(value),
      scalar.properties.changesWhenCaseMapped || scalar.properties.isCased
    else { return }
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    let lower = single(scalar.properties.lowercaseMapping) ?? scalar
    let folded = single(upper.properties.lowercaseMapping) ?? upper
    let upperFolded = single(folded.properties.uppercaseMapping) ?? folded
    for other in [upper, lower, folded, upperFolded] where other != scalar {
      ranges.append(other.value...other.value)
    }
    for (from, to) in oneWay where to == folded.value && from != value {
      ranges.append(from...from)
    }
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    var scalars = mapping.unicodeScalars.makeIterator()
    guard let first = scalars.next(), scalars.next() == nil else { return nil }
    return first
  }
}
