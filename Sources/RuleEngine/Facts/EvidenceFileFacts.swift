import AzureFederation
import CommonExpressions
import Evidence
import Findings
import TextFormats
import YAMLSyntax

enum EvidenceFileField: Int, FactField {
  case name
  case date
  case age
  case place

  static let typeName = "evidence_file"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name in messages.")
    case .date: .init("date", .string, "The date on which it was made, such as `2026-11-23`.")
    case .age: .init("age", .int, "Its age in days.")
    case .place: .init("place", .place, "Where its date is written.")
    }
  }
}

extension PipelineFacts {
  func evidenceFileValue(_ field: EvidenceFileField, _ reference: FactReference) -> Value? {
    guard reference.item < evidence.exports.count else { return nil }
    let file = evidence.exports[reference.item]
    switch field {
    case .name: return .string(file.name)
    case .date: return .string(file.day.text)
    case .age:
      guard let today else { return .unknown(Unknown("the present day is unknown")) }
      return .int(Int64(today.number - file.day.number))
    case .place:
      let start = FileLocation(file.source).span.start
      let end = TextPosition(
        line: Int(start.line),
        column: Int(start.column) + file.day.text.count
      )
      let span = TextSpan(start: start, end: end)
      return value(of: .evidence(FileLocation(path: file.source.path, span: span)))
    }
  }
}
