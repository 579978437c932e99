import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI
import YAMLSyntax

/// A value of one of the three `AZURE_*` variables that jobs with Azure secrets really have, with
/// where it is written.
struct AzureValue: Hashable {
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

/// The values of `AZURE_*` that the jobs of a pipeline have.
///
/// Hundreds of jobs mostly inherit the same three: each is kept once, so that rules can judge it
/// once. Eight rules about values that were one for each job took a tenth of a check.
struct AzureValues {
  /// The values, each once.
  private(set) var distinct: [AzureValue] = []
  /// Who has which of them, in the order of the jobs.
  private(set) var uses: [(job: Int, value: Int)] = []
  private var numbers: [AzureValue: Int] = [:]
  private var usesByJob: [Int: Range<Int>] = [:]

  /// The values that a job has.
  func values(ofJob job: Int) -> [AzureValue] {
    usesByJob[job].map { uses[$0].map { distinct[$0.value] } } ?? []
  }

  /// Adds the values of a job.
  mutating func add(_ values: [AzureValue], ofJob job: Int) {
    add(values.map { number(of: $0) }, ofJob: job)
  }

  /// Adds the values of a job that has the same ones as an earlier job.
  mutating func add(ofJob job: Int, like other: Int) {
    add(usesByJob[other].map { uses[$0].map(\.value) } ?? [], ofJob: job)
  }

  private mutating func add(_ numbers: [Int], ofJob job: Int) {
    usesByJob[job] = uses.count..<uses.count + numbers.count
    for number in numbers { uses.append((job, number)) }
  }

  private mutating func number(of value: AzureValue) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = distinct.count
    distinct.append(value)
    return distinct.count - 1
  }
}

extension PipelineFacts {
  /// The values of `AZURE_*` that jobs have: those of their runs, or of the YAML when nothing else
  /// is known.
  func makeAzureValues() -> AzureValues {
    let areKnown = isJudged || hasSettings
    var result = AzureValues()
    var typical: Int?
    for index in azureSubjects {
      guard !areKnown else {
        result.add(runValues(index), ofJob: index)
        continue
      }
      // Jobs without values of their own share the answer for the first.
      let isTypical = inheritsAzureVariables(index)
      if isTypical, let typical {
        result.add(ofJob: index, like: typical)
        continue
      }
      let dependsOnRun = dependsOnRun(index)
      if isTypical, !dependsOnRun { typical = index }
      result.add(dependsOnRun ? runValues(index) : writtenValues(index), ofJob: index)
    }
    return result
  }

  /// Whether the pipeline's variables alone decide about the `AZURE_*` variables of a job.
  func inheritsAzureVariables(_ index: Int) -> Bool {
    let job = pipeline.jobs[index]
    return job.inheritedVariables.count == pipeline.variables.count
      && !job.ownVariables.contains { azureSymbols.contains($0.symbol) }
      && !job.idTokens.contains { azureSymbols.contains($0.symbol) }
  }

  /// Whether one of the variables is known from the project's settings, though others may be unknown.
  private var hasSettings: Bool {
    evidence.variables.items.contains { AzureVariables.all.contains($0.key) }
  }

  /// Whether rules or a matrix give one of the variables of a job its value.
  private func dependsOnRun(_ index: Int) -> Bool {
    azureSymbols.contains { symbol in
      pipeline.jobs[index].definitions(of: symbol).contains {
        $0.scope != .pipeline && $0.scope != .job
      }
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
        let twin = Self.twin(of: variable.name).flatMap { variables.value(of: $0)?.text }
        values.append(
          AzureValue(name: variable.name, text: text, site: variable.value.site, twin: twin)
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
}
