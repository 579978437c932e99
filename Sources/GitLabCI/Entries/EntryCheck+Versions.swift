extension EntryCheck {
  /// The check as an older version of GitLab has it, without the keywords and values that came later.
  func limited(to version: GitLabVersion, in place: GitLabFeature.Place) -> EntryCheck {
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
}

extension EntryWalker {
  /// Whether the configuration is for a version of GitLab that came after the table of keywords.
  var isNewerThanTable: Bool {
    version.map { $0 > GitLabFeature.newest } ?? false
  }

  /// The words for a keyword or value that the version at hand does not have.
  func needed(_ name: String, in place: GitLabFeature.Place?) -> String? {
    guard let version, let feature = GitLabFeature.named(name, in: place),
      !feature.exists(in: version)
    else { return nil }
    return version < feature.since
      ? "\"\(name)\" needs GitLab \(feature.since), and the configuration names \(version)"
      : "\"\(name)\" exists only before GitLab \(feature.until ?? version)"
  }
}
