/// The tags of a job as GitLab counts them: joined, and split at commas that are not in quotes.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/tags/parser.rb`.
enum TagList {
  /// The different names in a list of tags.
  static func names(_ tags: [String]) -> Set<String> {
    var rest = tags.joined(separator: ", ")
    var names: Set<String> = []
    for quote: Character in ["\"", "'"] { take(&names, from: &rest, in: quote) }
    for part in rest.split(separator: ",") { insert(part, into: &names) }
    return names
  }

  /// Takes the parts that are in quotes out of a text.
  private static func take(
    _ names: inout Set<String>,
    from text: inout String,
    in quote: Character
  ) {
    var result = ""
    var rest = text[...]
    var isAtStart = true
    while !rest.isEmpty {
      if isAtStart, let (name, end) = quoted(rest, quote) {
        insert(name, into: &names)
        if result.last == "," { result.removeLast() }
        rest = rest[end...]
        isAtStart = false
        continue
      }
      let character = rest.removeFirst()
      isAtStart = character == ","
      result.append(character)
    }
    text = result
  }

  /// The text in quotes that a part begins with, when a comma or the end follows.
  private static func quoted(
    _ text: Substring,
    _ quote: Character
  ) -> (name: Substring, end: Substring.Index)? {
    let start = text.drop(while: \.isWhitespace)
    guard start.first == quote else { return nil }
    var search = start.dropFirst()
    let body = search
    while let close = search.firstIndex(of: quote) {
      let after = search[close...].dropFirst().drop(while: \.isWhitespace)
      if after.isEmpty || after.first == "," { return (body[..<close], after.startIndex) }
      search = search[close...].dropFirst()
    }
    return nil
  }

  private static func insert(_ part: Substring, into names: inout Set<String>) {
    var name = part.drop(while: \.isWhitespace)
    while name.last?.isWhitespace ?? false { name.removeLast() }
    if !name.isEmpty { names.insert(String(name)) }
  }
}
