package import YAMLSyntax

/// A mistake in the configuration or in a file that it names.
package struct ConfigurationProblem: Error, Hashable, Sendable {
  /// The file, by the path that is shown.
  package let path: String
  /// Where in it; its first character when that is not known.
  package let span: TextSpan
  /// Where in a JSON file, such as `$.value[0].issuer`; nil in YAML files.
  package let jsonPath: String?
  /// The fault, preceded by the position in a JSON file; one sentence without a full stop.
  package let message: String

  /// A mistake.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - place: Where in it.
  ///   - message: The mistake, without the place.
  package init(path: String, place: DocumentLocation, message: String) {
    self.path = path
    switch place {
    case .span(let span):
      self.span = span
      jsonPath = nil
      self.message = message
    case .jsonPath(let jsonPath, let position):
      span = position.map { TextSpan(start: $0, end: $0) } ?? .fileStart
      self.jsonPath = jsonPath
      self.message = "\(jsonPath): \(message)"
    }
  }
}

extension ConfigurationProblem {
  /// Sorts by file, place and message, so that two runs report the same in the same order.
  static func sort(_ problems: inout [Self]) {
    problems.sort { left, right in
      if left.path != right.path { return left.path < right.path }
      if left.span.start != right.span.start { return left.span.start < right.span.start }
      return left.message < right.message
    }
  }
}

extension TextSpan {
  /// The place before a file's first character.
  package static let fileStart = TextSpan(
    start: TextPosition(line: 1, column: 1),
    end: TextPosition(line: 1, column: 1)
  )
}
