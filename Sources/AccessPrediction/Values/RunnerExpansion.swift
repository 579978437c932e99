/// Go's `os.Expand`, with which the runner expands a secret's name, version and token.
package enum RunnerExpansion {
  /// Whether the runner expands anything in a text.
  package static func hasVariables(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return false }
    return pieces(of: text).contains { piece in
      if case .variable = piece { true } else { false }
    }
  }

  /// A piece of a text.
  package enum Piece: Hashable {
    case literal(String)
    case variable(String)
  }

  /// The pieces of a text, in order.
  package static func pieces(of text: String) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text.isEmpty ? [] : [.literal(text)] }
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
        index += 1
        continue
      }
      if start < index {
        pieces.append(.literal(String(decoding: bytes[start..<index], as: UTF8.self)))
      }
      let (name, width) = name(bytes[(index + 1)...])
      if width == 0 || name == "$" {
        // A dollar sign before anything else stays; two are one, as the runner's variable of that name.
        pieces.append(.literal("$"))
      } else if !name.isEmpty {
        pieces.append(.variable(name))
      }
      index += 1 + width
      start = index
    }
    if start < bytes.count {
      pieces.append(.literal(String(decoding: bytes[start...], as: UTF8.self)))
    }
    return pieces
  }

  /// The name after a dollar sign and how many bytes it takes; an empty one for bad syntax.
  private static func name(_ bytes: ArraySlice<UInt8>) -> (String, Int) {
    guard let first = bytes.first else { return ("", 0) }
    if first == UInt8(ascii: "{") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "}")) else { return ("", 1) }
      let inner = bytes[(bytes.startIndex + 1)..<end]
      return (String(decoding: inner, as: UTF8.self), end - bytes.startIndex + 1)
    }
    if "*#$@!?-0123456789".utf8.contains(first) {
      return (String(decoding: [first], as: UTF8.self), 1)
    }
    let name = bytes.prefix { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return (String(decoding: name, as: UTF8.self), name.count)
  }
}
