/// Where something beyond the pipeline's YAML is known from.
package struct EvidenceSource: Hashable, Sendable {
  /// The file, relative to the repository's root.
  package let path: String
  /// The line in a YAML file, from 1.
  package let line: Int?
  /// The column in that line, in Unicode scalars, from 1.
  package let column: Int?
  /// The place in a JSON file, such as `$.value[0]`.
  package let jsonPath: String?
  /// The day on which it was gathered (`2026-11-23`), when that is known.
  package let date: String?

  /// A source.
  package init(
    path: String,
    line: Int? = nil,
    column: Int? = nil,
    jsonPath: String? = nil,
    date: String? = nil
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.jsonPath = jsonPath
    self.date = date
  }
}

extension EvidenceSource: CustomStringConvertible {
  /// The source as messages name it: `.akvlint.yml:12`, or the file alone.
  package var description: String {
    line.map { "\(path):\($0)" } ?? path
  }
}

extension EvidenceSource: ExpressibleByStringLiteral {
  /// A file as a whole.
  package init(stringLiteral path: String) {
    self.init(path: path)
  }
}
