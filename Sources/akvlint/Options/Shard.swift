import ArgumentParser
import Files
import TextFormats

/// One of several runs that share the root files among them.
struct Shard: ExpressibleByArgument, Equatable {
  /// From 1.
  let index: Int
  let total: Int

  /// A share as `2/8`; `auto` is the one of GitLab's `parallel:`, and all when there is none.
  init?(argument: String) {
    var parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if argument == "auto" {
      parts = ["CI_NODE_INDEX", "CI_NODE_TOTAL"].map { HostSystem.environment($0) ?? "1" }
    }
    guard parts.count == 2, let index = Int(parts[0]), let total = Int(parts[1]),
      index >= 1, index <= total
    else { return nil }
    (self.index, self.total) = (index, total)
  }

  /// Whether a root file is this run's to check.
  ///
  /// By a hash of its path: a file that comes or goes moves no other one to another share.
  func contains(_ path: String) -> Bool {
    let digits = SHA256.hex(Array(path.utf8)).prefix(12)
    return (Int(digits, radix: 16) ?? 0) % total == index - 1
  }
}
