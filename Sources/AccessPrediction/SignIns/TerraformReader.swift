/// Reads blocks and arguments of Terraform's language, as far as they are literals or variables.
///
/// Source: HCL native syntax specification.
struct TerraformReader {
  /// A block with what is in it.
  struct Block {
    var labels: [String]
    var arguments: [String: TerraformFolder.Value] = [:]
    var blocks: [Block] = []
  }

  private static let depthLimit = 16

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The next block of the file; nil at its end.
  mutating func nextBlock() -> Block? {
    var outer = Block(labels: [])
    while index < bytes.count {
      readItem(into: &outer, depth: 0)
      if let block = outer.blocks.first { return block }
    }
    return nil
  }

  /// Reads a file of nothing but arguments, by their names.
  mutating func readArguments() -> [String: TerraformFolder.Value] {
    var outer = Block(labels: [])
    while index < bytes.count { readItem(into: &outer, depth: 0) }
    return outer.arguments
  }

  /// Reads an argument or a block.
  private mutating func readItem(into block: inout Block, depth: Int) {
    skipBlanks(includesNewlines: true)
    guard let byte else { return }
    guard byte != UInt8(ascii: "}"), depth < Self.depthLimit else {
      index += 1
      return
    }
    var labels: [String] = []
    while let label = readLabel() {
      labels.append(label)
      skipBlanks(includesNewlines: false)
    }
    switch self.byte {
    case UInt8(ascii: "=") where labels.count == 1:
      index += 1
      block.arguments[labels[0]] = readValue()
    case UInt8(ascii: "{"):
      index += 1
      var inner = Block(labels: labels)
      readBody(of: &inner, depth: depth + 1)
      block.blocks.append(inner)
    default: if labels.isEmpty { index += 1 }
    }
  }

  private mutating func readBody(of block: inout Block, depth: Int) {
    while true {
      skipBlanks(includesNewlines: true)
      guard let byte else { return }
      if byte == UInt8(ascii: "}") {
        index += 1
        return
      }
      readItem(into: &block, depth: depth)
    }
  }

  private mutating func readLabel() -> String? {
    guard let byte else { return nil }
    if byte == UInt8(ascii: "\"") { return readString() }
    let start = index
    while let byte = self.byte, Self.isName(byte) { index += 1 }
    return index > start ? text(start..<index) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Values

  /// Reads a value up to the end of its line; one of several lines is not known.
  private mutating func readValue() -> TerraformFolder.Value {
    skipBlanks(includesNewlines: false)
    var value = TerraformFolder.Value.unknown
    if byte == UInt8(ascii: "\"") {
      value = readString().map(Self.value) ?? .unknown
    } else if let label = readLabel() {
      value = Self.reference(label)
    }
    skipBlanks(includesNewlines: false)
    guard let byte, byte != 0x0A, byte != UInt8(ascii: "}"), byte != UInt8(ascii: ",") else {
      return value
    }
    skipExpression()
    return .unknown
  }

  /// The value of a text between quotes.
  static func value(_ text: String) -> TerraformFolder.Value {
    guard text.contains("${") else { return .text(text) }
    let name = text.dropFirst(2).dropLast()
    guard text.hasPrefix("${"), text.hasSuffix("}"), name.utf8.allSatisfy(isName) else {
      return .unknown
    }
    // Terraform has no such reference, so a script wrote it for a value that is not known.
    return name.utf8.contains(UInt8(ascii: ".")) ? reference(String(name)) : .shell(String(name))
  }

  /// `var.NAME`, `local.NAME`, a number or a truth value; other references are not known.
  private static func reference(_ text: String) -> TerraformFolder.Value {
    if text.hasPrefix("var.") { return .variable(String(text.dropFirst(4))) }
    if text.hasPrefix("local.") { return .local(String(text.dropFirst(6))) }
    return text.utf8.contains(UInt8(ascii: ".")) || text == "null" ? .unknown : .text(text)
  }

  private mutating func skipExpression() {
    var open = 0
    while let byte {
      switch byte {
      case UInt8(ascii: "\""): _ = readString()
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
        open += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        guard open > 0 else { return }
        open -= 1
        index += 1
      case 0x0A where open == 0: return
      default: index += 1
      }
    }
  }

  private mutating func readString() -> String? {
    index += 1
    let start = index
    while let byte, byte != UInt8(ascii: "\""), byte != 0x0A {
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard byte == UInt8(ascii: "\""), index <= bytes.count else {
      index = min(index, bytes.count)
      return nil
    }
    defer { index += 1 }
    return text(start..<index)
  }

  private mutating func skipBlanks(includesNewlines: Bool) {
    while let byte {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A where includesNewlines: index += 1
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): skipComment()
      default: return
      }
    }
  }

  private mutating func skipLine() {
    while let byte, byte != 0x0A { index += 1 }
  }

  private mutating func skipComment() {
    index += 2
    while index + 1 < bytes.count,
      bytes[index] != UInt8(ascii: "*")
        || bytes[index + 1] != UInt8(ascii: "/")
    {
      index += 1
    }
    index = min(index + 2, bytes.count)
  }
}
