package import AccessPrediction
package import CommonExpressions
package import Evidence
package import GitLabCI
import TextFormats

/// An expression over a resolved pipeline, as rules write them, for looking into it.
package struct PipelineQuery {
  /// A result is printed, and what it shares is printed as often as it has it.
  private static let sizeLimit = 1_000_000

  private let program: Program

  /// Reads an expression; it sees `pipeline`.
  ///
  /// - Throws: The first mistake in it, with its place.
  package init(_ expression: String) throws(ExpressionError) {
    program = try Program(
      expression,
      schema: PipelineSchema.schema,
      variables: [("pipeline", .object(PipelineField.typeName))]
    )
  }

  /// A pipeline that is queried.
  package struct Source {
    let pipeline: Pipeline
    let evidence: ProjectEvidence
    let runs: Runs
    let child: ChildRun?

    /// A pipeline.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline.
    ///   - evidence: The evidence beyond its YAML.
    ///   - runs: The scenarios to predict.
    ///   - child: Its start as a child pipeline; nil for the root.
    package init(
      _ pipeline: Pipeline,
      evidence: ProjectEvidence,
      runs: Runs,
      startedAs child: ChildRun? = nil
    ) {
      self.pipeline = pipeline
      self.evidence = evidence
      self.runs = runs
      self.child = child
    }
  }

  /// Asks a pipeline.
  ///
  /// - Parameter sources: The pipeline and its child pipelines.
  /// - Returns: The value so far as it is known, and what is missing in it.
  package func ask(_ sources: [Source]) -> QueryAnswer {
    let facts = PipelineTreeFacts(
      sources.map { source in
        let facts = PipelineFacts(
          source.pipeline,
          evidence: source.evidence,
          runs: source.runs,
          includesHidden: false
        )
        facts.child = source.child
        return facts
      }
    )
    let bindings = [FactReference(.pipeline, job: nil).value]
    let (value, omissions) = program.evaluateKnownPart(bindings, facts: facts)
    let isPrintable = value.isSmaller(than: Self.sizeLimit)
    return QueryAnswer(
      isPrintable
        ? QueryResult(value, facts: facts, depth: 0)
        : .error("the result has more than \(Self.sizeLimit) parts"),
      omissions
    )
  }
}

/// The result of a query, with what is missing in it.
package struct QueryAnswer: Sendable {
  /// More reasons than these are only counted.
  private static let reasonLimit = 3

  /// The result.
  package let result: QueryResult
  /// The unknown parts, in clauses; empty when everything is known.
  package let gaps: [String]

  init(_ result: QueryResult, _ omissions: Omissions) {
    self.result = result
    var gaps: [String] = []
    if let unknown = omissions.unknown {
      let elements = Noun.count(omissions.count, "element")
      let verb = omissions.count == 1 ? "is" : "are"
      gaps.append(
        "\(elements) \(verb) left out, because the condition is unknown: "
          + Self.text(unknown.reasons)
      )
    }
    var unknown = UnknownParts()
    unknown.visit(result)
    if unknown.count > 0 {
      let isOne = unknown.count == 1
      gaps.append(
        Noun.count(unknown.count, "value")
          + (isOne ? " is null, because it is" : " are null, because they are")
          + " unknown: \(Self.text(unknown.reasons))"
      )
    }
    self.gaps = gaps
  }

  private static func text(_ reasons: [String]) -> String {
    let rest = reasons.count - reasonLimit
    let shown = reasons.prefix(reasonLimit).joined(separator: "; ")
    return rest > 0 ? "\(shown); and \(Noun.count(rest, "more reason"))" : shown
  }
}

/// The values of a result that are not known.
private struct UnknownParts {
  var count = 0
  /// The reasons, each once.
  var reasons: [String] = []
  private var seen: Set<String> = []

  mutating func visit(_ result: QueryResult) {
    switch result {
    case .unknown(let own):
      count += 1
      reasons += own.filter { seen.insert($0).inserted }
    case .list(let values):
      for value in values { visit(value) }
    case .members(let members):
      for member in members { visit(member.value) }
    case .null, .boolean, .number, .string, .error: break
    }
  }
}

/// The result of a query, with everything looked up.
package indirect enum QueryResult: Sendable {
  case null
  case boolean(Bool)
  /// A number, as JSON writes it.
  case number(String)
  case string(String)
  case list([QueryResult])
  /// Members in their order.
  case members([(name: String, value: QueryResult)])
  /// The reasons why it is not known.
  case unknown([String])
  case error(String)

  /// The depth of the output: a job's secrets, but not their job again.
  private static let depthLimit = 2

  init(_ value: Value, facts: any FactSource, depth: Int) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .boolean(value)
    case .int(let value): self = .number(String(value))
    case .uint(let value): self = .number(String(value))
    case .double(let value): self = value.isFinite ? .number(String(value)) : .null
    case .string(let text), .type(let text): self = .string(text)
    case .bytes(let bytes): self = .string(String(decoding: bytes, as: UTF8.self))
    case .list(let values):
      self = .list(values.map { Self($0, facts: facts, depth: depth) })
    case .map(let map):
      self = .members(
        map.entries.map { ("\($0.key)", Self($0.value, facts: facts, depth: depth)) }
      )
    case .optional(let value): self = value.map { Self($0, facts: facts, depth: depth) } ?? .null
    case .timestamp(let time): self = .string(time.description)
    case .duration(let duration): self = .string(duration.description)
    case .object(let object): self = Self.object(object, facts, depth)
    case .unknown(let unknown): self = .unknown(unknown.reasons)
    case .error(let error): self = .error(error.message)
    }
  }

  private static func object(
    _ object: ObjectReference,
    _ facts: any FactSource,
    _ depth: Int
  ) -> Self {
    let type = PipelineSchema.schema.objectTypes[object.type]
    let isText = object.type == PipelineSchema.TypeNumber.text.rawValue
    let isNameOnly = isText || depth >= depthLimit
    if isNameOnly,
      let field = type.fields.firstIndex(where: { $0.name == (isText ? "text" : "name") })
        ?? type.fields.firstIndex(where: { $0.name == "scenario" })
    {
      return Self(facts.value(ofField: field, of: object) ?? .null, facts: facts, depth: depth)
    }
    var members: [(name: String, value: QueryResult)] = []
    for (index, field) in type.fields.enumerated() {
      guard let value = facts.value(ofField: index, of: object) else { continue }
      members.append((field.name, Self(value, facts: facts, depth: depth + 1)))
    }
    return .members(members)
  }
}
