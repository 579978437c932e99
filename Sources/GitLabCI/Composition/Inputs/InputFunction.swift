/// A function of an interpolation block.
enum InputFunction: Equatable {
  case truncate(offset: Int, length: Int)
  case expandVariables
  case posixEscape

  /// Reads a function and its arguments.
  init?(_ text: String) {
    switch text {
    case "expand_vars": self = .expandVariables
    case "posix_escape": self = .posixEscape
    default:
      // GitLab's pattern does not insist on the closing parenthesis.
      guard text.hasPrefix("truncate(") else { return nil }
      var body = text.dropFirst("truncate(".count)
      if body.last == ")" { body.removeLast() }
      let arguments = body.split(separator: ",", omittingEmptySubsequences: false).map { part in
        part.filter { !$0.isWhitespace }
      }
      guard arguments.count == 2,
        arguments.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
        let offset = Int(arguments[0]), let length = Int(arguments[1])
      else { return nil }
      self = .truncate(offset: offset, length: length)
    }
  }

  /// Its name.
  var name: String {
    switch self {
    case .truncate: "truncate"
    case .expandVariables: "expand_vars"
    case .posixEscape: "posix_escape"
    }
  }

  /// The function's value; nil when it depends on the run.
  func apply(to text: String) -> String? {
    switch self {
    case .truncate(let offset, let length):
      String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(offset).prefix(length)))
    case .expandVariables:
      text.utf8.contains(UInt8(ascii: "$")) || text.utf8.contains(UInt8(ascii: "%")) ? nil : text
    case .posixEscape: Self.escaped(text)
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
