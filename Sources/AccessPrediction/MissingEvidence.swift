package import GitLabCI

/// The reasons why a value is unknown when no evidence names it, and how to supply it.
package enum MissingEvidence {
  /// Of the ID tokens of a job in an open pipeline.
  package static func tokens(in pipeline: Pipeline) -> String {
    "\(pipeline.composition.openSource) may define ID tokens"
  }

  /// Of the variables of a job in an open pipeline.
  static func openVariables(in pipeline: Pipeline) -> String {
    "\(pipeline.composition.openSource) may define variables"
  }

  package static let variables =
    "the variables of the project's settings are not known; list them under variables: in "
    + ".akvlint.yml"
  package static let credentials =
    "no federated credentials are known; name them under azure: identities: in .akvlint.yml"
  package static let version =
    "GitLab's version is not known; set it under gitlab: version: in .akvlint.yml"
  package static let tier =
    "the project's tier is not known; set it under gitlab: tier: in .akvlint.yml"
  package static let overrideRole =
    "who may set variables of pipelines is not known; set it under gitlab: "
    + "pipeline_variables_minimum_override_role: in .akvlint.yml"
}
