package import YAMLSyntax

/// Something for which GitLab refuses a pipeline.
package struct PipelineRefusal: Sendable {
  /// The fault, in GitLab's words.
  package let message: String
  /// Where.
  package let location: Location
}
