package import AccessPrediction
package import Evidence
import TextFormats

/// A report that akvlint or another program wrote, by the kind that its content shows.
package enum ReportDocument: Sendable {
  /// akvlint's own JSON.
  case json(RunReport)
  /// The JSON report of a fleet.
  case fleet(Fleet)
  /// The JSON of predictions.
  case predictions(PredictionDocument)
  /// The runs of a SARIF log.
  case sarif([DocumentValue])
  /// The issues of a Code Quality report.
  case codeQuality([DocumentValue])

  /// The largest report of a fleet that is read, in bytes: some ten thousand projects.
  package static let sizeLimit = 256 * 1_048_576
  /// The largest report of another kind, in bytes: its values are kept with their places.
  private static let plainLimit = 16 * 1_048_576

  /// The name of the kind.
  package var kind: String {
    switch self {
    case .json: "json"
    case .fleet: "fleet"
    case .predictions: "predictions"
    case .sarif: "sarif"
    case .codeQuality: "gitlab-codequality"
    }
  }

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: Its path, for messages.
  /// - Returns: The report.
  /// - Throws: Where and why it is none.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) throws(ConfigurationProblem) -> Self {
    let members = try? JSONDecoding.decode(Members.self, from: bytes)
    if members?.isFleet == true { return .fleet(try FleetDocument.read(bytes, path: path)) }
    if members?.isPrediction == true {
      return .predictions(try PredictionDocument(bytes, path: path))
    }
    let reader = ReportReader(path: path)
    guard bytes.count <= plainLimit else {
      let message = "a report of this kind may have \(plainLimit / 1_048_576) MiB"
      throw ConfigurationProblem(path: path, place: .jsonPath("$"), message: message)
    }
    let document = try JSONDocument.read(bytes, path: path)
    if case .list(let issues) = document.content {
      for issue in issues { try reader.checkIssue(issue) }
      return .codeQuality(issues)
    }
    if document["runs"] != nil {
      return .sarif(try reader.runs(document))
    }
    if document["findings"] != nil {
      return .json(try reader.report(document))
    }
    throw reader.problem(
      document,
      "this is not a report: neither JSON of akvlint nor SARIF nor Code Quality"
    )
  }
}

/// The members of a document that show its kind.
private struct Members: Decodable {
  let isFleet: Bool
  let isPrediction: Bool

  private enum CodingKeys: String, CodingKey {
    case projects, credentials, predictions
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    isFleet = members.contains(.projects) && members.contains(.credentials)
    isPrediction = members.contains(.predictions)
  }
}
