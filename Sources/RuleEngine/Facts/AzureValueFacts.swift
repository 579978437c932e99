import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// A value of one of the three `AZURE_*` variables that a job with Azure secrets really has, with
/// where it is written.
struct AzureValue {
  /// The index of the job.
  let job: Int
  /// The variable.
  let name: String
  /// The value.
  let text: String
  /// Where it is written; nil when it is not written anywhere.
  let site: RunValue.Site?
  /// The tenant or client that the job has beside it.
  let twin: String?
}

extension AzureValue {
  /// Where it is written outside the pipeline; nil when it is in it.
  var evidenceLocation: FileLocation? {
    if case .evidence(let source)? = site { FileLocation(source) } else { nil }
  }
}

enum AzureValueField: Int, FactField {
  case name
  case text
  case job
  case fault
  case words
  case equalsTwin
  case otherCloud
  case isDeclaredClient

  static let typeName = "azure_value"

  var declaration: FieldDeclaration {
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
    guard reference.item < azureValues.count else { return nil }
    let value = azureValues[reference.item]
    switch field {
    case .name: return .string(value.name)
    case .text: return .string(value.text)
    case .job: return FactReference(.job, job: value.job).value
    case .fault: return .string(fault(value)?.kind.rawValue ?? "")
    case .words: return .string(fault(value)?.words ?? "")
    case .equalsTwin:
      return .bool(value.twin.map { GUID.isValid($0) && GUID.areEqual($0, value.text) } ?? false)
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

  /// The values of `AZURE_*` that jobs have: those of their runs, or of the YAML when nothing else
  /// is known.
  func makeAzureValues() -> [AzureValue] {
    let areKnown = isJudged || hasSettings
    return azureSubjects.flatMap {
      areKnown || dependsOnRun($0) ? runValues($0) : writtenValues($0)
    }
  }

  /// Whether one of the variables is known from the project's settings, though others may be unknown.
  private var hasSettings: Bool {
    evidence.variables.items.contains { AzureVariables.all.contains($0.key) }
  }

  /// Whether rules or a matrix give one of the variables of a job its value.
  private func dependsOnRun(_ index: Int) -> Bool {
    AzureVariables.all.contains { name in
      tree.symbol(name).map { symbol in
        pipeline.jobs[index].definitions(of: symbol).contains {
          $0.scope != .pipeline && $0.scope != .job
        }
      } ?? false
    }
  }

  private func runValues(_ index: Int) -> [AzureValue] {
    var values: [AzureValue] = []
    for prediction in predictions(ofJob: index) {
      let variables = prediction.chain?.variables ?? []
      for variable in variables {
        guard let text = variable.value.text, variable.value.isBlank == false else { continue }
        let isKnown = values.contains {
          $0.name == variable.name && $0.text == text && $0.site == variable.value.site
        }
        if isKnown { continue }
        let twin = variables.first { $0.name == Self.twin(of: variable.name) }?.value.text
        values.append(
          AzureValue(
            job: index,
            name: variable.name,
            text: text,
            site: variable.value.site,
            twin: twin
          )
        )
      }
    }
    return values
  }

  /// The values in the YAML that nothing in it overrides.
  private func writtenValues(_ index: Int) -> [AzureValue] {
    let job = pipeline.jobs[index]
    var values: [AzureValue] = []
    for name in AzureVariables.all {
      guard let symbol = tree.symbol(name) else { continue }
      let definitions = job.definitions(of: symbol).sorted { $0.scope < $1.scope }
      // A value set by a rule or a row of a matrix is one of several.
      let first =
        definitions.lastIndex { $0.scope == .pipeline || $0.scope == .job }
        ?? definitions.startIndex
      for definition in definitions[first...] {
        guard let node = definition.value?.node, tree.kind(node) != .unknown else { continue }
        let text = tree.rubyText(node)
        if text.allSatisfy(\.isWhitespace) { continue }
        let twin = Self.twin(of: name).flatMap { variableText($0, job: index) }
        values.append(
          AzureValue(
            job: index,
            name: name,
            text: text,
            site: .pipeline(node),
            twin: twin.map { tree.string($0) }
          )
        )
      }
    }
    return values
  }

  private static func twin(of name: String) -> String? {
    switch name {
    case AzureVariables.clientID: AzureVariables.tenantID
    default: nil
    }
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

  /// Where a value is written in the pipeline; its job when it is not.
  func location(of value: AzureValue) -> Location {
    if case .pipeline(let node)? = value.site { return tree.location(node) }
    return tree.location(pipeline.jobs[value.job].entry.keyNode)
  }
}
