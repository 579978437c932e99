/// The paths of a repository's files, listed once and only when something asks for them.
///
/// A class, because it remembers; it lives for one check on one thread.
package final class PathListing {
  private let list: () -> [String]

  /// The paths.
  package private(set) lazy var paths = list()

  /// A listing that is not made yet.
  ///
  /// - Parameter list: Lists the files.
  package init(_ list: @escaping () -> [String]) {
    self.list = list
  }
}
