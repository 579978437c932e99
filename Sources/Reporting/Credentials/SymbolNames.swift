import TextFormats

/// Names of blocks and variables in generated code, each used once.
struct SymbolNames {
  private var taken: Set<String> = []

  /// A name made of a text: letters, digits and underscores, a letter first.
  mutating func name(_ start: String, _ text: String) -> String {
    let bytes = text.utf8.prefix(100).map { byte in
      ASCII.isLetter(byte) || ASCII.isDigit(byte) ? byte : UInt8(ascii: "_")
    }
    let base = "\(start)_\(String(decoding: bytes, as: UTF8.self))"
    var name = base
    var number = 2
    while !taken.insert(ASCII.lowercased(name)).inserted {
      name = "\(base)_\(number)"
      number += 1
    }
    return name
  }
}
