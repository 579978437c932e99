import TextFormats

/// The names of jobs in reports for people.
enum ShownJobs {
  /// More jobs than this are counted, not named.
  private static let limit = 5

  /// The first names, and how many more there are.
  static func text(_ names: [String]) -> String {
    let shown = names.prefix(limit).map(TerminalText.sanitised).joined(separator: ", ")
    let more = names.count - limit
    return more > 0 ? "\(shown) and \(more) more" : shown
  }
}
