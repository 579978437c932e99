import Evidence
import TextFormats

extension JSONText {
  /// Writes a value that was read from JSON; the members of objects are sorted by key.
  mutating func value(_ document: DocumentValue) {
    switch document.content {
    case .null, .other: value(nil as String?)
    case .bool(let flag, _): value(flag)
    case .integer(let digits), .number(let digits): literal(digits)
    case .text(let text): value(text)
    case .list(let elements): array(elements) { $0.value($1) }
    case .mapping(let members):
      object { json in
        for member in members {
          json.key(member.key)
          json.value(member.value)
        }
      }
    }
  }
}
