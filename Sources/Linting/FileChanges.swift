import Files
import YAMLSyntax

/// Files that change, by path: their contents before and afterwards.
package typealias FileChanges = [String: (old: [UInt8], new: [UInt8])]

extension LintSession {
  /// Whether a file is one of the repository's, as it is stored or overlaid, and not one of another
  /// project.
  func isStored(_ source: SourceText?, _ overlay: [String: [UInt8]]) -> Bool {
    guard let source else { return false }
    if let content = overlay[source.path] { return content == source.bytes }
    return (try? workspace.repository.read(source.path)) == source.bytes
  }

  /// Writes changes, each file whole.
  ///
  /// - Returns: The paths that were written, and a sentence for each that was not.
  package func write(_ changes: FileChanges) -> (written: Set<String>, failures: [String]) {
    var written: Set<String> = []
    var failures: [String] = []
    let repository = workspace.repository
    for (path, change) in changes.sorted(by: { $0.key < $1.key }) {
      do throws(FileError) {
        guard try repository.read(path) == change.old else {
          failures.append("\(path) was changed by another program in the meantime; it is unchanged")
          continue
        }
        try HostSystem.replaceFile("\(repository.root)/\(path)", with: change.new)
        written.insert(path)
      } catch {
        failures.append("cannot write \(path): \(error.words)")
      }
    }
    return (written, failures)
  }
}
