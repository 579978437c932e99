package import AzureFederation
import TextFormats

/// Values of the configuration and of the project's settings, which no log contains.
package struct DiagnosisContext: Sendable {
  /// The issuer of the instance's ID tokens.
  package var issuer: String?
  /// The project's full path.
  package var project: String?
  /// The cloud that the configuration names.
  package var cloud: Cloud?
  /// The applications and managed identities as which jobs sign in.
  package var identities: [Identity] = []
  /// Variables of the project that have one value for all jobs.
  package var variables: [String: String] = [:]

  /// No facts.
  package init() {}

  /// The identity with a client ID; without one, the only identity that there is.
  func identity(_ clientID: String?) -> Identity? {
    guard let clientID else { return identities.count == 1 ? identities.first : nil }
    return identities.first { GUID.areEqual($0.clientID, clientID) }
  }
}
