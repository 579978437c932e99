package import AzureFederation
package import YAMLSyntax

/// One failure in a job log, with all that can be said about it.
package struct LogDiagnosis: Sendable {
  /// A place in the pipeline that the failure is about.
  package struct Place: Hashable, Sendable {
    /// The file, relative to the repository.
    package let path: String
    /// The range in it.
    package let span: TextSpan
    /// The jobs that get it, in the order of the pipeline.
    package let jobs: [String]
  }

  /// What is known about the failure.
  package let entry: FailureEntry
  /// The line of the log that tells it, from 1.
  package let line: Int
  /// What the log tells about it.
  package let facts: [FailureFact: String]
  /// What to type, with what is known filled in.
  package let commands: [CommandTemplate.Filled]
  /// Where it comes from in the pipeline; empty when that cannot be told.
  package let places: [Place]
}
