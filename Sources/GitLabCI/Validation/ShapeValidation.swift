import YAMLSyntax

/// Compares values with the shapes of their keywords.
extension ErrorCollector {
  /// Compares the keywords of a job, or of `default`, with their shapes.
  mutating func validateShapes(_ job: NodeID, _ path: EntryPath, children: EntryPath) {
    for (keyword, shape, wording) in JobShapes.shapes {
      guard let entry = tree.entry(keyword, in: job), tree.kind(entry.value) != .null,
        !isUnknown(entry.value)
      else { continue }
      let place = wording == .entry ? children.child(entry) : path
      validate(entry, shape, keyword, wording, place)
    }
  }

  private mutating func validate(
    _ entry: Entry, _ shape: Shape, _ keyword: Keyword, _ wording: Wording, _ path: EntryPath
  ) {
    guard let complaint = complaint(entry.value, shape) else {
      if case .hash(let allowed) = shape { unknown(entry, allowed, path) }
      if case .hashOrText(let allowed) = shape { unknown(entry, allowed, path) }
      return
    }
    let name = keyword.text.description
    let attribute =
      wording == .entry
      ? "config" : String(name.map { $0 == "_" ? " " : $0 })
    report(path, "\(attribute) \(complaint)", "\"\(name)\" \(complaint)", at: entry.value)
  }

  private mutating func unknown(_ entry: Entry, _ allowed: [Keyword], _ path: EntryPath) {
    reportUnknownKeys(unknownKeys(entry.value, allowed: allowed), path) { _ in nil }
  }

  /// What is wrong with a value; nil when nothing is.
  private func complaint(_ value: NodeID, _ shape: Shape) -> String? {
    let kind = tree.kind(value)
    switch shape {
    case .string: return kind.isString || kind == .symbol ? nil : "should be a string"
    case .boolean: return kind == .bool ? nil : "should be a boolean value"
    case .script:
      return isScript(value, depth: 0)
        ? nil : "should be a string or a nested array of strings up to 10 levels deep"
    case .strings: return isStrings(value) ? nil : "should be an array of strings"
    case .stringOrStrings:
      return kind.isString || isStrings(value)
        ? nil : "should be an array of strings or a string"
    case .word(let words):
      return words.contains(tree.rubyText(value)) && kind.isScalar
        ? nil : "should be one of: \(words.joined(separator: ", "))"
    case .hashOrBoolean:
      return kind == .mapping || kind == .bool ? nil : "should be a hash or a boolean value"
    case .hashOrString, .hashOrText:
      return kind == .mapping || kind.isString ? nil : "should be a hash or a string"
    case .hashOrInteger:
      return kind == .mapping || kind == .int ? nil : "should be a hash or an integer"
    case .hashes:
      let isHashes = kind == .sequence && tree.items(value).allSatisfy {
        tree.kind($0.value) == .mapping || isUnknown($0.value)
      }
      return isHashes ? nil : "should be an array of hashes"
    case .array: return kind == .sequence ? nil : "should be a array"
    case .hash: return kind == .mapping ? nil : "should be a hash"
    }
  }

  /// Text, or lists of texts; an empty text is left to the check for blank scripts.
  private func isScript(_ value: NodeID, depth: Int) -> Bool {
    switch tree.kind(value) {
    case .string, .date, .time, .symbol: return true
    case .sequence:
      return depth < 10
        && tree.items(value).allSatisfy { isScript($0.value, depth: depth + 1) }
    default: return isUnknown(value)
    }
  }
}
