import CommonExpressions

/// Which thing of a pipeline an object of an expression stands for.
///
/// Packed into the two numbers of an object reference, so that handing objects around in
/// expressions costs no memory management: the job in the upper half of the number, what
/// belongs to it in the lower one.
struct FactReference {
  let type: PipelineSchema.TypeNumber
  /// The index of the job, or nil for what belongs to the pipeline itself.
  let job: Int?
  /// The index of the token, secret or variable, or the number of a text's node.
  let item: Int

  init(_ type: PipelineSchema.TypeNumber, job: Int?, item: Int = 0) {
    self.type = type
    self.job = job
    self.item = item
  }

  init?(_ reference: ObjectReference) {
    guard let type = PipelineSchema.TypeNumber(rawValue: reference.type) else { return nil }
    self.type = type
    let job = reference.id >> 32
    self.job = job == 0 ? nil : job - 1
    item = reference.id & 0xFFFF_FFFF
  }

  var reference: ObjectReference {
    ObjectReference(type: type.rawValue, id: ((job ?? -1) + 1) << 32 | item)
  }

  var value: Value { .object(reference) }
}
