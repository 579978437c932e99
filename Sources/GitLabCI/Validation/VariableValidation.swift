import YAMLSyntax

/// What GitLab asks of `variables` and `inherit`.
extension ErrorCollector {
  /// - Parameter keys: The keys that a variable written as a mapping may have.
  mutating func validateVariables(_ entry: Entry, _ path: EntryPath, keys: [Keyword]) {
    let path = path.child(entry)
    if isUnknown(entry.value) || tree.kind(entry.value) == .null { return }
    guard tree.kind(entry.value) == .mapping else {
      report(path, "config should be a hash", "variables must map names to values", at: entry.value)
      return
    }
    for variable in tree.entries(entry.value) {
      switch tree.kind(variable.value) {
      case .mapping:
        reportUnknownKeys(
          unknownKeys(variable.value, allowed: keys), path.child(variable),
          verb: "uses invalid data keys"
        ) { _ in nil }
      case .sequence:
        raw(
          "variable definition must be either a string or a hash",
          "the variable \"\(tree.text(variable.key))\" must be a text or a mapping", path,
          at: variable.value)
      default: break
      }
    }
  }

  mutating func validateInherit(_ entry: Entry, _ path: EntryPath) {
    let path = path.child(entry)
    if isUnknown(entry.value) || tree.kind(entry.value) == .null { return }
    guard tree.kind(entry.value) == .mapping else {
      report(path, "config should be a hash", "inherit must be a mapping", at: entry.value)
      return
    }
    reportUnknownKeys(
      unknownKeys(entry.value, allowed: [.default, .variables]), path
    ) { _ in nil }
    for keyword in [Keyword.default, .variables] {
      guard let value = tree.entry(keyword, in: entry.value), tree.kind(value.value) != .null,
        !isUnknown(value.value), tree.kind(value.value) != .bool
      else { continue }
      let name = keyword.text.description
      guard isStrings(value.value) else {
        let location = (["jobs"] + path.keys.map(tree.text) + [name]).joined(separator: ":")
        raw(
          "\(location) should be a bool or array of strings",
          "\"\(name)\" must be true, false or a list of names", path, at: value.value)
        continue
      }
      guard keyword == .default else { continue }
      let known = JobShapes.defaults.map(\.text.description)
      let unknown = tree.items(value.value).filter { !known.contains(tree.rubyText($0.value)) }
      let names = unknown.map { tree.rubyText($0.value) }.joined(separator: ", ")
      for item in unknown {
        report(
          path.child(value), "config contains unknown values: \(names)",
          "\"\(tree.rubyText(item.value))\" is no keyword that default can hold", at: item.value)
      }
    }
  }
}
