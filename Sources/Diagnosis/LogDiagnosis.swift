package import AzureFederation
package import YAMLSyntax

/// One failure in a job log, with all its facts.
package struct LogDiagnosis: Sendable {
  /// A place in the pipeline that the failure is about.
  package struct Location: Hashable, Sendable {
    /// The file, relative to the repository.
    package let path: String
    /// The range in it.
    package let span: TextSpan
    /// The jobs that get it, in the order of the pipeline.
    package let jobs: [String]
  }

  /// The failure's entry in the catalogue, fitted to this log.
  package let entry: FailureEntry
  /// The line of the log that reports it, from 1.
  package let line: Int
  /// Values of the log.
  package let facts: [FailureFact: String]
  /// The differences between the log and the configuration or the pipeline: a sentence each.
  package let notes: [String]
  /// The commands that help, with all known values.
  package let commands: [CommandTemplate.Filled]
  /// Where it comes from in the pipeline; empty when that is not known.
  package let places: [Location]
}
