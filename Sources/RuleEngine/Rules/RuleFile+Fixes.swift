import YAMLSyntax

extension RuleFile {
  /// The fixes of a rule: one mapping, or a list of them.
  func fixes() throws(RuleFileError) -> [RuleFix] {
    guard let node = optional("fix", in: root) else { return [] }
    var fixes: [RuleFix] = []
    for fix in tree.kind(node) == .sequence ? tree.items(node).map(\.value) : [node] {
      fixes.append(try self.fix(fix))
    }
    return fixes
  }

  private func fix(_ fix: NodeID) throws(RuleFileError) -> RuleFix {
    let common = ["title", "safety", "when"]
    var edits: [RuleFix.Edit] = []
    if let list = optional("edits", in: fix) {
      try allow(fix, common + ["edits"])
      for item in tree.items(list) {
        try allow(item.value, Self.editKeys)
        edits.append(try edit(item.value))
      }
    } else {
      try allow(fix, common + Self.editKeys)
      edits = [try edit(fix)]
    }
    return RuleFix(
      title: try string("title", in: fix),
      safety: try value("safety", in: fix),
      when: text("when", in: fix),
      edits: edits
    )
  }

  private static let editKeys = RuleFix.Edit.targetKeys + ["key", "with"]

  private func edit(_ edit: NodeID) throws(RuleFileError) -> RuleFix.Edit {
    let targets = RuleFix.Edit.targetKeys.filter { optional($0, in: edit) != nil }
    guard targets.count == 1, let key = targets.first else {
      throw fail(
        tree.location(edit).span,
        "a fix has exactly one of \(RuleFix.Edit.targetKeys.joined(separator: ", "))"
      )
    }
    let target = try string(key, in: edit)
    let isInsertion = key.hasPrefix("insert")
    let superfluous = (isInsertion ? [] : ["key"]) + (key == "remove" ? ["with"] : [])
    for other in superfluous where optional(other, in: edit) != nil {
      throw fail(tree.location(edit).span, "a fix with \(key) has no \(other)")
    }
    if key == "remove" { return .remove(target) }
    let text = try string("with", in: edit)
    guard isInsertion else { return .replace(target, with: text) }
    let inserted = try string("key", in: edit)
    return key == "insert_into"
      ? .insert(into: target, key: inserted, value: text)
      : .append(after: target, key: inserted, value: text)
  }
}
