import AzureFederation
import Evidence
import TextFormats

/// The roles that let applications read what runs read.
struct RolePlanner {
  /// The codes with which a vault refuses by its access policies.
  private static let policyCodes: Set<String> = ["AccessDenied", "ForbiddenByPolicy"]
  /// The codes of a vault's refusal if a role or policy is missing.
  private static let denialCodes = policyCodes.union(["ForbiddenByRbac"])

  /// The roles, in the order of the runs.
  private(set) var roles: [CredentialPlan.Role] = []
  /// The undecided questions.
  private(set) var undecided: [CredentialPlan.Undecided] = []

  /// The secrets that an application reads in a vault.
  fileprivate struct Reading {
    var clientID: String
    var vault: VaultURL
    var names: [String] = []
    var isWhole = false
  }

  init(_ runs: [AccessRun], _ evidence: ProjectEvidence) {
    var readings: [Reading] = []
    for run in runs {
      for request in run.requests where request.isStarted {
        guard let client = request.clientID else { continue }
        if request.tool == nil, request.secrets.isEmpty {
          report(run, "which vault is read is unknown, so no role is planned")
        }
        for read in request.secrets {
          let place = readings.firstIndex {
            GUID.areEqual($0.clientID, client) && $0.vault.text == read.vault.text
          }
          if place == nil { readings.append(Reading(clientID: client, vault: read.vault)) }
          readings[place ?? readings.count - 1].add(read.name)
          if read.name == nil {
            report(
              run,
              "the names of the secrets in \(read.vault.text) depend on the run, so the role is for "
                + "the whole vault"
            )
          }
        }
      }
    }
    roles = readings.compactMap { Self.role($0, evidence) }
  }

  private mutating func report(_ run: AccessRun, _ reason: String) {
    undecided.append(CredentialPlan.Undecided(runs: [run.name], reason: reason))
  }

  private static func role(
    _ reading: Reading,
    _ evidence: ProjectEvidence
  ) -> CredentialPlan.Role? {
    guard reading.isWhole || !reading.names.isEmpty else { return nil }
    let denials = evidence.observations.denials.filter { $0.vault == reading.vault.text }
    let isDenied = denials.contains { denial in
      denialCodes.contains(denial.code)
        && denial.clientID.map { GUID.areEqual($0, reading.clientID) } ?? true
        && denial.secret.map(reading.covers) ?? true
    }
    return CredentialPlan.Role(
      clientID: reading.clientID,
      access: denials.contains { policyCodes.contains($0.code) } ? .policy : .role,
      vault: reading.vault,
      secrets: reading.isWhole ? [] : reading.names,
      isDenied: isDenied
    )
  }
}

extension RolePlanner.Reading {
  /// Adds a secret, whose name knows no case; nil for one whose name is not known.
  fileprivate mutating func add(_ name: String?) {
    guard let name else {
      isWhole = true
      return
    }
    if SecretName.isValid(name), !covers(name) { names.append(name) }
  }

  /// Whether a secret is among those that are read.
  fileprivate func covers(_ name: String) -> Bool {
    isWhole || names.contains { ASCII.lowercased($0) == ASCII.lowercased(name) }
  }
}
