/// A call of `akvlint fetch`.
package struct FetchRequest: Sendable {
  /// The projects to fetch.
  package enum Source: Sendable {
    /// Those of a group and its subgroups, by the group's full path.
    case group(String)
    /// Those of a list, by their full paths.
    case projects([String])
  }

  /// The projects.
  package let source: Source
  /// The folder that they are fetched into.
  package let folder: String
  /// A pattern that the projects' paths match; nil for all.
  package let match: String?
  /// Which of Entra ID and Key Vault are queried about what the projects name.
  package let azure: [String]
  /// Whether a terminal shows how far the work is.
  package let showsProgress: Bool

  /// A call.
  package init(
    source: Source,
    folder: String,
    match: String?,
    azure: [String],
    showsProgress: Bool
  ) {
    self.source = source
    self.folder = folder
    self.match = match
    self.azure = azure
    self.showsProgress = showsProgress
  }
}
