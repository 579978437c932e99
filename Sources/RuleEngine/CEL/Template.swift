/// A text with expressions in double braces: `no ID token "{{ secret.token_name }}"`.
package struct Template: Sendable {
  private enum Part: Sendable {
    case text(String)
    case program(Program)
  }

  private let parts: [Part]

  /// Reads a template and checks its expressions.
  package init(
    _ source: String, schema: Schema, variables: [(name: String, type: CELType)]
  ) throws(ExpressionError) {
    var parts: [Part] = []
    var rest = Substring(source)
    while let open = rest.firstRange(of: "{{") {
      let text = String(rest[..<open.lowerBound])
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        let offset = source.unicodeScalars.distance(from: source.startIndex, to: open.lowerBound)
        throw ExpressionError(
          "these braces are not closed", at: offset, in: Array(source.unicodeScalars))
      }
      parts.append(.text(text))
      let expression = String(rest[open.upperBound..<close.lowerBound])
      parts.append(.program(try Program(expression, schema: schema, variables: variables)))
      rest = rest[close.upperBound...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
  }

  /// The text with the values of its expressions.
  package func render(_ bindings: [Value], facts: some FactSource) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .program(let program): program.evaluate(bindings, facts: facts).words
      }
    }.joined()
  }
}

extension StringProtocol {
  /// Where a text occurs first.
  fileprivate func firstRange(of needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) {
        return start..<index(start, offsetBy: needle.count)
      }
      start = index(after: start)
    }
    return nil
  }
}

extension Value {
  /// The value in a message: texts without quotes, lists joined by commas.
  var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .uint(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): value
    case .bytes(let value): String(decoding: value, as: UTF8.self)
    case .list(let values): values.map(\.words).joined(separator: ", ")
    case .map(let map):
      map.entries.map { "\($0.key.words): \($0.value.words)" }.joined(separator: ", ")
    case .object: "(object)"
    case .type(let name): name
    case .unknown: "(unknown)"
    case .error(let error): "(\(error.message))"
    }
  }
}
