import CommonExpressions

/// Answers what a query asks about a pipeline and its child pipelines.
///
/// The facts of each pipeline number its objects; the tree adds the number of the pipeline in bits
/// that those leave free.
final class PipelineTreeFacts: FactSource {
  /// The number of the pipeline begins at this bit of an object's number.
  private static let shift = 52

  private let members: [PipelineFacts]

  /// The facts of a tree.
  ///
  /// - Parameter members: The facts of its pipelines, the root first; not empty.
  init(_ members: [PipelineFacts]) {
    self.members = members
  }

  func value(ofField field: Int, of object: ObjectReference) -> Value? {
    if object == FactReference(.pipeline, job: nil).reference,
      let field = PipelineField(rawValue: field)
    {
      return pipelineValue(field)
    }
    let number = object.id >> Self.shift
    let own = ObjectReference(type: object.type, id: object.id & (1 << Self.shift - 1))
    return value(ofField: field, of: own, in: number)
  }

  func spend(_ steps: Int) -> Bool { members[0].spend(steps) }

  /// The fields of the tree: its jobs are those of all pipelines.
  private func pipelineValue(_ field: PipelineField) -> Value? {
    let root = FactReference(.pipeline, job: nil).reference
    let values = members.indices.compactMap { value(ofField: field.rawValue, of: root, in: $0) }
    switch field {
    case .variables, .firstSecret, .firstAzureSecret, .project, .identities: return values.first
    case .isOpen: return .bool(values.contains(.bool(true)))
    case .jobs, .predictions, .runs, .includes:
      return .list(
        values.flatMap { value -> [Value] in
          if case .list(let elements) = value { elements } else { [] }
        }
      )
    }
  }

  private func value(ofField field: Int, of object: ObjectReference, in number: Int) -> Value? {
    guard members.indices.contains(number) else { return nil }
    return members[number].value(ofField: field, of: object).map { Self.numbered($0, number) }
  }

  /// A value whose objects are those of one pipeline of the tree.
  private static func numbered(_ value: Value, _ number: Int) -> Value {
    switch value {
    case .object(let object):
      .object(ObjectReference(type: object.type, id: object.id | number << shift))
    case .list(let elements): .list(elements.map { numbered($0, number) })
    case .map(let map):
      CELMap(map.entries.map { .init(key: $0.key, value: numbered($0.value, number)) })
        .map(Value.map) ?? value
    default: value
    }
  }
}
