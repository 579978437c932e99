import Evidence
import Files

/// The files of a fleet's projects.
extension FleetFetch {
  /// Replaces the files of a project; its note is written last, because it marks them as complete.
  func replace(
    _ project: ListedProject,
    with outcome: ProjectFetch.Outcome
  ) throws(Undecidable) {
    let old = Set(store.paths(below: project.path))
    let note = "\(project.path)/\(FetchManifest.fileName)"
    do throws(FileError) {
      try store.remove(note)
      for path in old.subtracting(outcome.files.keys.map { "\(project.path)/\($0)" }).sorted() {
        try store.remove(path)
      }
    } catch {
      throw Undecidable(question: project.path, reason: error.words)
    }
    try add(outcome, to: project)
  }

  /// Adds files to those of a project, and the note last.
  func add(
    _ outcome: ProjectFetch.Outcome,
    to project: ListedProject
  ) throws(Undecidable) {
    try write(outcome.files, of: project)
    try write([FetchManifest.fileName: Array(outcome.manifest.text.utf8)], of: project)
  }

  /// The files of a project by their paths in it, without its note.
  func files(of project: ListedProject) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in store.paths(below: project.path) {
      let name = String(path.dropFirst(project.path.count + 1))
      guard name != FetchManifest.fileName else { continue }
      files[name] = store.read(path)
    }
    return files
  }

  /// Removes the projects of a group that are not listed any more.
  ///
  /// - Parameters:
  ///   - group: The group's full path.
  ///   - listed: The projects that it has.
  ///   - fits: Whether the fetch concerns a path.
  /// - Returns: The number of removed files.
  func prune(
    _ group: String,
    _ listed: [ListedProject],
    _ fits: (String) -> Bool
  ) -> Int {
    let paths = Set(listed.map(\.path))
    let suffix = "/\(FetchManifest.fileName)"
    let fetched = store.paths(below: group).filter { $0.hasSuffix(suffix) }
      .map { String($0.dropLast(suffix.count)) }
    let gone = fetched.filter { !paths.contains($0) && fits($0) }
    for project in gone {
      // A group may have taken the project's path.
      let inside = paths.filter { $0.hasPrefix("\(project)/") }
      for file in store.paths(below: project)
      where !inside.contains(where: { file.hasPrefix("\($0)/") }) {
        try? store.remove(file)
      }
    }
    return gone.count
  }

  private func write(
    _ files: [String: [UInt8]],
    of project: ListedProject
  ) throws(Undecidable) {
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      do throws(FileError) {
        try store.write(bytes, to: "\(project.path)/\(path)")
      } catch {
        throw Undecidable(question: "\(project.path)/\(path)", reason: error.words)
      }
    }
  }
}
