import Findings
import YAMLSyntax

/// The source line of a place, cut where the place begins and ends.
struct SourceExcerpt {
  /// Longer lines are cut around the place.
  private static let width = 200

  let number: Int
  let before: String
  let marked: String
  let after: String

  /// nil when there is no such line, or nothing in it.
  init?(_ place: FileLocation, in sources: [String: SourceText]) {
    guard let source = sources[place.path], source.isQuotable else { return nil }
    number = Int(place.span.start.line)
    let line = Array(String(decoding: source.line(number), as: UTF8.self).unicodeScalars)
    guard !line.isEmpty else { return nil }
    let from = min(line.count, Int(place.span.start.column) - 1)
    let isOneLine = place.span.end.line == place.span.start.line
    let to = isOneLine ? min(line.count, max(from, Int(place.span.end.column) - 1)) : line.count
    let first = max(0, from - Self.width / 2)
    let last = min(line.count, max(to, first) + Self.width)
    before = (first > 0 ? "\u{2026}" : "") + Self.visible(line[first..<from])
    marked = Self.visible(line[from..<min(to, from + Self.width)])
    after = Self.visible(line[to..<last]) + (last < line.count ? "\u{2026}" : "")
  }

  private static func visible(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    scalars.map { $0 == "\t" ? "    " : String($0) }.joined()
  }
}
