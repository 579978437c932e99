import AzureFederation
import TextFormats

/// Whether a log is one of the configuration's own project and tenant.
struct LogOrigin {
  /// Whether the job ran in another project: then the pipeline at hand is another one, too.
  let isOfOtherProject: Bool
  /// Whether the job asked another tenant, for an application that the configuration does not have.
  private let isOfOtherTenant: Bool

  /// Whether values of the configuration would be wrong in commands.
  var isForeign: Bool { isOfOtherProject || isOfOtherTenant }

  /// Compares the values of a log with the configuration; an unknown value does not differ.
  init(facts: [FailureFact: String], context: DiagnosisContext) {
    let project = facts[.subject].map(GitLabSubject.init)?[.projectPath]
    // GitLab has no two projects whose paths differ only in case.
    isOfOtherProject =
      project.flatMap { log in context.project.map { $0.lowercased() != log.lowercased() } }
      ?? false
    let isOwnApplication = facts[.application].map { context.identity($0) != nil } ?? false
    let tenants = context.identities.map(\.tenantID)
    isOfOtherTenant =
      !isOwnApplication && !tenants.isEmpty
      && facts[.tenant].map { tenant in
        GUID.isValid(tenant)
          && tenants.allSatisfy { $0.map { !GUID.areEqual($0, tenant) } ?? false }
      } ?? false
  }
}
