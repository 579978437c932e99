/// The address of a job as browsers show it: `https://HOST/GROUP/PROJECT/-/jobs/ID`.
package struct JobAddress: Hashable, Sendable {
  /// The instance's host, in lower case.
  package let host: String
  /// The project's full path.
  package let project: String
  /// The job's ID.
  package let id: String

  /// Reads an address; what follows the ID, such as the line of the log, does not matter.
  ///
  /// - Returns: nil when the text is not the address of a job.
  package init?(_ url: String) {
    let scheme = "https://"
    guard url.lowercased().hasPrefix(scheme) else { return nil }
    let path = url.dropFirst(scheme.count).prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let mark = parts.firstIndex(of: "-"), mark >= 3, parts.count >= mark + 3,
      parts[mark + 1] == "jobs", !parts[1..<mark].contains("")
    else { return nil }
    let id = parts[mark + 2]
    let isNumber = (1...20).contains(id.utf8.count) && id.utf8.allSatisfy { (48...57).contains($0) }
    let isHost = !parts[0].isEmpty && !parts[0].contains { ":@".contains($0) }
    guard isNumber, isHost else { return nil }
    host = parts[0].lowercased()
    project = parts[1..<mark].joined(separator: "/")
    self.id = id
  }
}
