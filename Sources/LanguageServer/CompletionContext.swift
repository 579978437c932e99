import YAMLSyntax

/// The context of the text being typed, derived from the indentation of the lines above: a file is
/// seldom valid YAML while it is edited.
struct CompletionContext {
  /// The keys that lead there, the outermost first.
  let path: [String]
  /// The key whose value is being typed; nil for a key.
  let key: String?
  /// The typed prefix.
  let prefix: String

  /// The maximum number of lines that are searched.
  private static let reach = 20_000

  /// The context at a position.
  init(_ position: TextPosition, in source: SourceText) {
    let number = Int(position.line)
    let line = Array(String(decoding: source.line(number), as: UTF8.self).unicodeScalars)
    let typed = Self.text(line.prefix(Int(position.column) - 1))
    let content = typed.drop { $0 == " " }
    let indent = typed.count - content.count
    if let (key, value) = Self.split(content) {
      self.key = key
      prefix = String(value)
    } else {
      key = nil
      prefix = String(content)
    }
    path = Self.path(above: number, indent: indent, in: source)
  }

  private static func path(above number: Int, indent: Int, in source: SourceText) -> [String] {
    var path: [String] = []
    var limit = indent
    var number = number - 1
    let last = max(0, number - reach)
    while limit > 0, number > last {
      let line = String(decoding: source.line(number), as: UTF8.self)
      number -= 1
      let content = line.drop { $0 == " " }
      let indent = line.count - content.count
      guard indent < limit, !content.isEmpty, !content.hasPrefix("#") else { continue }
      limit = indent
      guard let (key, _) = split(content + (content.hasSuffix(":") ? " " : "")) else { continue }
      path.insert(key, at: 0)
    }
    return path
  }

  /// The key and the beginning of the value of a line.
  private static func split(_ content: Substring) -> (key: String, value: Substring)? {
    guard let colon = content.firstRange(of: ": ") else { return nil }
    let key = content[..<colon.lowerBound]
    guard !key.contains(where: { "{[#".contains($0) }) else { return nil }
    let quotes: Set<Character> = ["\"", "'"]
    let bare =
      key.count > 1 && quotes.contains(key[key.startIndex]) ? key.dropFirst().dropLast() : key
    return (String(bare), content[colon.upperBound...].drop { $0 == " " })
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
