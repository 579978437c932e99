/// A function of an interpolation block.
enum InputFunction: Equatable {
  case truncate(offset: Int, length: Int)
  /// `truncate` with a number that does not fit into 64 bits, at which Ruby fails.
  case hugeTruncate
  case expandVariables
  case posixEscape
  case split(separator: String)

  /// Reads a function and its arguments.
  init?(_ text: String) {
    switch text {
    case "expand_vars": self = .expandVariables
    case "posix_escape": self = .posixEscape
    case _ where text.hasPrefix("split('") && text.hasSuffix("')") && text.utf8.count >= 9:
      let separator = text.dropFirst("split('".count).dropLast("')".count)
      guard !separator.contains("'") else { return nil }
      self = .split(separator: String(separator))
    default:
      // GitLab's pattern does not insist on the closing parenthesis.
      guard text.hasPrefix("truncate(") else { return nil }
      var body = text.dropFirst("truncate(".count)
      if body.last == ")" { body.removeLast() }
      let arguments = body.split(separator: ",", omittingEmptySubsequences: false)
        .map(RubyReplacement.stripped)
      guard arguments.count == 2,
        arguments.allSatisfy({ argument in
          !argument.isEmpty && argument.utf8.allSatisfy { (0x30...0x39).contains($0) }
        })
      else { return nil }
      if let offset = Int(arguments[0]), let length = Int(arguments[1]) {
        self = .truncate(offset: offset, length: length)
      } else {
        self = .hugeTruncate
      }
    }
  }

  /// Its name.
  var name: String {
    switch self {
    case .truncate, .hugeTruncate: "truncate"
    case .expandVariables: "expand_vars"
    case .posixEscape: "posix_escape"
    case .split: "split"
    }
  }

  /// The parts of a text between separators, white space and empty parts removed.
  static func parts(of text: String, separator: String) -> [String] {
    let parts =
      separator.isEmpty ? text.map(String.init) : text.split(separator: separator).map(String.init)
    return parts.map { String($0.trimmingPrefix(while: \.isWhitespace)) }
      .map { part in
        var part = part
        while part.last?.isWhitespace ?? false { part.removeLast() }
        return part
      }
      .filter { !$0.isEmpty }
  }

  /// The value of a function that makes a text of a text.
  func apply(to text: String) -> String {
    switch self {
    case .truncate(let offset, let length):
      String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(offset).prefix(length)))
    case .posixEscape: Self.escaped(text)
    case .expandVariables, .split, .hugeTruncate: text
    }
  }

  /// Ruby's `Shellwords.escape`.
  private static func escaped(_ text: String) -> String {
    if text.isEmpty { return "''" }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        result += "'\n'"
        continue
      }
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_-.,:+/@".unicodeScalars.contains(scalar))
      if !isPlain { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
