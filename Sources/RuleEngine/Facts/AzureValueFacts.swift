import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

enum AzureValueField: Int, FactField {
  case name
  case text
  case job
  case fault
  case words
  case equalsTwin
  case isSwapped
  case otherCloud
  case isDeclaredClient

  static let typeName = "azure_value"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "The variable: one of the three `AZURE_*`.")
    case .text: .init("text", .string, "The value that the job has in a run.")
    case .job: .init("job", .job, "The job.")
    case .fault:
      .init(
        "fault",
        .string,
        "Why it cannot work: `nested`, `vault_url`, `client`, `tenant`, or empty."
      )
    case .words: .init("words", .string, "The fault in words that follow the variable's name.")
    case .equalsTwin:
      .init("equals_twin", .bool, "Whether client and tenant have this same value.")
    case .isSwapped:
      .init(
        "is_swapped",
        .bool,
        "Whether it is the tenant of a known identity, and the tenant is a known client ID."
      )
    case .otherCloud:
      .init(
        "other_cloud",
        .string,
        "The host that signs in to the cloud of the vault, when that is another cloud than the "
          + "configured one; else empty."
      )
    case .isDeclaredClient:
      .init(
        "is_declared_client",
        .bool,
        "Whether it is the client ID of a known identity; also true when it is not a GUID."
      )
    }
  }
}

extension PipelineFacts {
  func azureValueField(_ field: AzureValueField, _ reference: FactReference) -> Value? {
    guard reference.item < azureValues.distinct.count else { return nil }
    let value = azureValues.distinct[reference.item]
    switch field {
    case .name: return .string(value.name)
    case .text: return .string(value.text)
    case .job: return reference.job.map { FactReference(.job, job: $0).value }
    case .fault: return .string(fault(value)?.kind.rawValue ?? "")
    case .words: return .string(fault(value)?.words ?? "")
    case .equalsTwin:
      return .bool(value.twin.map { GUID.isValid($0) && GUID.areEqual($0, value.text) } ?? false)
    case .isSwapped:
      return .bool(
        value.twin.map { evidence.areSwapped(clientID: value.text, tenantID: $0) } ?? false
      )
    case .otherCloud:
      return .string(value.name == AzureVariables.vaultURL ? otherCloud(ofVault: value.text) : "")
    case .isDeclaredClient:
      let isDeclared = evidence.identities.contains { GUID.areEqual($0.clientID, value.text) }
      return .bool(isDeclared || !GUID.isValid(value.text))
    }
  }

  private func fault(_ value: AzureValue) -> AzureValueFault? {
    judged.fault(of: value.name, value.text)
  }

  /// The host that signs in to the cloud of a vault; empty when that is the configured cloud.
  private func otherCloud(ofVault text: String) -> String {
    if let known = otherClouds[text] { return known }
    var host = ""
    if let url = try? VaultURL(text), url.cloud != evidence.cloud {
      host = url.cloud.authorityHosts.first ?? ""
    }
    otherClouds[text] = host
    return host
  }

  /// The predictions for a job in which it runs, forks aside: that they are refused is the intended
  /// protection.
  func predictions(ofJob index: Int) -> [Prediction] { predictionsByJob[index] }

  func makePredictionsByJob() -> [[Prediction]] {
    runPlacesByJob.map { places in places.map { predictions[$0] } }
  }

  /// The places of those predictions among all of them.
  func runPlaces(ofJob index: Int) -> [Int] { runPlacesByJob[index] }

  func makeRunPlacesByJob() -> [[Int]] {
    var result: [[Int]] = Array(repeating: [], count: pipeline.jobs.count)
    let count = runs.scenarios.count
    guard predictions.count == subjects.count * count else { return result }
    for (place, index) in subjects.enumerated() {
      result[index] = (place * count..<(place + 1) * count).filter {
        predictions[$0].runs != .no && predictions[$0].mergeRequest != .fork
      }
    }
    return result
  }

  /// Whether a job is known not to get its Azure secrets in any of its runs.
  func alwaysFails(_ index: Int) -> Bool {
    guard isJudged else { return false }
    let secrets = predictions(ofJob: index).lazy.flatMap(\.secrets)
    return !secrets.isEmpty && secrets.allSatisfy { $0.verdict.answer == .fails }
  }
}
