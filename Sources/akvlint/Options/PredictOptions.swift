import Linting

/// The options of a prediction, however they were read.
struct PredictOptions: Equatable {
  /// The pipeline; `-` for standard input, nil for the repository's.
  var path: String?
  var format: Format = .text
  /// The jobs that the table is limited to.
  var jobs: [String] = []
  /// The scenarios that the table is limited to.
  var scenarios: [String] = []
  /// A verdict to explain: `JOB@SCENARIO`.
  var explain: String?
  var failOn: Threshold = .never
  /// Whether each job has a row of its own.
  var showsAll = false
  var shard: Shard?
  var color: ColourMode = .auto
  /// Where the repository and its configuration are.
  var place = WorkspaceOptions.fromEnvironment

  /// The formats of the prediction.
  enum Format: String, CaseIterable {
    case text
    case json
  }

  /// The verdicts that make the exit code 1.
  enum Threshold: String, CaseIterable {
    case fails
    case unknown
    case never
  }
}
