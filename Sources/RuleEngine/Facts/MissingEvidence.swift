/// What is not known when nobody said it, and how to say it.
enum MissingEvidence {
  static let variables =
    "the variables of the project's settings are not known; list them under variables: in "
    + ".akvlint.yml"
  static let credentials =
    "no federated credentials are known; name them under azure: identities: in .akvlint.yml"
  static let version =
    "GitLab's version is not known; say it under gitlab: version: in .akvlint.yml"
  static let tier = "the project's tier is not known; say it under gitlab: tier: in .akvlint.yml"
  static let overrideRole =
    "who may set variables of pipelines is not known; say it under gitlab: "
    + "pipeline_variables_minimum_override_role: in .akvlint.yml"
}
