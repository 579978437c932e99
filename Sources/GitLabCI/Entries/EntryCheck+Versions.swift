import YAMLSyntax

extension EntryCheck {
  /// The check as an older version of GitLab has it, without the keywords and values that came later.
  func limited(to version: GitLabVersion, in place: FeatureLocation) -> EntryCheck {
    func isKnown(_ name: String) -> Bool {
      GitLabFeature.isKnown(name, in: place, to: version)
    }
    switch self {
    case .keys(let allowed):
      var known: KeywordSet = []
      for keyword in Keyword.allCases
      where allowed.contains(keyword) && isKnown(keyword.text.description) {
        known.insert(keyword)
      }
      return .keys(known)
    case .oneOf(let keywords):
      let known = keywords.filter { isKnown($0.text.description) }
      return known.count == 1 && keywords.count > 1 ? .requiredKeys(known) : .oneOf(known)
    case .versioned(let rule, let feature, let older):
      return feature?.exists(in: version) ?? true ? rule : older
    case .allowedItems(let words): return .allowedItems(words.filter(isKnown))
    case .inclusion(let words, let says): return .inclusion(words.filter(isKnown), says: says)
    default: return self
    }
  }

  /// The message about a value that is wrong, before GitLab got a keyword that the check names.
  ///
  /// A check for one of several keywords was then a check for the only one of them.
  func earlierMessage(
    _ value: NodeID?,
    in place: FeatureLocation?,
    _ tree: NodeTree
  ) -> EarlierMessage? {
    guard case .oneOf(let keywords) = self, let place else { return nil }
    func since(_ keyword: Keyword) -> GitLabVersion? {
      GitLabFeature.named(keyword.text.description, in: place)?.since
    }
    guard let newest = keywords.compactMap(since).max() else { return nil }
    let older = keywords.filter { keyword in since(keyword).map { $0 < newest } ?? true }
    guard older.count == 1 else { return nil }
    return Self.requiredKeys(older).fault(value, in: tree).map {
      EarlierMessage(version: newest, text: $0.gitLab)
    }
  }
}

extension EntryWalker {
  /// Whether the configuration is for a version of GitLab that came after the table of keywords.
  var isNewerThanTable: Bool { !GitLabFeature.covers(version) }

  /// The words for a keyword or value that this version does not have.
  func needed(_ name: String, in place: FeatureLocation?) -> String? {
    guard let version, let feature = GitLabFeature.named(name, in: place),
      !feature.exists(in: version)
    else { return nil }
    return version < feature.since
      ? "\"\(name)\" needs GitLab \(feature.since), and the configuration names \(version)"
      : "\"\(name)\" exists only before GitLab \(feature.until ?? version)"
  }

  /// A fault as it is when GitLab is newer than the table of keywords: keywords and values that the
  /// table does not have are noted, for they may be newer, too.
  mutating func forNewer(
    _ fault: Fault,
    _ rule: EntryCheck,
    _ value: NodeID?,
    _ report: EntryFaults,
    _ tree: NodeTree
  ) -> Fault? {
    // A key that is not known may take the place of one that is missing.
    func mayBeReplaced() -> Bool {
      tree.entries(report.place.value).contains { Keyword($0.key) == nil }
    }
    if value == nil { return mayBeReplaced() ? nil : fault }
    switch rule {
    case .prefixed(let rule, _): return forNewer(fault, rule, value, report, tree)
    case .keys, .invalidDataKeys:
      noteUnknown(fault.keys, report)
      return nil
    case .oneOf, .requiredKeys:
      return mayBeReplaced() ? nil : fault
    case .inclusion, .allowedValues, .allowedItems:
      guard let value = fault.values.first else { return fault }
      var note = fault
      note.isNote = true
      note.isSentence = true
      note.words = "\"\(value)\" is not a value up to GitLab \(GitLabFeature.newest)"
      return note
    default:
      guard fault.isOfSchema else { return fault }
      var note = fault
      note.isNote = true
      note.words += " up to GitLab \(GitLabFeature.newest)"
      return note
    }
  }

  /// Notes keys that a newer GitLab may know.
  private mutating func noteUnknown(_ keys: [Entry], _ report: EntryFaults) {
    for entry in keys {
      errors.append(
        ConfigurationError(
          subject: report.context.subject,
          message:
            "\"\(tree.text(entry.key))\" is not a keyword up to GitLab \(GitLabFeature.newest)",
          gitLabMessage: "",
          node: entry.keyNode,
          origin: entry.origin == .none ? report.context.origin : entry.origin,
          job: report.context.job,
          entry: report.context.entry,
          isHidden: false,
          isNote: true
        )
      )
    }
  }
}
