import AzureFederation
import CommonExpressions
import Findings
import YAMLSyntax

/// Where something is written, for findings that are not reported at a text of the pipeline.
enum ReportedLocation {
  /// In a file of the pipeline.
  case pipeline(Location)
  /// In the configuration or a file of evidence.
  case evidence(FileLocation)
}

enum PlaceField: Int, FactField {
  case path
  case line
  case column

  static let typeName = "place"

  var declaration: Field {
    switch self {
    case .path: .init("path", .string, "The file.")
    case .line: .init("line", .int, "The line, from 1.")
    case .column: .init("column", .int, "The column, from 1.")
    }
  }
}

extension PipelineFacts {
  func placeValue(_ field: PlaceField, _ reference: FactReference) -> Value? {
    guard reference.item < places.count else { return nil }
    let place =
      switch places[reference.item] {
      case .pipeline(let location): place(location)
      case .evidence(let place): place
      }
    switch field {
    case .path: return .string(place.path)
    case .line: return .int(Int64(place.span.start.line))
    case .column: return .int(Int64(place.span.start.column))
    }
  }

  /// An object that stands for a place.
  func value(of place: ReportedLocation) -> Value {
    places.append(place)
    return FactReference(.place, job: nil, item: places.count - 1).value
  }

  /// Where a node of the pipeline is written.
  func place(of node: NodeID) -> Value { value(of: .pipeline(tree.location(node))) }

  /// Where something is known from; nil when that was not kept.
  func place(of source: EvidenceSource?) -> Value? {
    source.map { value(of: .evidence(FileLocation($0))) }
  }
}
