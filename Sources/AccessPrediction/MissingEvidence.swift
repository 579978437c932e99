package import GitLabCI

/// The reasons why a value is unknown when no evidence names it, and how to supply it.
package enum MissingEvidence {
  /// The reason why the ID tokens of a job in an open pipeline are unknown.
  package static func tokens(in pipeline: Pipeline) -> String {
    "\(pipeline.composition.openSource) may define ID tokens"
  }

  /// The reason why the variables of a job in an open pipeline are unknown.
  static func openVariables(in pipeline: Pipeline) -> String {
    "\(pipeline.composition.openSource) may define variables"
  }

  /// The reason why CI/CD variables are unknown.
  package static let variables =
    "the variables of the project's settings are unknown; list them under variables: in "
    + ".akvlint.yml"
  /// The reason why federated credentials are unknown.
  package static let credentials =
    "no federated credentials are known; name them under azure: identities: in .akvlint.yml"
  /// The reason why a rule about a version of GitLab is undecided.
  package static let version =
    "GitLab's version is unknown; set it under gitlab: version: in .akvlint.yml"
  /// The reason why a rule about GitLab's tiers is undecided.
  package static let tier =
    "the project's tier is unknown; set it under gitlab: tier: in .akvlint.yml"
  /// The reason why it is unknown who may set variables of pipelines.
  package static let overrideRole =
    "who may set variables of pipelines is unknown; set it under gitlab: "
    + "pipeline_variables_minimum_override_role: in .akvlint.yml"
}
