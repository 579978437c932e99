import Files
import YAMLSyntax

extension Pipeline {
  /// Whether it could not be seen whole: a file that cannot be read or is not a pipeline, a date or a tag
  /// that makes GitLab refuse one, a local include that does not exist, or too much to do.
  package var isIncomplete: Bool {
    if composition.excess != nil || composition.budget.isExhausted { return true }
    if composition.problems.contains(where: \.isMissingFile) { return true }
    for file in composition.files {
      if file.error != nil { return true }
      for case .forbiddenType in file.notices { return true }
    }
    guard composition.root == nil, let root = composition.files.first else { return false }
    return root.content != nil || tree.file(root.file).isBlank
  }
}
