/// A search through the folders of a repository.
package struct FileSearch {
  /// The folder with which it begins; empty for the root.
  package var folder = ""
  /// Whether a folder or file is part of it, by its path and whether it is a folder.
  package let enters: (String, Bool) -> Bool
  /// The name of a file that decides what else is part of it; nil when there is none.
  package var marker: String?
  /// Called with each folder that holds such a file, before anything else in the folder.
  package var marks: (String) -> Void = { _ in }
  /// Called with each folder that cannot be listed.
  package var fails: (String) -> Void = { _ in }

  /// A search.
  ///
  /// - Parameter enters: Whether a folder or file is part of it, by its path and whether it is a
  ///   folder.
  package init(_ enters: @escaping (String, Bool) -> Bool) {
    self.enters = enters
  }
}
