/// A component of the subject (`sub`) of GitLab's ID tokens, by its name there.
///
/// Source: GitLab's page on ID tokens for cloud services; GitLab 19,
/// `ci_id_token_sub_claim_components`.
package enum SubjectComponent: String, CaseIterable, Sendable {
  case projectPath = "project_path"
  case projectID = "project_id"
  case refType = "ref_type"
  case ref
  case refProtected = "ref_protected"
  case environmentProtected = "environment_protected"
  case deploymentTier = "deployment_tier"
  case jobProjectPath = "job_project_path"
  case jobProjectID = "job_project_id"
  case sourceProjectPath = "source_project_path"
  case sourceProjectID = "source_project_id"

  /// The names of all components.
  package static let names = allCases.map(\.rawValue)
  /// The names of those that a subject has when the project does not choose others.
  package static let defaultNames = [projectPath, refType, ref].map(\.rawValue)
  /// Those that name a project: one of them is first, so that no two projects' tokens have the same
  /// subject.
  package static let first = allCases.filter(\.namesProject)

  /// Whether it names a project.
  package var namesProject: Bool {
    switch self {
    case .projectPath, .projectID, .jobProjectPath, .jobProjectID, .sourceProjectPath,
      .sourceProjectID:
      true
    case .refType, .ref, .refProtected, .environmentProtected, .deploymentTier: false
    }
  }

  /// Whether only the tokens of jobs with an environment have it.
  package var needsEnvironment: Bool { self == .environmentProtected || self == .deploymentTier }

  /// The possible values; nil when it is the name or the number of something.
  var values: [String]? {
    switch self {
    case .projectPath, .projectID, .jobProjectPath, .jobProjectID, .sourceProjectPath,
      .sourceProjectID, .ref:
      nil
    case .refType: ["branch", "tag"]
    case .refProtected, .environmentProtected: ["true", "false"]
    case .deploymentTier: ["production", "staging", "testing", "development", "other"]
    }
  }
}
