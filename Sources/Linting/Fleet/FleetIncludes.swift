import Files
import Synchronization

/// The files that projects of a fleet include from elsewhere, each read once for all projects.
///
/// They are looked for among the copies in the layout of `--includes`; a file of another project also
/// in that project's folder of the fleet.
final class FleetIncludes: RepositoryFiles {
  /// The fleet's folder for `akvlint` itself.
  static let folder = ".akvlint/includes"
  private static let projects = "projects/"

  let budget = Budget()
  private let stores: [DiskRepository]
  private let fleet: DiskRepository
  private let known = Mutex<[String: Result<[UInt8], FileError>]>([:])

  init(_ stores: [DiskRepository], fleet: DiskRepository) {
    self.stores = stores
    self.fleet = fleet
  }

  func read(_ path: String) throws(FileError) -> [UInt8] {
    if let known = known.withLock({ $0[path] }) { return try known.get() }
    let result: Result<[UInt8], FileError>
    do throws(FileError) {
      result = .success(try readOnce(path))
    } catch {
      result = .failure(error)
    }
    known.withLock { $0[path] = result }
    return try result.get()
  }

  private func readOnce(_ path: String) throws(FileError) -> [UInt8] {
    for store in stores {
      do throws(FileError) {
        return try store.read(path)
      } catch {
        if error != .missing { throw error }
      }
    }
    guard path.hasPrefix(Self.projects) else { throw .missing }
    return try fleet.read(String(path.dropFirst(Self.projects.count)))
  }

  func allPaths() -> [String] {
    Set(stores.flatMap { $0.allPaths() }).sorted()
  }
}
