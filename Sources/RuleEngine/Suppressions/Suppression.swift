import TextFormats
import YAMLSyntax

/// A comment that silences rules: `# akvlint: ignore[AKV209] reason`.
///
/// It holds for the line that it ends, or, alone on its line, for the next one that is not a
/// comment; with `ignore-file` for the whole file.
struct Suppression {
  /// Its scope.
  enum Reach {
    /// A line, by number.
    case line(Int)
    case file
  }

  /// A rule that it names.
  struct Entry {
    /// The ID or name, as written.
    var rule: String
    /// Where it is written.
    var span: TextSpan
  }

  /// The comment.
  let comment: Comment
  /// Its scope.
  let reach: Reach
  /// The rules that it names.
  let entries: [Entry]
  /// Why, in the author's words.
  let reason: String
  /// The last day on which it holds, such as `2027-01-31`.
  let until: CalendarDay?
}

/// Reads suppressions.
struct SuppressionReader {
  /// A comment that is meant as a suppression and is none.
  struct Malformed {
    var comment: Comment
    var problem: String
  }

  /// The prefix of comments for akvlint.
  static let mark = Array("akvlint:".utf8)

  /// The maximum number of rules that the comments of a file name; a tenth of it is plenty, and
  /// each is looked up.
  static let limit = 1_000

  private var count = 0
  private(set) var suppressions: [Suppression] = []
  private(set) var malformed: [Malformed] = []

  /// The suppressions of a file.
  init(_ file: FileID, in tree: borrowing NodeTree) {
    guard ByteSearch.contains(Self.mark, in: tree.file(file).bytes[...]) else { return }
    let comments = tree.comments(in: file)
    // From the end, so that comments below each other know the line that they are all about.
    var next: [Int: Int] = [:]
    for comment in comments.reversed() where comment.isOwnLine {
      let line = Int(comment.span.start.line)
      next[line] = next[line + 1] ?? line + 1
    }
    for comment in comments {
      let line = Int(comment.span.start.line)
      read(comment, line: next[line] ?? line)
      if count > Self.limit { break }
    }
  }

  private mutating func read(_ comment: Comment, line: Int) {
    var scanner = CommentScanner(comment)
    guard scanner.skip("akvlint:") else { return }
    let word = scanner.word()
    guard word == "ignore" || word == "ignore-file" else {
      fail(comment, "\"\(word)\" is not an instruction; write ignore[RULE] or ignore-file[RULE]")
      return
    }
    guard scanner.skip("[") else {
      fail(comment, "it names no rules; write \(word)[RULE]")
      return
    }
    guard let entries = scanner.entries() else {
      fail(comment, "the bracket is not closed")
      return
    }
    guard !entries.isEmpty else {
      fail(comment, "it names no rules; write \(word)[RULE]")
      return
    }
    count += entries.count
    guard count <= Self.limit else {
      fail(comment, "the comments of a file may name \(Self.limit) rules, and this is beyond it")
      return
    }
    var until: CalendarDay?
    var words: [String] = []
    for word in scanner.rest.split(separator: " ") {
      guard until == nil, word.hasPrefix("until=") else {
        words.append(String(word))
        continue
      }
      let date = String(word.dropFirst("until=".count))
      guard let day = CalendarDay(date) else {
        fail(comment, "until= takes a date such as 2027-01-31, not \"\(date)\"")
        return
      }
      until = day
    }
    suppressions.append(
      Suppression(
        comment: comment,
        reach: word == "ignore" ? .line(line) : .file,
        entries: entries,
        reason: words.joined(separator: " "),
        until: until
      )
    )
  }

  private mutating func fail(_ comment: Comment, _ problem: String) {
    count += 1
    malformed.append(Malformed(comment: comment, problem: problem))
  }
}

/// Walks through a comment and knows the columns.
private struct CommentScanner {
  private let scalars: [Unicode.Scalar]
  private let start: TextPosition
  private var index = 0

  init(_ comment: Comment) {
    scalars = Array(comment.text.unicodeScalars)
    start = comment.span.start
    while index < scalars.count, scalars[index] == "#" || isSpace { index += 1 }
  }

  private var isSpace: Bool { scalars[index] == " " || scalars[index] == "\t" }

  private mutating func skipSpace() {
    while index < scalars.count, isSpace { index += 1 }
  }

  /// Skips a text, when it comes next, and the white space after it.
  mutating func skip(_ text: String) -> Bool {
    guard scalars[index...].starts(with: text.unicodeScalars) else { return false }
    index += text.unicodeScalars.count
    skipSpace()
    return true
  }

  /// The next word, up to white space or a bracket.
  mutating func word() -> String {
    let from = index
    while index < scalars.count, !isSpace, scalars[index] != "[" { index += 1 }
    let word = text(from..<index)
    skipSpace()
    return word
  }

  /// The text up to the closing bracket, split at commas; nil without a bracket.
  mutating func entries() -> [Suppression.Entry]? {
    guard let end = scalars[index...].firstIndex(of: "]") else { return nil }
    var entries: [Suppression.Entry] = []
    while index < end {
      let stop = scalars[index..<end].firstIndex(of: ",") ?? end
      var (from, to) = (index, stop)
      while from < to, scalars[from] == " " { from += 1 }
      while to > from, scalars[to - 1] == " " { to -= 1 }
      if from < to {
        entries.append(Suppression.Entry(rule: text(from..<to), span: span(from..<to)))
      }
      index = stop + 1
    }
    index = end + 1
    return entries
  }

  /// The remaining text.
  var rest: String { text(min(index, scalars.count)..<scalars.count) }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  private func span(_ range: Range<Int>) -> TextSpan {
    TextSpan(start: position(range.lowerBound), end: position(range.upperBound))
  }

  private func position(_ index: Int) -> TextPosition {
    TextPosition(line: Int(start.line), column: Int(start.column) + index)
  }
}
