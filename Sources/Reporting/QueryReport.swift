package import RuleEngine
import TextFormats

/// The value of a query as JSON.
package enum QueryReport {
  /// One JSON value and a line break; what is not known is null.
  package static func render(_ result: QueryResult) -> String {
    var json = JSONText()
    write(result, &json)
    return json.text + "\n"
  }

  private static func write(_ result: QueryResult, _ json: inout JSONText) {
    switch result {
    case .null, .unknown, .error: json.value(nil)
    case .boolean(let value): json.value(value)
    case .number(let text): json.literal(text)
    case .string(let text): json.value(text)
    case .list(let values): json.array(values) { write($1, &$0) }
    case .members(let members):
      json.object { json in
        for member in members {
          json.key(member.name)
          write(member.value, &json)
        }
      }
    }
  }
}
