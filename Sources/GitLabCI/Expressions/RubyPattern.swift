package import RegularExpressions

/// A regular expression as GitLab writes it, `/expression/flags`, compiled with RE2.
///
/// Source: GitLab 18.9, `lib/gitlab/untrusted_regexp/ruby_syntax.rb`.
package struct RubyPattern: Sendable {
  /// The expression between the slashes.
  package let source: String
  /// The compiled expression, its flags applied.
  package let pattern: Pattern
  /// Whether it has flags.
  package let hasFlags: Bool

  /// Reads a pattern.
  ///
  /// - Parameter text: Text with a line that starts with a slash and ends with a slash and flags;
  ///   any other text has no pattern.
  /// - Throws: The reason why the expression between the slashes is not valid.
  package init?(_ text: ArraySlice<UInt8>) throws(PatternError) {
    guard let (body, flags) = Self.parts(of: text) else { return nil }
    source = String(decoding: body, as: UTF8.self)
    hasFlags = !flags.isEmpty
    pattern = try Pattern(source, options: flags)
  }

  /// Whether a text looks like a pattern; what is between the slashes may still be invalid.
  package static func looksLike(_ text: ArraySlice<UInt8>) -> Bool {
    parts(of: text) != nil
  }

  private static func parts(
    of text: ArraySlice<UInt8>
  ) -> (body: ArraySlice<UInt8>, flags: Pattern.Options)? {
    let slash = UInt8(ascii: "/")
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      guard line.first == slash, let last = line.lastIndex(of: slash), last > line.startIndex,
        let flags = flags(line[(last + 1)...])
      else { continue }
      return (line[(line.startIndex + 1)..<last], flags)
    }
    return nil
  }

  private static func flags(_ letters: ArraySlice<UInt8>) -> Pattern.Options? {
    var flags: Pattern.Options = []
    for letter in letters {
      switch letter {
      case UInt8(ascii: "i"): flags.insert(.ignoresCase)
      case UInt8(ascii: "s"): flags.insert(.dotMatchesNewline)
      case UInt8(ascii: "m"): flags.insert(.multiline)
      case UInt8(ascii: "U"): flags.insert(.ungreedy)
      default: return nil
      }
    }
    return flags
  }
}
