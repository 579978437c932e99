/// Finds `$[[ ]]` blocks in a text.
///
/// Source: GitLab 18.9, `interpolation/template.rb`: the pattern is `\$\[\[\s*(\S.*?\S)\s*\]\]`, so
/// a body of one character is not a block, and a block ends on the line on which it begins.
struct BlockScanner {
  /// The start of a block.
  static let start = Array("$[[".utf8)

  /// A block.
  struct Block {
    /// Where it is written.
    var range: Range<String.Index>
    /// Its content without surrounding white space.
    var data: String
  }

  private let text: String
  private let scalars: String.UnicodeScalarView
  /// The next `]]` and the next line break that were found: looking for them again from each
  /// start would take quadratic time.
  private var close: String.Index
  private var lineEnd: String.Index

  /// The blocks of a text, in order.
  static func blocks(in text: String) -> [Block] {
    var scanner = Self(text)
    return scanner.blocks()
  }

  private init(_ text: String) {
    self.text = text
    scalars = text.unicodeScalars
    close = text.startIndex
    lineEnd = text.startIndex
  }

  private mutating func blocks() -> [Block] {
    var blocks: [Block] = []
    var index = text.startIndex
    while index < text.endIndex {
      guard scalars[index] == "$", scalars[index...].starts(with: "$[[".unicodeScalars),
        let block = block(from: index)
      else {
        index = scalars.index(after: index)
        continue
      }
      blocks.append(block)
      index = block.range.upperBound
    }
    return blocks
  }

  private mutating func block(from start: String.Index) -> Block? {
    var first = scalars.index(start, offsetBy: 3)
    while first < text.endIndex, Self.isSpace(scalars[first]) {
      first = scalars.index(after: first)
    }
    guard first < text.endIndex else { return nil }
    findLineEnd(from: first)
    var search = scalars.index(after: first)
    while true {
      findClose(from: search)
      // White space before the end may go over line breaks, the body may not.
      guard close < text.endIndex else { return nil }
      let last = contentEnd(from: first)
      guard last <= lineEnd else { return nil }
      if scalars.index(after: first) < last {
        let end = scalars.index(close, offsetBy: 2)
        return Block(range: start..<end, data: String(text[first..<last]))
      }
      search = scalars.index(after: close)
    }
  }

  private func contentEnd(from first: String.Index) -> String.Index {
    guard close > lineEnd else {
      var last = close
      while last > first, Self.isSpace(scalars[scalars.index(before: last)]) {
        last = scalars.index(before: last)
      }
      return last
    }
    // Beyond the line only white space may follow.
    let isBlank = scalars[lineEnd..<close].allSatisfy(Self.isSpace)
    return isBlank ? lineEnd : close
  }

  /// RE2's `\s`.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\u{C}" || scalar == "\r"
  }

  private mutating func findClose(from start: String.Index) {
    guard close < start || close == text.startIndex else { return }
    close = start
    while close < text.endIndex {
      if scalars[close] == "]", scalars[close...].starts(with: "]]".unicodeScalars) { return }
      close = scalars.index(after: close)
    }
  }

  private mutating func findLineEnd(from start: String.Index) {
    guard lineEnd < start || lineEnd == text.startIndex else { return }
    lineEnd = scalars[start...].firstIndex(of: "\n") ?? text.endIndex
  }
}
